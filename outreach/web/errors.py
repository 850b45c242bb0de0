"""When something goes wrong: the page that people get, and what the operator learns of it.

The log has the kind of a failure and its place in the code, never what somebody sent or read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from flask import Flask, Response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import LazyString, lazy_gettext
from flask_wtf.csrf import CSRFError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException

from outreach.core.db import db
from outreach.core.logs import describe_error, get_logger
from outreach.web.headers import is_staff_path
from outreach.web.resending import is_same_origin, resend_page

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

LAST_WORDS = b"Something went wrong here. Try again later. In an emergency call 999.\n"
_log = get_logger(__name__)

# Heading and advice of a signed-in page for each status; any other status is shown as 400.
TEXTS: dict[int, tuple[LazyString, LazyString]] = {
    400: (
        lazy_gettext("We could not read what was sent"),
        lazy_gettext("Go back, reload the page, and try again. If you followed a link, check that it is complete."),
    ),
    403: (
        lazy_gettext("You cannot do this"),
        lazy_gettext("Your role does not include this. If you need it for your work, ask your programme lead."),
    ),
    404: (
        lazy_gettext("Page not found"),
        lazy_gettext(
            "Check the address, or start from your home page. What you are looking for may have been moved, or may be outside your area."
        ),
    ),
    405: (lazy_gettext("This address cannot be used in this way"), lazy_gettext("Go back to the page before and use the button there.")),
    409: (
        lazy_gettext("Somebody else has changed this in the same moment"),
        lazy_gettext("Nothing has been saved. Go back, reload the page, and try again: you will see what they have changed."),
    ),
    413: (
        lazy_gettext("What you sent is too large"),
        lazy_gettext("Go back and choose a smaller file, or shorten the text. What you typed is still on the page before."),
    ),
    429: (
        lazy_gettext("Too many tries"),
        lazy_gettext("Wait a few minutes, then try again. Nothing is lost, and nobody is locked out for good."),
    ),
    500: (
        lazy_gettext("Something went wrong here"),
        lazy_gettext(
            "It is our mistake. Go back and try again. If it happens again, tell the people who run this service when it happened."
        ),
    ),
}


def log_failure(error: BaseException) -> None:
    """One line with the kinds of error and the places that it went through. Messages are left out: they may hold personal data."""
    _log.error("request failed", status=500, **describe_error(error))


def show_errors(app: Flask, *, elsewhere: Callable[[int], bytes]) -> None:
    """Every error becomes a page: one of ours at a signed-in address, and elsewhere what *elsewhere* gives for a status."""

    @app.errorhandler(HTTPException)
    def show_refusal(error: HTTPException) -> ResponseReturnValue:
        status = error.code or 500
        if isinstance(error, CSRFError) and is_staff_path(request.path) and is_same_origin():
            return resend_page()
        if error.response is not None or status < 400:
            return error
        headers = [header for header in error.get_headers() if header[0] in ("Allow", "Retry-After")]
        body = _staff_page(status) if is_staff_path(request.path) else elsewhere(status)
        return Response(body, status=status, headers=headers)

    @app.errorhandler(StaleDataError)
    def show_collision(_error: StaleDataError) -> ResponseReturnValue:
        db.session.rollback()
        return Response(_staff_page(409) if is_staff_path(request.path) else elsewhere(409), status=409)

    @app.errorhandler(Exception)
    def show_failure(error: Exception) -> ResponseReturnValue:
        log_failure(error)
        db.session.rollback()
        return Response(_staff_page(500) if is_staff_path(request.path) else elsewhere(500), status=500)


def _staff_page(status: int) -> str:
    """The page for *status*. After a failure of ours it has no navigation: making that might fail for the same reason."""
    heading, advice = TEXTS.get(status, TEXTS[400])
    layout = "layouts/staff_signed_out.html" if status >= 500 else "layouts/staff.html"
    return render_template("staff/error.html", heading=heading, advice=advice, layout=layout)


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
