"""The example company at work, and somebody at its command line."""

from tests.world.decisions.conftest import run, smtp

__all__ = ["run", "smtp"]
