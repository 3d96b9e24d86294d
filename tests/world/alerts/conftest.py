"""Alarms and metrics name nobody, whatever happens."""

from tests.support.nobody import logs_and_metrics_name_nobody

__all__ = ["logs_and_metrics_name_nobody"]
