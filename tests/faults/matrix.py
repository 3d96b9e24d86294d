"""Breaks each step of a scenario off at each of its moments, lets all go on, and compares with the unbroken run.

A `Run` is the unbroken one, with the world as it stood before each step of ours and how many calls that step makes. A
`Case` breaks one step off at one moment; for one in ten the recovery is broken off once more. After that the step is
done again, as a daemon that is started again does, and a person who saw their command fail; then the rest follows.
"""

import errno
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from tests.faults import power
from tests.faults.forking import FAILED
from tests.faults.lies import IMAP_LIES, SMTP_LIES, Told
from tests.faults.line import Break, How
from tests.faults.scenarios import Does, Happens, Scenario
from tests.faults.shim import Call, Death, Failing, Stop
from tests.faults.state import Picture, differences, picture_of
from tests.faults.world import Place, Snapshot, World

PATIENCE_S = 1.0  #: for a server that says nothing
WAYS = (How.CUT, How.RESET, How.SPLIT, How.CUT, How.STALL, How.RESET, How.CUT)
_FULL, _DEVICE, _READ_ONLY, _INTERRUPTED = (errno.ENOSPC, 3), (errno.EIO, 1), (errno.EROFS, 1), (errno.EINTR, 1)
#: what each kind of call fails with, and how many in a row
ERRORS = {
    Call.WRITE: (_FULL, _DEVICE, _INTERRUPTED),
    Call.FSYNC: (_DEVICE, _FULL),
    Call.RENAME: (_DEVICE, _FULL),
    Call.UNLINK: (_DEVICE, _READ_ONLY),
    Call.MKDIR: (_FULL, _READ_ONLY),
    Call.TRUNCATE: (_DEVICE,),
    Call.CREATE: (_FULL, _READ_ONLY),
}
FURTHER = 4  #: polls at the end, as long as something waits
AGAIN = 0.1  #: of the recoveries are broken off, too
SHORTEST_RECOVERY = 10  #: calls: to open the ledger makes as many


@dataclass(frozen=True)
class PowerCut:
    """The machine loses its power before the call of this number."""

    number: int


@dataclass(frozen=True)
class LineBroken:
    """The line to a server breaks, or the server lies."""

    server: str  #: imap, smtp
    line: Break | Told


Breaking = Death | Failing | PowerCut | LineBroken | Stop
Sampled = TypeVar("Sampled")


@dataclass(frozen=True)
class Moment:
    """A step of ours before it is done."""

    step: int
    before: Snapshot
    calls: int  #: that it makes, unbroken
    by_kind: dict[str, int]
    moments: int  #: calls and locks
    imap_bytes: int  #: that passed, both ways
    smtp_bytes: int
    imap_responses: int
    smtp_responses: int


@dataclass(frozen=True)
class Run:
    """A scenario, unbroken."""

    scenario: Scenario
    moments: tuple[Moment, ...]
    end: Picture


@dataclass(frozen=True, order=True)
class Case:
    """Which step is broken off, and where: `mixed:1:57`."""

    scenario: str
    step: int
    number: int

    def __str__(self) -> str:
        return f"{self.scenario}:{self.step}:{self.number}"


@dataclass
class Report:
    """What came of many cases."""

    cases: int = 0
    met: int = 0  #: in which the fault was met
    again: int = 0  #: recoveries that were broken off, too
    uncertain: int = 0  #: letters that nobody can tell of, listed for a person
    wrong: list[str] = field(default_factory=list)
    ended: Counter[str] = field(default_factory=Counter)

    def add(self, other: "Report") -> None:
        """Of another runner."""
        self.cases, self.met, self.again = self.cases + other.cases, self.met + other.met, self.again + other.again
        self.uncertain += other.uncertain
        self.wrong += other.wrong
        self.ended += other.ended


def warm(scenarios: Sequence[Scenario], place: Place) -> None:
    """Have everything done once in the process that forks: what it works out needs not be worked out in each case."""
    for scenario in scenarios:
        world = place.world()
        for step in scenario.steps:
            if isinstance(step, Happens):
                step.does(world)
            elif not step.may_die:
                world.warms(step.deed, **step.given)
        world.end()


def unbroken(scenario: Scenario, place: Place) -> Run:
    """The scenario as it goes by itself. Raises AssertionError where it doesn't."""
    world = place.world()
    world.by_line = True
    moments = []
    for number, step in enumerate(scenario.steps):
        if isinstance(step, Happens):
            step.does(world)
            continue
        before = place.keep(world)
        for line in (place.imap_line, place.smtp_line):
            line.breaks(Break())
        ended = world.does(step.deed, Death(0), **step.given)
        assert ended.code == 0 or (step.may_die and ended.killed), f"{scenario.name}, step {number}: {ended}"
        moments.append(
            Moment(
                number,
                before,
                ended.calls,
                ended.by_kind,
                ended.moments,
                place.imap_line.passed,
                place.smtp_line.passed,
                place.imap_line.responses,
                place.smtp_line.responses,
            )
        )
    _go_on(world, scenario)
    run = Run(scenario, tuple(moments), picture_of(world))
    world.end()
    return run


def broken(run: Run, case: Case, fault: Breaking, place: Place, chance: random.Random, report: Report) -> None:
    """One case, told to the report."""
    moment = next(each for each in run.moments if each.step == case.step)
    world = place.put_up(moment.before)
    try:
        report.cases += 1
        step = run.scenario.steps[case.step]
        assert isinstance(step, Does)
        is_met = _break_off(world, step, case, fault, report)
        if isinstance(fault, Death) and chance.random() < AGAIN:
            left = max(SHORTEST_RECOVERY, moment.calls - fault.number)
            once_more = world.does(step.deed, Death(chance.randint(1, left)), **step.given)
            report.again += once_more.killed
        if is_met:
            _do(world, step, case, report)
        for later in run.scenario.steps[case.step + 1 :]:
            if isinstance(later, Happens):
                later.does(world)
            else:
                _do(world, later, case, report)
        _go_on(world, run.scenario)
        end = picture_of(world)
        report.uncertain += len(end.uncertain)
        report.wrong += [f"{case} {fault}: {each}" for each in differences(end, run.end)]
    except AssertionError as error:
        report.wrong.append(f"{case} {fault}: {error}")
    finally:
        world.end()


def _break_off(world: World, step: Does, case: Case, fault: Breaking, report: Report) -> bool:
    """Do the step with the fault; whether it was met, so that the step is done once more."""
    if isinstance(fault, LineBroken):
        line = world.place.imap_line if fault.server == "imap" else world.place.smtp_line
        world.by_line = True
        line.breaks(fault.line)
        patience = {"patience_s": PATIENCE_S} if step.deed == "poll" else {}
        ended, is_met = world.does(step.deed, **step.given, **patience), line.is_met
        line.breaks(Break())
        world.by_line = False
    elif isinstance(fault, PowerCut):
        journal = world.folder / "journal"
        ended = world.does(step.deed, Death(fault.number), journal, **step.given)
        report.ended["lost"] += len(power.cut(journal, world.folder / "applications")) if ended.killed else 0
        is_met = ended.killed
    else:
        given = replace(fault, below=str(world.folder)) if isinstance(fault, Failing) else fault
        ended = world.does(step.deed, given, **step.given)
        is_met = ended.killed or ended.failed > 0 or ended.overtaken
    report.met += is_met
    if ended.killed:
        report.ended["killed"] += 1
    elif ended.code == FAILED:
        report.wrong.append(f"{case} {fault}: raised what nobody foresaw: {ended.said[-1500:]}")
    else:
        report.ended["ended with a sentence" if ended.code else "went on"] += 1
    return is_met


def _do(world: World, step: Does, case: Case, report: Report) -> None:
    """Unbroken. A command that was carried out before it was killed may say that there is nothing to do."""
    ended = world.does(step.deed, **step.given)
    if ended.killed and step.may_die:
        return
    if ended.killed or ended.code == FAILED or (ended.code and step.deed == "poll"):
        report.wrong.append(f"{case}: afterwards {step.deed} ended with {ended.code}: {ended.said[-1500:]}")


def _go_on(world: World, scenario: Scenario) -> None:
    ours = [step for step in scenario.steps if isinstance(step, Does)]
    last = max((step.given.get("hours", 0) for step in ours), default=0)
    for further in range(1, FURTHER + 1):
        ended = world.does("poll", hours=last + further)
        assert ended.code == 0 or (ours[-1].may_die and ended.killed), f"the last polls: {ended}"
        if not world.waits():
            return


def deaths(run: Run) -> Iterator[tuple[Case, Breaking]]:
    """Killed before each call of each step."""
    for moment in run.moments:
        for number in range(1, moment.calls + 1):
            yield Case(run.scenario.name, moment.step, number), Death(number)


def overtaken(run: Run) -> Iterator[tuple[Case, Breaking]]:
    """Stopped at each moment of a poll, while another worker of the same ledger sends what is due; then it goes on."""
    for moment in run.moments:
        step = run.scenario.steps[moment.step]
        if isinstance(step, Does) and step.deed == "poll" and not step.may_die:
            for number in range(1, moment.moments + 1):
                yield Case(run.scenario.name, moment.step, number), Stop(number)


def power_cuts(run: Run) -> Iterator[tuple[Case, Breaking]]:
    """The same, and what was never fsynced is gone."""
    for case, fault in deaths(run):
        assert isinstance(fault, Death)
        yield case, PowerCut(fault.number)


def failing_calls(run: Run) -> Iterator[tuple[Case, Breaking]]:
    """Each call fails once, as a disk or a device does; a full disk stays full for a while."""
    for moment in run.moments:
        for call in Call:
            for error, times in ERRORS.get(call, ()):
                for number in range(1, moment.by_kind[call.name] + 1):
                    yield Case(run.scenario.name, moment.step, number), Failing(call, number, error, times)


def broken_lines(run: Run) -> Iterator[tuple[Case, Breaking]]:
    """The line to either server breaks at each byte, in one of the ways."""
    for moment in run.moments:
        for server, passed in (("imap", moment.imap_bytes), ("smtp", moment.smtp_bytes)):
            for number in range(1, passed + 1):
                how = WAYS[number % len(WAYS)]
                yield Case(run.scenario.name, moment.step, number), LineBroken(server, Break(number, how))


def lies(run: Run) -> Iterator[tuple[Case, Breaking]]:
    """Either server lies at each of its responses, in each of the ways."""
    for moment in run.moments:
        for server, responses, ways in (
            ("imap", moment.imap_responses, IMAP_LIES),
            ("smtp", moment.smtp_responses, SMTP_LIES),
        ):
            for number in range(1, responses + 1):
                for lie in ways:
                    yield Case(run.scenario.name, moment.step, number), LineBroken(server, Told(number, lie))


def sample(cases: Sequence[Sampled], count: int, chance: random.Random) -> list[Sampled]:
    """So many of them, spread evenly over all, each from a stretch of its own."""
    if count >= len(cases):
        return list(cases)
    stretch = len(cases) / count
    return [cases[min(len(cases) - 1, int(stretch * (index + chance.random())))] for index in range(count)]
