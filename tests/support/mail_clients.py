"""Which of HTML and CSS mail clients support, from caniemail's data: `make mail-clients` writes the list anew.

    python -m tests.support.mail_clients [caniemail.json]

Without a file it has npm fetch the package `caniemail` (MIT), which carries the data. The list is checked in, so that
the test needs neither npm nor a network; of each feature it has what the newest version of each client does.
"""

import json
import subprocess
import sys
import tarfile
from pathlib import Path
from tempfile import TemporaryDirectory

LIST = Path(__file__).parent / "mail-clients.json"
PACKAGE = "caniemail@2.0.2"
#: Those whose readers get a digest that works, in the order of the letters in the list.
CLIENTS = (
    ("apple-mail", "ios"),
    ("apple-mail", "macos"),
    ("gmail", "android"),
    ("gmail", "desktop-webmail"),
    ("gmail", "ios"),
    ("outlook", "android"),
    ("outlook", "ios"),
    ("outlook", "macos"),
    ("outlook", "outlook-com"),
    ("outlook", "windows"),
    ("samsung-email", "android"),
    ("thunderbird", "macos"),
    ("yahoo", "desktop-webmail"),
)
KINDS = ("css", "html")


def listed(data: dict[str, object]) -> dict[str, object]:
    """The list, from caniemail's data: a letter a client: `y` yes, `a` in part, `n` no, `u` not known."""
    features = {
        feature["slug"]: "".join(_newest(feature["stats"], *client) for client in CLIENTS)
        for feature in data["data"]
        if feature["category"] in KINDS
    }
    return {
        "source": f"npm {PACKAGE}, data of {data['last_update_date']}",
        "clients": [" ".join(client) for client in CLIENTS],
        "features": dict(sorted(features.items())),
    }


def _newest(stats: dict[str, dict[str, dict[str, str]]], family: str, platform: str) -> str:
    versions = stats.get(family, {}).get(platform, {})
    return next(reversed(versions.values()), "u")[:1]


def _fetched() -> str:
    with TemporaryDirectory() as folder:
        subprocess.run(["npm", "pack", "--silent", PACKAGE], cwd=folder, check=True)
        [package] = Path(folder).glob("*.tgz")
        with tarfile.open(package) as archive:
            file = archive.extractfile("package/data/caniemail.json")
            assert file is not None
            return file.read().decode()


if __name__ == "__main__":
    text = Path(sys.argv[1]).read_text(encoding="utf-8") if sys.argv[1:] else _fetched()
    LIST.write_text(json.dumps(listed(json.loads(text)), indent=1) + "\n", encoding="utf-8")
