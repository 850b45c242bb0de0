"""Guessing is slowed down, wherever something can be guessed. Counts are rows, so that they hold across processes."""

from __future__ import annotations

import hmac
import ipaddress
from datetime import datetime
from typing import Any, cast

from flask import Flask, Response, current_app, g, render_template, request, session
from flask.typing import ResponseReturnValue
from flask_security import current_user, user_authenticated
from itsdangerous import BadData, URLSafeSerializer

from outreach.accounts.guessing import Bucket
from outreach.accounts.rules import normal_address
from outreach.accounts.tries import count_try, forget_tries
from outreach.core.config import Config
from outreach.core.db import db

KNOWN_BROWSER = "outreach-browser"  # a cookie that says, signed, who has signed in with this browser before
KNOWN_FOR_S = 365 * 24 * 3600
MOST_KNOWN = 5
RECOVERY = "security.forgot_password"

# The views where something can be guessed, and the field that names whose secret it is; '' where the session names them.
GUARDED = {
    "security.login": "email",
    RECOVERY: "email",
    "security.verify": "",
    "security.change_password": "",
    "security.two_factor_token_validation": "",
    "security.mf_recovery": "",
    "security.wan_signin_response": "",
}


def limit_guessing(app: Flask) -> None:
    @app.before_request
    def count() -> ResponseReturnValue | None:
        if request.method != "POST" or request.endpoint not in GUARDED:
            return None
        now, g.tried = _config().clock(), _keys()
        waits_until = count_try(g.tried, now)
        db.session.commit()  # before the view: a try counts whatever becomes of the request
        if waits_until:
            return _ask_to_wait(waits_until, now)
        return None

    @app.after_request
    def forget(response: Response) -> Response:
        if "tried" in g and _is_proved(response):
            forget_tries(g.tried)
            db.session.commit()
        return response

    user_authenticated.connect(_note_proof, app)


def _note_proof(_app: Flask, **_rest: Any) -> None:
    g.is_proved = True


def _is_proved(response: Response) -> bool:
    """Whether somebody has shown, to the last step, who they are. A right password before a second step is not enough: whoever knows it
    could guess codes for ever.
    """
    return "is_proved" in g or (request.endpoint == "security.verify" and response.status_code == 302)


def is_known_browser(account: str) -> bool:
    """Whether the account of this mail address, or of this name of the library, has signed in with this browser before."""
    return _name(account) in _known()


def remember_browser(response: Response, account: str) -> Response:
    """Say in a cookie that this account has signed in here: for its owner's sake, when strangers guess."""
    known = [_name(account), *(name for name in _known() if name != _name(account))][:MOST_KNOWN]
    is_secure = not _config().is_demo
    value = _signer().dumps(known)
    response.set_cookie(
        _cookie_name(), value, max_age=KNOWN_FOR_S, path="/manage", secure=is_secure, httponly=True, samesite="Lax"
    )  # fmt: skip
    return response


def _keys() -> dict[Bucket, str]:
    """The buckets that this try counts in. Ways to a new password are counted apart: guessing does not close them."""
    endpoint, address = cast(str, request.endpoint), network_of(request.remote_addr or "")
    field, what = GUARDED[endpoint], RECOVERY if endpoint == RECOVERY else ""
    account = _spelled(request.form.get(field, "")) if field else _whose()
    keys = {Bucket.ADDRESS: key_of(Bucket.ADDRESS, what, address)}
    if not account:
        return keys
    if is_known_browser(account):
        return {Bucket.BROWSER: key_of(Bucket.BROWSER, what, account, request.cookies[_cookie_name()])}
    return keys | {Bucket.PAIR: key_of(Bucket.PAIR, what, account, address), Bucket.ACCOUNT: key_of(Bucket.ACCOUNT, what, account)}


def _spelled(account: str) -> str:
    """One spelling for each account, the one that it is looked up by: another spelling is not another count."""
    try:
        return normal_address(account)
    except ValueError:
        return account.strip().lower()


def _whose() -> str:
    """The mail address of whoever is signed in or halfway in."""
    if current_user.is_authenticated:
        return str(current_user.email)
    account = current_app.extensions["security"].datastore.find_user(fs_uniquifier=session.get("tf_user_id", ""))
    return str(account.email) if account else ""


def network_of(address: str) -> str:
    """The address, or for IPv6 the network of one subscriber (/64, RFC 6177)."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, ipaddress.IPv4Address):
        return address
    return str(parsed.ipv4_mapped or ipaddress.ip_network(f"{address}/64", strict=False))


def key_of(bucket: Bucket, *parts: str) -> str:
    text = "\0".join([bucket, *parts])
    return hmac.new(_config().secret_keys[0].encode(), text.encode(), "sha256").hexdigest()


def _name(account: str) -> str:
    return key_of(Bucket.BROWSER, _spelled(account))[:16]


def _cookie_name() -> str:
    return KNOWN_BROWSER if _config().is_demo else f"__Secure-{KNOWN_BROWSER}"


def _known() -> list[str]:
    try:
        known: Any = _signer().loads(request.cookies.get(_cookie_name(), ""))
    except BadData:
        return []
    return [str(name) for name in known] if isinstance(known, list) else []


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(list(reversed(_config().secret_keys)), salt="known browser")


def _ask_to_wait(until: datetime, now: datetime) -> ResponseReturnValue:
    seconds = max(1, round((until - now).total_seconds()))
    page = render_template("accounts/wait.html", until=until, minutes=-(-seconds // 60))
    return page, 429, {"Retry-After": str(seconds)}


def _config() -> Config:
    return cast(Config, current_app.config["OUTREACH"])
