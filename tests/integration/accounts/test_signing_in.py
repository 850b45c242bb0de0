"""Signing in with a password: who is let in, what is said to everybody else, what it leaves."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from flask import Flask
from flask_security import hash_password
from sqlalchemy import select

from outreach.accounts.models import Account, SignIn
from outreach.accounts.operations import suspend
from outreach.accounts.rules import Role
from outreach.app import create_app
from outreach.audit.models import AuditEntry
from outreach.core.config import Config
from outreach.core.db import db
from outreach.outbox.models import Mail
from tests.accounts import PASSWORD, add_account, post, sign_in
from tests.client import PageClient
from tests.conftest import NOW


def counted(real: Callable[..., Any], calls: list[str]) -> Callable[..., Any]:
    def call(*args: Any, **kwargs: Any) -> Any:
        calls.append(real.__name__)
        return real(*args, **kwargs)

    return call


def without_secrets(text: str, email: str) -> str:
    """A page without what is another each time: its nonce, its token, and what was typed."""
    return re.sub(r'nonce="[^"]*"|name="csrf_token" value="[^"]*"', "", text.replace(email, "EMAIL"))


@pytest.fixture
def client(app: Flask) -> PageClient:
    client = app.test_client()
    assert isinstance(client, PageClient)
    return client


def try_to_sign_in(client: PageClient, email: str, password: str = PASSWORD, **more: str) -> tuple[int, str]:
    response = post(client, "/manage/sign-in", email=email, password=password, **more)
    return response.status_code, response.headers.get("Location", "") or response.text


def test_the_product_makes_guessing_from_a_stolen_hash_dear(tmp_path: Path) -> None:
    """The applications of the other tests hash lightly."""
    with create_app(Config(data_dir=tmp_path)).app_context():
        assert hash_password(PASSWORD).startswith("$argon2id$v=19$m=65536,t=3,p=4$")


def test_the_right_password_opens_the_home_page(app: Flask, client: PageClient) -> None:
    with app.app_context():
        account_id = add_account(name="Ceri", email="ceri@police.example")
    assert try_to_sign_in(client, " Ceri@Police.example ")[0] == 302
    assert "Hello, Ceri" in client.get("/manage/").text
    with app.app_context():
        assert db.session.scalars(select(SignIn.account_id)).all() == [account_id]
        assert "account.signed-in" in db.session.scalars(select(AuditEntry.action).where(AuditEntry.actor == str(account_id))).all()


@pytest.mark.parametrize(
    ("email", "password"), [("ceri@police.example", "wrong"), ("nobody@police.example", PASSWORD), ("ceri@police.example", "")]
)
def test_whatever_is_wrong_nobody_is_let_in(app: Flask, client: PageClient, email: str, password: str) -> None:
    with app.app_context():
        add_account(email="ceri@police.example")
    status, _text = try_to_sign_in(client, email, password)
    assert status == 200
    assert client.get("/manage/").status_code == 302


def test_a_user_cannot_be_told_from_a_non_user(app: Flask, client: PageClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """By status, text or number of hash calls: wrong password, no such account, suspended account, wrong password of that one."""
    with app.app_context():
        add_account(email="lead@police.example")
        other = db.session.get_one(Account, add_account(Role.COORDINATOR, email="stopped@police.example"))
        suspend(other, reason="test", by=db.session.get_one(Account, add_account()), now=NOW)
        db.session.commit()
    calls: list[str] = []
    context = app.extensions["security"].pwd_context
    for name in ("hash", "verify_and_update", "verify"):
        monkeypatch.setattr(context, name, counted(getattr(context, name), calls))
    seen = []
    for email, password in (
        ("lead@police.example", "wrong password"),
        ("nobody@police.example", "wrong password"),
        ("stopped@police.example", "wrong password"),
        ("stopped@police.example", PASSWORD),
    ):
        calls.clear()
        status, text = try_to_sign_in(client, email, password)
        seen.append((status, without_secrets(text, email), len(calls)))
    assert len(set(seen)) == 1, [(status, count) for status, _, count in seen]


def test_recovery_answers_everybody_alike_and_mails_only_owners(app: Flask, client: PageClient) -> None:
    with app.app_context():
        add_account(email="ceri@police.example")
    pages = []
    for email in ("ceri@police.example", "nobody@police.example"):
        response = post(client, "/manage/recover", email=email)
        pages.append((response.status_code, without_secrets(response.text, email)))
    assert pages[0] == pages[1]
    with app.app_context():
        mails = db.session.scalars(select(Mail)).all()
        assert [mail.address for mail in mails] == ["ceri@police.example"]
        assert "nobody@police.example" not in str(db.session.scalars(select(AuditEntry.subject)).all())


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)", "https:evil.example"]
)
def test_nobody_is_sent_on_to_another_site(app: Flask, client: PageClient, target: str) -> None:
    with app.app_context():
        add_account(email="ceri@police.example")
    status, location = try_to_sign_in(client, "ceri@police.example", next=target)
    assert status == 302
    assert urlsplit(urljoin("http://127.0.0.1/manage/sign-in", location)).netloc == "127.0.0.1"


def test_one_is_sent_on_to_the_page_that_one_wanted(app: Flask, client: PageClient) -> None:
    with app.app_context():
        add_account(email="ceri@police.example")
    asked = client.get("/manage/people?role=lead")
    assert asked.status_code == 302
    status, location = try_to_sign_in(client, "ceri@police.example", next="/manage/people?role=lead")
    assert (status, location) == (302, "/manage/people?role=lead")


def test_a_session_cannot_be_fixed_beforehand(app: Flask, client: PageClient) -> None:
    """What was in the session before signing in, the forgery token among it, is of no use afterwards."""
    with app.app_context():
        add_account(email="ceri@police.example")
    with client.session_transaction("/manage/") as session:
        session["csrf_token"] = "planted"
    try_to_sign_in(client, "ceri@police.example")
    with client.session_transaction("/manage/") as session:
        assert session.get("csrf_token") != "planted"


def test_signing_out_ends_the_session_for_good(app: Flask) -> None:
    with app.app_context():
        account_id = add_account()
    client = sign_in(app, account_id)
    cookie = client.get_cookie("outreach", path="/manage")
    assert cookie is not None
    assert post(client, "/manage/sign-out").status_code == 302
    client.set_cookie("outreach", cookie.value, path="/manage")
    assert client.get("/manage/").status_code == 302


def test_a_cookie_is_for_the_signed_in_pages_alone(app: Flask, client: PageClient) -> None:
    with app.app_context():
        add_account(email="ceri@police.example")
    response = post(client, "/manage/sign-in", email="ceri@police.example", password=PASSWORD)
    for header in response.headers.getlist("Set-Cookie"):
        assert "Path=/manage" in header
        assert "HttpOnly" in header
        assert "SameSite=Lax" in header
