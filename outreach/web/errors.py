"""What the operator learns of a failure: its kind and its place in the code, never what somebody sent or read."""

from __future__ import annotations

import logging
import traceback

_log = logging.getLogger("outreach")


def log_failure(error: BaseException) -> None:
    """One line with the kinds of error and the places that it went through. Messages are left out: they may hold personal data."""
    kinds: list[str] = []
    cause: BaseException | None = error
    while cause and len(kinds) < 5:
        kinds.append(type(cause).__name__)
        cause = cause.__cause__ or cause.__context__
    places = [f"{frame.name}:{frame.lineno}" for frame in traceback.extract_tb(error.__traceback__)[-6:]]
    _log.error("status=500 error=%s at=%s", "<".join(kinds), ">".join(places))
