"""A process that tells a hook what there is to tell, until nothing is left: to be killed at any moment.

`python -m tests.wire.hooks.telling FOLDER URL CA`
"""

import sys
from datetime import timedelta
from pathlib import Path
from unittest import mock

from inbox_bot.edges.hooks import post
from inbox_bot.edges.ledger import Ledger
from inbox_bot.pipeline.outgoing import backoff
from inbox_bot.pipeline.outgoing.hooks import tell_hooks
from tests.wire.hooks.office import installation_in

SOON = timedelta(milliseconds=20)


def tell_until_nothing_is_left(folder: Path, url: str, ca: str) -> None:
    with (
        Ledger.open(folder / "ledger.db") as ledger,
        mock.patch.object(sys.modules[post.__module__], "WHOLE_S", 0.3),
        mock.patch.object(backoff, "_LETTER_DELAYS", (SOON,)),
    ):
        ledger.recover()
        installation = installation_in(folder, ledger, url, ca=ca)
        while True:
            tell_hooks(installation)
            with ledger._store.reading() as connection:
                left = connection.exec_driver_sql(
                    "SELECT count(*) FROM actions WHERE kind = 'hook' AND state IN ('pending', 'doing')"
                ).scalar_one()
            if not left:
                return


if __name__ == "__main__":
    tell_until_nothing_is_left(Path(sys.argv[1]), sys.argv[2], sys.argv[3])
