"""Tries what each hook needs but the post itself: its secret, and where its name leads."""

from collections.abc import Iterator
from pathlib import Path

from inbox_bot.core.rules.hooks import HookSettings
from inbox_bot.core.rules.model import Rules
from inbox_bot.core.wording import Sentence, said_by
from inbox_bot.edges import secrets
from inbox_bot.edges.hooks import BadSecret, HookFailed, key_of, way_to
from inbox_bot.health.check import CheckResult


def check_hooks(rules: Rules, folder: Path) -> Iterator[CheckResult]:
    """A result a hook; nothing is posted."""
    for hook in rules.hooks:
        yield _checked(hook, folder)


def _checked(hook: HookSettings, folder: Path) -> CheckResult:
    what = f"hook {hook.name}"
    try:
        key_of(secrets.fetch(hook.secret, folder) or "")
        [address, *_] = way_to(hook.url, private=hook.private)
    except (secrets.SecretMissing, BadSecret, HookFailed) as error:
        return CheckResult(what=what, ok=False, sentence=said_by(error))
    sentence = Sentence("its secret is there, and its name leads to {address}", address=address)
    return CheckResult(what=what, ok=True, sentence=sentence)
