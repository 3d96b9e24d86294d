"""Fetches a secret from where rules.yaml says it is, each time it is needed; keeps and logs none."""

import os
from pathlib import Path

from inbox_bot.core.rules.model import Secret
from inbox_bot.core.wording import Sentence

LIMIT_BYTES = 64_000


class SecretMissing(Exception):
    """A secret that rules.yaml refers to is not there; the text says where it was looked for and what to do."""


def fetch(secret: Secret | None, folder: Path) -> str | None:
    """The secret itself; None where none is configured. `folder` is rules.yaml's. Raises SecretMissing.

    A name without a folder is looked for first among the credentials that the service manager hands over
    (systemd's LoadCredential=, `$CREDENTIALS_DIRECTORY`). Of a file, one line ending at its end is not part of the
    secret.
    """
    if secret is None:
        return None
    if secret.source == "env":
        value = os.environ.get(secret.name)
        if not value:
            raise SecretMissing(
                Sentence("the environment variable {name} is not set; rules.yaml asks for it", name=secret.name)
            )
        return value
    path = _credential(secret.name) or folder / secret.name
    try:
        with path.open("rb") as file:
            content = file.read(LIMIT_BYTES)
        value = content.decode("utf-8").removesuffix("\n").removesuffix("\r")
    except OSError as error:
        raise SecretMissing(
            Sentence("the secret file {file} can't be read: {why}", file=str(path), why=str(error.strerror))
        ) from None
    except UnicodeDecodeError:
        raise SecretMissing(Sentence("the secret file {file} is not text in UTF-8", file=str(path))) from None
    if not value:
        raise SecretMissing(Sentence("the secret file {file} is empty", file=str(path)))
    return value


def _credential(name: str) -> Path | None:
    credentials = os.environ.get("CREDENTIALS_DIRECTORY")
    if not credentials or "/" in name.removeprefix("./"):
        return None
    path = Path(credentials, name)
    return path if path.is_file() else None
