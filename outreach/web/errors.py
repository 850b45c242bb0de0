"""What the operator learns of a failure: its kind and its place in the code, never what somebody sent or read."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from outreach.core.logs import describe_error, get_logger

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

LAST_WORDS = b"Something went wrong here. Try again later. In an emergency call 999.\n"
_log = get_logger(__name__)


def log_failure(error: BaseException) -> None:
    """One line with the kinds of error and the places that it went through. Messages are left out: they may hold personal data."""
    _log.error("request failed", status=500, **describe_error(error))


def keep_failures_inside(app: WSGIApplication) -> WSGIApplication:
    """*app*, from which no exception comes: a server would write it down with its message."""

    def answer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        try:
            return app(environ, start_response)
        except Exception as error:  # noqa: BLE001 - even the page that tells of an error may fail
            log_failure(error)
            headers = [("Content-Type", "text/plain; charset=utf-8"), ("Cache-Control", "no-store")]
            start_response("500 Internal Server Error", headers)
            return [LAST_WORDS]

    return answer
