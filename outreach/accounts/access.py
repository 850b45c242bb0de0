"""Who is asking, and whether they may: the role is checked here, the scope in every query."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast
from uuid import UUID

from flask import Flask, Request, Response, abort, current_app, g, redirect, request, session, url_for
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface, SessionMixin
from flask.typing import ResponseReturnValue
from flask_security import current_user, logout_user

from outreach.accounts.models import Account
from outreach.accounts.queries import find_sign_in, ids_answered_for
from outreach.accounts.rules import Role
from outreach.core.config import Config
from outreach.web.resending import resend_page

SIGN_IN = "sign_in"  # the id of the session's row, in the signed cookie
SIGNED_IN_PATHS = "/manage"
REGISTRATION_PATHS = "/partners"

View = TypeVar("View", bound=Callable[..., Any])


def requires(*roles: Role) -> Callable[[View], View]:
    """Only somebody signed in with one of *roles* may open the view; anybody signed in, when none is named.

    Somebody else gets 403. Nobody gets the way to sign in, and loses nothing that they typed.
    """

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> ResponseReturnValue:
            if not current_user.is_authenticated:
                return ask_to_sign_in()
            if roles and current_account().role not in roles:
                abort(403)
            return cast(ResponseReturnValue, view(*args, **kwargs))

        guarded.access = ", ".join(role for role in Role if role in roles) or "signed in"  # type: ignore[attr-defined]
        return cast(View, guarded)

    return guard


def refuse_parts() -> None:
    """For blueprints whose pages show the whole programme: somebody who works for a part of it gets 403."""
    if current_user.is_authenticated and not current_account().scope.is_national:
        abort(403)


def current_account() -> Account:
    """Whoever is signed in. Call it behind `requires` only."""
    account = cast(Account, current_user._get_current_object())
    assert isinstance(account, Account), "nobody is signed in"
    return account


def current_ids() -> frozenset[UUID]:
    """All whom the present account answers for, itself among them; found once for a page."""
    if "answered_for" not in g:
        g.answered_for = ids_answered_for(current_account().id)
    return cast(frozenset[UUID], g.answered_for)


def current_config() -> Config:
    return cast(Config, current_app.config["OUTREACH"])


def current_sign_in() -> UUID:
    """The id of the session that is asking."""
    return UUID(session[SIGN_IN])


def ask_to_sign_in() -> ResponseReturnValue:
    """For a page: the way to sign in, and back. For a form: what was typed, to be sent again after signing in."""
    if request.method not in ("GET", "HEAD"):
        return resend_page()
    return redirect(url_for("security.login", next=request.full_path.rstrip("?")))


class RegistrationSession(SecureCookieSession):
    """What a browser is reminded of while it registers an organisation: which drafts are its own, and the language."""


class RegistrationSessions(SecureCookieSessionInterface):
    """Sessions of those who register an organisation: another cookie, which goes to no signed-in page and is good for nothing there."""

    salt = "registration-session"
    session_class = RegistrationSession

    def get_cookie_name(self, app: Flask) -> str:
        return f"{app.config['SESSION_COOKIE_NAME']}-registration"

    def get_cookie_path(self, app: Flask) -> str:  # noqa: ARG002 - Flask calls with it
        return REGISTRATION_PATHS


class SignedInSessions(SecureCookieSessionInterface):
    """Sessions of the signed-in pages and, apart from them, of the registration of partners. Everywhere else there is none, and a cookie
    that comes along is not even read.
    """

    registration = RegistrationSessions()

    def open_session(self, app: Flask, request: Request) -> Any:
        if request.path.startswith(SIGNED_IN_PATHS):
            return super().open_session(app, request)
        is_theirs = request.path.startswith(REGISTRATION_PATHS)
        return self.registration.open_session(app, request) if is_theirs else self.make_null_session(app)

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        if isinstance(session, RegistrationSession):
            self.registration.save_session(app, session, response)
        else:
            super().save_session(app, session, response)


def keep_sessions_live(app: Flask) -> None:
    """A session that its owner has ended, or that has run out, is nobody's from the next request on."""
    app.session_interface = SignedInSessions()

    @app.before_request
    def check() -> None:
        if not request.path.startswith(SIGNED_IN_PATHS) or not current_user.is_authenticated:
            return
        account, config = current_account(), current_config()
        is_out_of_place = account.is_demonstration and not config.is_demo
        if is_out_of_place or SIGN_IN not in session or find_sign_in(current_sign_in(), account.id, config.clock()) is None:
            session.pop(SIGN_IN, None)  # its row is as it should be: nothing is to be written down
            logout_user()
            session.clear()
            return
        g.interface_language = account.language
