"""Flask-Security, set up for this house: its views sign people in, and what they do is on record.

Nobody registers: accounts begin with an invitation. Passwords are hashed with argon2id; authenticator secrets and recovery codes are
encrypted with keys made from OUTREACH_SECRET_KEY.
"""

from __future__ import annotations

import base64
from typing import Any, cast
from uuid import UUID, uuid4

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import Flask, abort, after_this_request, current_app, request, session
from flask.typing import ResponseReturnValue
from flask_login import user_logged_out
from flask_security import (
    MailUtil,
    Security,
    password_changed,
    password_reset,
    tf_disabled,
    tf_profile_changed,
    user_authenticated,
    wan_deleted,
    wan_registered,
)
from itsdangerous import Serializer

from outreach.accounts import mails
from outreach.accounts.access import SIGN_IN, ask_to_sign_in, current_sign_in
from outreach.accounts.factors import Accounts, OnceTotp, Passkeys
from outreach.accounts.labels import LIBRARY
from outreach.accounts.library_forms import FORMS
from outreach.accounts.limits import is_known_browser, remember_browser
from outreach.accounts.models import Account, Passkey
from outreach.accounts.operations import begin_sign_in, end_sign_ins, subject_of
from outreach.accounts.queries import has_signed_in
from outreach.accounts.rules import FRESH, IDLE, RECOVERY_LASTS, SETUP_LASTS, SHORTEST_PASSWORD, name_browser
from outreach.audit.operations import record
from outreach.core.config import NAME, Config
from outreach.core.db import db

# The library's views, and who may open them ('public': whoever has the link, or is halfway in).
VIEWS = {
    "security.login": "public",
    "security.logout": "public",
    "security.forgot_password": "public",
    "security.reset_password": "public",
    "security.verify": "signed in",
    "security.change_password": "signed in",
    "security.two_factor_setup": "public",  # in production the first sign-in leads here, before anybody is signed in
    "security.two_factor_setup_validate": "signed in",
    "security.two_factor_token_validation": "public",
    "security.tf_select": "public",
    "security.mf_recovery": "public",
    "security.mf_recovery_codes": "signed in",
    "security.wan_signin": "public",
    "security.wan_signin_response": "public",
    "security.wan_register": "signed in",
    "security.wan_register_response": "signed in",
    "security.wan_delete": "signed in",
    "security.wan_verify": "signed in",
    "security.wan_verify_response": "signed in",
}
CLOSED = frozenset({"security.two_factor_rescue"})  # codes by mail: who reads the mail has the first factor already

ADDRESSES = {
    "LOGIN_URL": "/sign-in",
    "LOGOUT_URL": "/sign-out",
    "RESET_URL": "/recover",
    "CHANGE_URL": "/profile/password",
    "VERIFY_URL": "/confirm",
    "TWO_FACTOR_SETUP_URL": "/profile/authenticator",
    "TWO_FACTOR_TOKEN_VALIDATION_URL": "/sign-in/code",
    "TWO_FACTOR_SELECT_URL": "/sign-in/choose",
    "TWO_FACTOR_RESCUE_URL": "/sign-in/help",
    "MULTI_FACTOR_RECOVERY_URL": "/sign-in/recovery-code",
    "MULTI_FACTOR_RECOVERY_CODES_URL": "/profile/recovery-codes",
    "WAN_SIGNIN_URL": "/sign-in/passkey",
    "WAN_REGISTER_URL": "/profile/passkeys",
    "WAN_DELETE_URL": "/profile/passkeys/remove",
    "WAN_VERIFY_URL": "/confirm/passkey",
}
SWITCHES = {
    "RECOVERABLE": True,
    "CHANGEABLE": True,
    "TWO_FACTOR": True,
    "WEBAUTHN": True,
    "MULTI_FACTOR_RECOVERY_CODES": True,
    "RETURN_GENERIC_RESPONSES": True,
    "SEND_PASSWORD_CHANGE_EMAIL": False,  # ours goes by the outbox
    "SEND_PASSWORD_RESET_NOTICE_EMAIL": False,
    "TWO_FACTOR_RESCUE_EMAIL": False,
    "TWO_FACTOR_ALWAYS_VALIDATE": True,
    "JOIN_USER_ROLES": False,
    "WAN_ALLOW_USER_HINTS": False,  # an address would be answered with its passkeys: whoever has any has an account
}


class NoMail(MailUtil):
    """Every mail leaves by the outbox; the library sends none."""

    def send_mail(self, *_args: Any, **_kwargs: Any) -> None:
        raise AssertionError("the sign-in library was about to send a mail of its own")


def set_up_sign_in(app: Flask, config: Config) -> None:
    """Attach Flask-Security to *app*, with our forms, our words and our addresses under /manage."""
    is_secure = not config.is_demo
    app.config.update(
        SESSION_COOKIE_NAME="__Secure-outreach" if is_secure else "outreach",
        SESSION_COOKIE_PATH="/manage",
        SESSION_COOKIE_SECURE=is_secure,
        SESSION_COOKIE_SAMESITE="Lax",
        PERMANENT_SESSION_LIFETIME=IDLE,
    )
    app.config.update({f"SECURITY_{name}": value for name, value in _settings(config).items()})
    datastore = Accounts(db, Account, cast(Any, Account), Passkey)  # roles are a column here, not a table
    security = Security(app, datastore, totp_cls=OnceTotp, webauthn_util_cls=Passkeys, mail_util_cls=NoMail, **FORMS)
    security.unauthn_handler(cast(Any, _ask_to_sign_in))
    security.want_json(lambda _request: False)
    app.before_request(_refuse_json)
    cast(Any, app).login_manager.request_loader(_sign_in_nobody)
    for serializer in (value for value in vars(security).values() if isinstance(value, Serializer)):
        serializer.secret_keys.reverse()  # itsdangerous signs with the last key; the library hands it the newest first
    for endpoint, access in VIEWS.items():
        cast(Any, app.view_functions[endpoint]).access = access
    _listen(app)


def _settings(config: Config) -> dict[str, Any]:
    """The library's settings, by its names without SECURITY_."""
    return {
        **ADDRESSES,
        **SWITCHES,
        "URL_PREFIX": "/manage",
        "STATIC_FOLDER": None,
        "POST_LOGIN_VIEW": "/manage/",
        "POST_LOGOUT_VIEW": "/manage/sign-in",
        "POST_CHANGE_VIEW": "/manage/profile",
        "TWO_FACTOR_POST_SETUP_VIEW": "/manage/profile",
        "WAN_POST_REGISTER_VIEW": "/manage/profile",
        "PASSWORD_HASH": "argon2",
        "PASSWORD_SCHEMES": ["argon2"],
        "PASSWORD_SINGLE_HASH": True,
        "HASHING_SCHEMES": ["hex_sha256"],  # for links: what is hashed is a stored hash of a password, which nobody can guess
        "PASSWORD_SALT": _derived(config.secret_keys[-1], "password salt").decode(),  # for hashes of data, not of passwords
        "PASSWORD_LENGTH_MIN": SHORTEST_PASSWORD,
        "PASSWORD_NORMALIZE_FORM": "NFKC",
        "RESET_PASSWORD_WITHIN": RECOVERY_LASTS,
        "FRESHNESS": FRESH,
        "FRESHNESS_GRACE_PERIOD": FRESH,
        "EMAIL_VALIDATOR_ARGS": {"check_deliverability": False, "test_environment": True},
        "API_ENABLED_METHODS": ["session"],
        "DATETIME_FACTORY": config.clock,
        "TWO_FACTOR_ENABLED_METHODS": ["authenticator"],
        "TWO_FACTOR_REQUIRED": not config.is_demo,
        "TWO_FACTOR_SETUP_WITHIN": SETUP_LASTS,
        "TOTP_ISSUER": NAME,
        "TOTP_SECRETS": {_tag(key): _derived(key, "authenticator").decode() for key in config.secret_keys},
        "MULTI_FACTOR_RECOVERY_CODES_KEYS": [_derived(key, "recovery codes") for key in config.secret_keys],
        "MULTI_FACTOR_RECOVERY_CODES_N": 8,
        "WAN_RP_NAME": NAME,
        **{f"MSG_{name}": (text, "error" if name in _ERRORS else "success") for name, text in LIBRARY.items()},
    }


def _refuse_json() -> None:
    """The library would read a sign-in from JSON, too, past our forms and the counts of what is guessed."""
    if request.blueprint == "security" and request.is_json:
        abort(415)


def _sign_in_nobody(_request: object) -> None:
    """Nobody signs in by a token. The library would look for one in all JSON that is posted, before the view says how much it takes."""


def _ask_to_sign_in(_mechanisms: Any = None, headers: Any = None) -> Any:  # noqa: ARG001 - the library gives it by this name
    return ask_to_sign_in()


_ERRORS = frozenset(LIBRARY) - {
    "PASSWORD_CHANGE",
    "PASSWORD_RESET_NO_LOGIN",
    "REAUTHENTICATION_SUCCESSFUL",
    "TWO_FACTOR_CHANGE_METHOD_SUCCESSFUL",
    "TWO_FACTOR_DISABLED",
    "TWO_FACTOR_LOGIN_SUCCESSFUL",
    "WEBAUTHN_CREDENTIAL_DELETED",
    "WEBAUTHN_REGISTER_SUCCESSFUL",
}


def _derived(secret: str, purpose: str) -> bytes:
    """A key for one purpose (HKDF, RFC 5869), as URL-safe base64."""
    return base64.urlsafe_b64encode(HKDF(SHA256(), 32, salt=None, info=purpose.encode()).derive(secret.encode()))


def _tag(secret: str) -> str:
    """What names a key in what it has encrypted: the same wherever it stands among the keys."""
    return _derived(secret, "name of the key").decode()[:8].replace("-", "a").replace("_", "b").replace("=", "")


def _listen(app: Flask) -> None:
    user_authenticated.connect(_note_sign_in, app)
    user_logged_out.connect(_note_sign_out, app)
    password_changed.connect(_note_password, app)
    password_reset.connect(_note_reset, app)
    for signal, act in (
        (tf_profile_changed, "account.authenticator-set"),
        (tf_disabled, "account.authenticator-removed"),
        (wan_registered, "account.passkey-added"),
        (wan_deleted, "account.passkey-removed"),
    ):
        signal.connect(_note_factor(act), app, weak=False)


def _note_sign_in(_app: Flask, user: Account, authn_via: list[str] | None = None, **_rest: Any) -> None:
    """A session begins: its row, what was typed before it is gone, and a mail when the browser is a new one."""
    config, browser = _config(), name_browser(request.user_agent.string)
    session.pop("csrf_token", None)
    session.permanent = True
    is_first = not has_signed_in(user.id)
    session[SIGN_IN] = str(begin_sign_in(user, browser=browser, now=config.clock()).id)
    email = cast(str, user.email)
    if not is_first and "change" not in (authn_via or []) and not is_known_browser(email):
        record("account.new-browser", subject_of(user.id), by=str(user.id), now=config.clock())
        now, key = config.clock(), f"sign-in/{session[SIGN_IN]}"
        mails.note_unusual_sign_in(user.name, email, user.language, when=now, browser=browser, key=key, now=now)
    after_this_request(lambda response: remember_browser(response, email))
    after_this_request(_commit)


def _note_sign_out(_app: Flask, user: Account, **_rest: Any) -> None:
    if SIGN_IN not in session:
        return
    if end_sign_ins(user.id, now=_config().clock(), only=current_sign_in()):
        record("account.signed-out", subject_of(user.id), by=str(user.id), now=_config().clock())
    session.pop(SIGN_IN, None)
    after_this_request(_commit)


def _note_password(_app: Flask, user: Account, **_rest: Any) -> None:
    """A new password ends every other session. (The library has begun this one anew.)"""
    _tell_of_password(user, but=current_sign_in() if SIGN_IN in session else None)


def _note_reset(_app: Flask, user: Account, **_rest: Any) -> None:
    """A new password by mail ends every session. Whoever has the mail can sign in from this browser while strangers guess."""
    _tell_of_password(user)
    email = cast(str, user.email)
    after_this_request(lambda response: remember_browser(response, email))


def _tell_of_password(user: Account, *, but: UUID | None = None) -> None:
    now = _config().clock()
    end_sign_ins(user.id, now=now, but=but)
    record("account.password-changed", subject_of(user.id), by=str(user.id), now=now)
    mails.note_password_changed(user.name, cast(str, user.email), user.language, key=f"password/{uuid4()}", now=now)


def _note_factor(act: str) -> Any:
    def note(_app: Flask, user: Account, **_rest: Any) -> None:
        record(act, subject_of(user.id), by=str(user.id), now=_config().clock())
        after_this_request(_commit)

    return note


def _commit(response: Any) -> ResponseReturnValue:
    db.session.commit()
    return cast(ResponseReturnValue, response)


def _config() -> Config:
    return cast(Config, current_app.config["OUTREACH"])
