"""Cookies, headers and hosts: what a signed-in browser carries, and that a reader's carries nothing."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from http.cookies import SimpleCookie
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, select
from werkzeug.test import Client

from outreach.accounts.links import link_for
from outreach.accounts.models import Account, Tries
from outreach.accounts.rules import Role
from outreach.core.config import Config
from outreach.core.db import db
from outreach.web.proxies import behind_proxies
from tests.accounts import PASSWORD, add_account, new_client, post, sign_in, token_of
from tests.client import PageClient

CERI = "ceri@police.example"


def cookies_of(app: Flask, **how: Any) -> SimpleCookie:
    """What a browser is given when somebody signs in."""
    with app.app_context():
        add_account(Role.PARTNER, email=CERI)
    answer = post(new_client(app), "/manage/sign-in", email=CERI, password=PASSWORD, **how)
    cookies: SimpleCookie = SimpleCookie()
    for header in answer.headers.getlist("Set-Cookie"):
        cookies.load(header)
    return cookies


def test_in_production_every_cookie_is_secure_and_for_the_signed_in_pages_alone(production: Flask) -> None:
    cookies = cookies_of(production)
    assert set(cookies) == {"__Secure-outreach", "__Secure-outreach-browser"}
    for cookie in cookies.values():
        assert (cookie["path"], cookie["samesite"], bool(cookie["secure"]), bool(cookie["httponly"])) == ("/manage", "Lax", True, True)
        assert cookie["domain"] == ""


def test_in_the_demonstration_cookies_work_without_tls(moving: Flask) -> None:
    cookies = cookies_of(moving)
    assert set(cookies) == {"outreach", "outreach-browser"}
    assert {cookie["path"] for cookie in cookies.values()} == {"/manage"}


def cookie_of_registration(app: Flask) -> tuple[str, tuple[object, ...]]:
    """The name of the only cookie that registering sets, and what it says about itself."""
    client = new_client(app)
    assert not client.get("/partners/register").headers.getlist("Set-Cookie")
    cookies: SimpleCookie = SimpleCookie(client.get("/partners/register/start").headers["Set-Cookie"])
    ((name, cookie),) = cookies.items()
    about = (cookie["path"], cookie["samesite"], bool(cookie["secure"]), bool(cookie["httponly"]), cookie["domain"], cookie["expires"])
    return name, about


def test_whoever_registers_an_organisation_has_another_cookie_which_goes_there_alone(production: Flask) -> None:
    assert cookie_of_registration(production) == ("__Secure-outreach-registration", ("/partners", "Lax", True, True, "", ""))


def test_in_the_demonstration_the_cookie_of_registration_works_without_tls(moving: Flask) -> None:
    assert cookie_of_registration(moving) == ("outreach-registration", ("/partners", "Lax", False, True, "", ""))


OUTSIDE = ("/exit", "/healthz", "/readyz", "/", "/en/", "/en/nothing", "/hooks/sendgrid", "/assets/0/staff.css")


def without_nonce(page: str) -> str:
    return re.sub(r'nonce="[^"]*"', "", page)


@pytest.mark.parametrize("path", OUTSIDE)
def test_outside_the_signed_in_pages_a_session_is_neither_read_nor_set(app: Flask, path: str) -> None:
    with app.app_context():
        me, engine = add_account(), db.engine
    cookie = sign_in(app, me).get_cookie("outreach", path="/manage")
    assert cookie is not None
    client, seen = new_client(app), []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        seen.append(statement)

    plain = client.get(path)
    client.set_cookie("outreach", cookie.value, path="/")
    event.listen(engine, "before_cursor_execute", note)
    answer = client.get(path)
    event.remove(engine, "before_cursor_execute", note)
    assert "Set-Cookie" not in answer.headers
    assert "Cookie" not in answer.headers.get("Vary", "")
    assert not [statement for statement in seen if "account" in statement]
    assert (answer.status, without_nonce(answer.text)) == (plain.status, without_nonce(plain.text))


def test_headers_of_a_signed_in_page_keep_it_to_itself(app: Flask) -> None:
    with app.app_context():
        me = add_account()
    client = sign_in(app, me)
    nonces = set()
    for path in ("/manage/", "/manage/people", "/manage/profile", "/manage/nothing"):
        answer = client.get(path)
        policy = answer.headers["Content-Security-Policy"]
        nonce = re.search(r"script-src 'nonce-([\w-]{20,})'", policy)
        assert nonce
        nonces.add(nonce[1])
        assert f'nonce="{nonce[1]}"' in answer.text
        assert "frame-ancestors 'none'" in policy
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Cache-Control"] == "no-store"
    assert len(nonces) == 4


@pytest.mark.parametrize("headers", [{"Host": "evil.example"}, {"Host": "evil.example", "X-Forwarded-Host": "localhost"}])
def test_a_host_that_is_not_ours_is_refused(app: Flask, headers: dict[str, str]) -> None:
    for path in ("/manage/sign-in", "/manage/recover", "/exit", "/en/"):
        assert new_client(app).get(path, headers=headers).status_code == 400


def test_links_in_mails_and_redirects_do_not_come_from_the_host_that_was_asked(app: Flask) -> None:
    config: Config = app.config["OUTREACH"]
    with app.app_context():
        account = db.session.get_one(Account, add_account())
    with app.test_request_context("/", headers={"Host": "evil.example", "X-Forwarded-Host": "evil.example"}):
        link = link_for(f"recovery:{account.id}", config)
        assert link
        assert link.startswith(f"{config.public_url}/manage/recover/")
    answer = new_client(app).get("/manage/", headers={"X-Forwarded-Host": "evil.example"})
    assert answer.headers["Location"].startswith("/manage/sign-in")


@pytest.fixture
def behind(moving: Flask, make_app: Callable[[Config], Flask]) -> Callable[[int], PageClient]:
    """A browser of an installation that so many proxies stand before."""
    return lambda count: new_client(make_app(replace(moving.config["OUTREACH"], trusted_proxies=count)))


def keys(app: Flask) -> set[str]:
    with app.app_context():
        return set(db.session.scalars(select(Tries.key)))


def tries(client: PageClient, forwarded: str) -> None:
    data = {"csrf_token": token_of(client), "email": CERI, "password": "x"}
    client.post("/manage/sign-in", data=data, headers={"X-Forwarded-For": forwarded})


def test_the_clients_address_is_what_our_proxies_say_and_nobody_elses_word(moving: Flask, behind: Callable[[int], PageClient]) -> None:
    for count, first, second, is_same in (
        (0, "203.0.113.1", "203.0.113.2", True),
        (1, "203.0.113.1", "203.0.113.2", False),
        (1, "198.51.100.1, 203.0.113.1", "198.51.100.2, 203.0.113.1", True),
        (2, "198.51.100.1, 203.0.113.1", "198.51.100.2, 203.0.113.1", False),
        (2, "192.0.2.1, 198.51.100.1, 203.0.113.1", "192.0.2.2, 198.51.100.1, 203.0.113.1", True),
    ):
        with moving.app_context():
            db.session.query(Tries).delete()
            db.session.commit()
        client = behind(count)
        tries(client, first)
        before = keys(moving)
        tries(client, second)
        assert (keys(moving) == before) == is_same, (count, first)


def test_the_host_is_the_clients_behind_a_proxy(behind: Callable[[int], PageClient]) -> None:
    for count, status in ((0, 400), (1, 200)):
        headers = {"Host": "inside:8000", "X-Forwarded-Host": "localhost"}
        assert behind(count).get("/manage/sign-in", headers=headers).status_code == status


@pytest.mark.parametrize(
    ("count", "scheme", "address"), [(0, "http", "10.0.0.9"), (1, "https", "203.0.113.1"), (2, "https", "198.51.100.1")]
)
def test_the_scheme_is_the_clients_behind_a_proxy(count: int, scheme: str, address: str) -> None:
    """Passkeys are made for one origin, scheme and all."""
    seen: list[tuple[str, str]] = []

    def app(environ: Any, start_response: Any) -> list[bytes]:
        seen.append((environ["wsgi.url_scheme"], environ["REMOTE_ADDR"]))
        start_response("204 No Content", [])
        return []

    headers = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.1, 198.51.100.1, 203.0.113.1"}
    Client(behind_proxies(app, count)).get("/", headers=headers, environ_base={"REMOTE_ADDR": "10.0.0.9"})
    assert seen == [(scheme, address)]
