"""The one place that reads the time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]


def system_clock() -> datetime:
    """The present instant, aware, in UTC."""
    return datetime.now(UTC)


def frozen_clock(instant: datetime) -> Clock:
    """A clock that always says *instant* (tests and demonstrations).

    Raises ValueError when *instant* has no zone.
    """
    if instant.tzinfo is None:
        raise ValueError("a clock needs an aware instant")
    return lambda: instant.astimezone(UTC)
