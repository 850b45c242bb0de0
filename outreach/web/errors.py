"""What the operator learns of a failure: its kind and its place in the code, never what somebody sent or read."""

from __future__ import annotations

from outreach.core.logs import describe_error, get_logger

_log = get_logger(__name__)


def log_failure(error: BaseException) -> None:
    """One line with the kinds of error and the places that it went through. Messages are left out: they may hold personal data."""
    _log.error("request failed", status=500, **describe_error(error))
