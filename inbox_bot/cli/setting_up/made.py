"""The files that `init` leaves: the password's first, the service's, and rules.yaml last, after which it is done."""

import os
import pwd
import shutil
import sys
from contextlib import suppress
from pathlib import Path

import inbox_bot
from inbox_bot import __version__
from inbox_bot.cli.setting_up.answered import Answered
from inbox_bot.cli.setting_up.signing_in import PASSWORD_FILE
from inbox_bot.core.setting_up.rendering import rules_text
from inbox_bot.core.setting_up.services import COMPOSE, UNIT, Place, compose_text, unit_text
from inbox_bot.edges import rules_file
from inbox_bot.edges.new_files import FOR_ALL, NotMade, make, put_secret

SYSTEMD, IN_CONTAINER = "systemd", "compose"
_PACKAGE = Path(inbox_bot.__file__).resolve().parent


def make_all(found: Answered, folder: Path, service: str | None) -> list[Path]:
    """Make them, and name them. Raises NotMade, RulesError; then nothing of what was to be made is there."""
    rules, secret = folder / "rules.yaml", folder / PASSWORD_FILE
    made: list[Path] = []
    was_there, had_secret = folder.is_dir(), secret.exists()

    def others(new: Path) -> None:
        """Once rules.yaml is proven, and before it has its name."""
        rules_file.read(new)
        if found.signed_in.typed:
            put_secret(secret, found.signed_in.typed)
            made.append(secret)
        if service is not None:
            path = folder / (UNIT if service == SYSTEMD else COMPOSE)
            make(path, _service(service, folder, found.setup.password).encode(), rights=FOR_ALL)
            made.append(path)

    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        make(rules, rules_text(found.setup).encode(), rights=FOR_ALL, check=others)
    except BaseException as error:
        for path in made:
            if path != secret or not had_secret:
                path.unlink(missing_ok=True)
        if not was_there:
            with suppress(OSError):
                folder.rmdir()
        if isinstance(error, OSError):
            raise NotMade(f"{folder}: {error.strerror}") from None
        raise
    return [rules, *made]


def command_as_typed() -> str:
    """How this command is called from here: `inbox-bot`, or the path that was typed."""
    return "inbox-bot" if shutil.which("inbox-bot") else sys.argv[0]


def _service(service: str, folder: Path, password: str) -> str:
    owner = pwd.getpwuid(os.geteuid())
    command = shutil.which("inbox-bot") or str(Path(sys.argv[0]).absolute())
    place = Place(
        folder=str(folder.absolute()),
        command=str(Path(command).absolute()),
        user=owner.pw_name,
        uid=owner.pw_uid,
        gid=owner.pw_gid,
        password=password,
    )
    if service == SYSTEMD:
        return unit_text(shipped(f"deploy/{UNIT}").read_text(encoding="utf-8"), place)
    sources = _PACKAGE.parent
    return compose_text(place, version=__version__, sources=str(sources) if (sources / "Dockerfile").is_file() else "")


def shipped(name: str) -> Path:
    """A file that comes with us: in the package where it was installed, else in the checkout."""
    inside = _PACKAGE / name
    return inside if inside.is_file() else _PACKAGE.parent / name
