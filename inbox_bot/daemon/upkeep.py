"""What is done once for all mailboxes, on a tick each: digests, alarms, hooks, erasures, the careers page, proof."""

from collections.abc import Callable

from inbox_bot import log
from inbox_bot.daemon.reviewers import Told, tell_reviewers
from inbox_bot.edges.access import Line
from inbox_bot.health.telling import Teller
from inbox_bot.pipeline.installation import Installation, said_file
from inbox_bot.pipeline.outgoing.hooks import tell_hooks
from inbox_bot.pipeline.privacy.pending import go_on
from inbox_bot.pipeline.upkeep.careers_page import look_at_page
from inbox_bot.pipeline.upkeep.sign_in_ends import note_ends


class Upkeep:
    """Each method is one run of a job, in a thread of its own: what is slow here holds up no poll and no letter."""

    def __init__(self, installation: Callable[[], Installation]) -> None:
        self._installation = installation
        self._told = Told()
        self._teller: Teller | None = None
        self._careers_line: Line | None = None
        self._hook_line: Line | None = None

    def plan_digests(self) -> None:
        """The digests, and other mails to reviewers, that are due."""
        installation = self._installation()
        note_ends(installation)
        tell_reviewers(installation, self._told)

    def prove_ledger(self) -> None:
        """Whether the ledger's file is whole. Raises LedgerDamaged."""
        installation = self._installation()
        installation.ledger.prove(installation.now(), installation.stopping)

    def go_on_erasing(self) -> None:
        """What an erasure has left to do."""
        go_on(self._installation())

    def look_at_page(self) -> None:
        """The careers page, once a day."""
        self._careers_line = Line()
        look_at_page(self._installation(), self._careers_line)

    def tell_hooks(self) -> None:
        """Other systems are told what happened."""
        tell_hooks(self._installation(), self._note_hook_line)

    def tell_of_alarms(self, *, ledger_is_down: bool) -> None:
        """Somebody is told what is wrong; a ledger that is broken does not end this: it says so."""
        installation = self._installation()
        try:
            if self._teller is None:  # it reads what was said before, also by the worker that did this until now
                self._teller = Teller(installation.folder, said_file(installation.rules, installation.folder))
            self._teller.tell(
                installation.ledger,
                installation.rules,
                installation.now(),
                ledger_is_down=ledger_is_down,
                stopping=installation.stopping,
            )
        except Exception as error:
            log.job_failed(job="alarms", **log.where(error))

    def hang_up(self) -> None:
        """Cut the lines to servers that are no mailbox's."""
        for line in (self._careers_line, self._hook_line):
            if line is not None:
                line.cut()

    def _note_hook_line(self, line: Line) -> None:
        self._hook_line = line
