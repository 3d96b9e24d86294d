"""Where there is anything about people, and how old, is told; so is what should be gone, and what others may read."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from inbox_bot.cli.privacy.audit import lines
from inbox_bot.core.erasure.retention import Kept
from inbox_bot.core.wording import ENGLISH
from inbox_bot.core.words import Outcome
from inbox_bot.pipeline.privacy.auditing import audit
from tests.support.builders.at_work import DAY, an_application, at_work
from tests.support.servers.installation import Installed
from tests.world.decisions.desk import Desk
from tests.world.decisions.test_commands import newsletter

pytestmark = pytest.mark.dovecot

KEEP = "\nkeep: {not_an_application: 14 days}\n"


def test_it_tells_what_there_is_where_and_how_old_and_what_keep_should_have_let_go(account, smtp, tmp_path: Path, run):
    text = Installed(tmp_path, account, smtp).text(more=KEEP)
    with at_work(tmp_path, account, smtp, text=text) as company:
        desk = Desk(company)
        company.receives(an_application())
        company.receives(newsletter())
        desk.polls(3)
        house = company.installation

        def found(days: int):
            return audit(house.ledger, house.rules, house.folder, company.clock() + days * DAY)

        today = found(0)
        assert today.is_well
        assert {outcome: each.number for outcome, each in today.outcomes.items()} == {
            Outcome.FILED: 1,
            Outcome.NOT_AN_APPLICATION: 1,
        }
        listed = [entry.path for entry in house.filing.listed()]
        assert today.documents.number == sum(not name.startswith(".") for name in listed) > 0
        assert today.raw.number == sum(name.startswith(".raw/") for name in listed) == 1
        assert today.spool.number == 0
        assert sum(each.number for each in today.folders.values()) == 2
        assert (today.rows["messages"], today.rows["applications"]) == (2, 1)
        oldest = today.outcomes[Outcome.FILED].oldest
        assert oldest is not None
        assert abs(oldest - company.clock()) < timedelta(hours=1)

        assert found(21).is_well, "a day is left to the daemon behind the week in which it is told"
        late = found(30)
        assert (late.is_well, late.kept_too_long) == (False, {Kept.NOT_AN_APPLICATION: 1}), "an application stays"
        said = "\n".join(lines(late, house.rules, ENGLISH, is_confirmed=False))
        assert said.startswith("KEPT TOO LONG: 1, mails that have to do with no application.")
        assert "inbox-bot keep" in said

    assert run("audit").code == 0
    told = json.loads(run("audit --json").out)
    assert (told["ok"], told["mails"]["filed"]["number"]) == (True, 1)


@pytest.mark.sqlite("a file's rights")
def test_what_others_on_the_machine_may_read_is_named_with_what_to_do(account, smtp, tmp_path: Path, run):
    with at_work(tmp_path, account, smtp) as company:
        company.receives(an_application())
        Desk(company).polls(3)
        house = company.installation
        document = next(
            house.filing.root / name
            for name in (entry.path for entry in house.filing.listed())
            if not name.startswith(".")
        )
    assert run("audit").code == 0
    assert "rules.yaml has no keep" in run("audit").out

    ledger = next(tmp_path.rglob("ledger.db"))
    ledger.chmod(0o640)
    document.chmod(0o604)
    told = run("audit")
    assert told.code == 1
    assert told.out.startswith(f"OPEN TO OTHERS: {ledger}. Take their rights: chmod go= FILE")
    assert str(document) not in told.out, "nobody else gets into its folder"
    for folder in (house.filing.root, *document.parent.relative_to(house.filing.root).parents, document.parent):
        (house.filing.root / folder).chmod(0o751)
    named = json.loads(run("audit --json").out)["open_to_others"]
    assert {str(ledger), str(document)} <= set(named)
    ledger.chmod(0o600)
    house.filing.root.chmod(0o750)
    assert run("audit").code == 0
