"""People for tests: accounts of each role, and clients that are signed in."""

from __future__ import annotations

import time
from itertools import count
from typing import Any
from uuid import UUID

from flask import Flask
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from werkzeug.test import TestResponse

from outreach.accounts.access import SIGN_IN
from outreach.accounts.models import Account
from outreach.accounts.operations import begin_sign_in, make_account
from outreach.accounts.rules import KINDS, LINGUISTS, Part, Role, Scope
from outreach.core.db import db
from tests.client import PageClient
from tests.conftest import NOW

PASSWORD = "correct horse battery staple"
HASH = "$argon2id$v=19$m=8,t=1,p=1$Z2ytVeo9xxijVAqh9J7zfg$wWWM5TmqeYDycTI9k2eG/sVFAfV+/gVVEUqaooQ3dXY"  # of PASSWORD, light
EVERYWHERE = Scope(is_national=True)
_number = count(1)


def areas(*slugs: str) -> Scope:
    return Scope(is_national=False, areas=frozenset(slugs))


def part_of(role: Role, scope: Scope = EVERYWHERE) -> Part:
    """A part that fits together."""
    languages = frozenset({"ur"}) if role in LINGUISTS else frozenset()
    return Part(role, min(KINDS[role]), scope, languages)


def add_account(role: Role = Role.LEAD, scope: Scope = EVERYWHERE, *, name: str = "", email: str = "") -> UUID:
    """An account that has joined, committed; in an application context."""
    number = next(_number)
    about: dict[str, Any] = {"name": name or f"Person {number}", "email": email or f"person{number}@police.example"}
    account = make_account(
        part=part_of(role, scope), organisation=f"Organisation {number}", password_hash=HASH, now=NOW, is_demonstration=False, **about
    )
    db.session.commit()
    return account.id


def sign_in(app: Flask, account_id: UUID) -> PageClient:
    """A client in whose browser this account is signed in."""
    client = new_client(app)
    with app.app_context():
        account = db.session.get_one(Account, account_id)
        sign_in_id = begin_sign_in(account, browser="Firefox, Windows", now=app.config["OUTREACH"].clock()).id
        uniquifier = account.fs_uniquifier
        db.session.commit()
    with client.session_transaction("/manage/") as session:
        session.update({"_user_id": uniquifier, "_fresh": True, SIGN_IN: str(sign_in_id), "fs_cc": "set", "fs_paa": time.time()})
        session.permanent = True
    return client


def post(client: PageClient, path: str, **fields: Any) -> TestResponse:
    """Send a form as a browser does, with the token of this session."""
    return client.post(path, data={"csrf_token": token_of(client), **fields})


def token_of(client: PageClient) -> str:
    """A forgery token of this browser's session."""
    with client.session_transaction("/manage/") as session:
        raw = session.setdefault("csrf_token", "0" * 40)
    return sign_token(client, raw)


def sign_token(client: PageClient, raw: str) -> str:
    token = URLSafeTimedSerializer(client.application.secret_key or "", salt="wtf-csrf-token").dumps(raw)
    assert isinstance(token, str)
    return token


def new_client(app: Flask) -> PageClient:
    """A browser in which nobody is signed in."""
    client = app.test_client()
    assert isinstance(client, PageClient)
    return client


def values(app: Flask, account_id: UUID) -> dict[str, Any]:
    """Everything that a row holds, with its areas."""
    with app.app_context():
        account = db.session.get_one(Account, account_id)
        columns = {column.key: getattr(account, column.key) for column in Account.__table__.columns}
        return {**columns, "areas": sorted(row.area for row in account.areas)}


def send_plainly(client: PageClient, path: str, data: dict[str, Any]) -> TestResponse:
    """A POST without what our client checks besides, which is not made for threads."""
    return FlaskClient.open(client, path, method="POST", data=data)
