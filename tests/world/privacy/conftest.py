"""The example company at work, and somebody at its command line."""

from tests.support.nobody import logs_and_metrics_name_nobody
from tests.world.decisions.conftest import run, smtp

__all__ = ["logs_and_metrics_name_nobody", "run", "smtp"]
