"""Nothing is changed by a form that was not filled in on a page of ours, and nothing that was typed on one is lost."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, select

from outreach.accounts.models import Account, SignIn
from outreach.accounts.rules import Role
from outreach.core.db import db
from tests.accounts import PASSWORD, add_account, new_client, post, sign_in, sign_token, token_of
from tests.client import PageClient
from tests.conftest import ON_SQLITE
from tests.integration.accounts.conftest import Clock
from tests.integration.accounts.test_who_may import paths
from tests.pages import Page, parse_page

SIGNED_BY_ITSELF = {"outbox.hear"}  # the provider signs what it posts
TOKENLESS = {"registration_confirm.confirm", "still_true.answer", "registration.language"}
"""Without a token: the first two have an address that is signed, the third keeps nothing but a language."""
HERE = {"Sec-Fetch-Site": "same-origin"}
FIELDS = {
    "name": "Changed",
    "email": "changed@police.example",
    "reason": "changed",
    "password": PASSWORD,
    "language": "cy",
    "role": "partner",
    "kind": "charity",
    "areas": "kent",
    "organisation": "Changed",
}


def posts(app: Flask, account_id: Any) -> list[tuple[str, str]]:
    """Every view that takes a POST, so that a new one is tried without being named here."""
    taking = {rule.endpoint for rule in app.url_map.iter_rules() if "POST" in (rule.methods or ())} - SIGNED_BY_ITSELF
    return [(endpoint, path) for endpoint, path in paths(app, account_id) if endpoint in taking]


def writes_of(app: Flask, send: Any) -> list[str]:
    """The statements that change something while *send* runs."""
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if statement.split(None, 1)[0] in ("INSERT", "UPDATE", "DELETE"):
            seen.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        send()
    finally:
        event.remove(engine, "before_cursor_execute", note)
    return seen


FORGED: dict[str, tuple[str, dict[str, str]]] = {
    "no token": ("", HERE),
    "a token of another session": ("another", HERE),
    "a token that somebody made up": ("made-up", HERE),
    "another site, without a token": ("", {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}),
    "another site, with a token that leaked": ("own", {"Origin": "https://evil.example"}),
    "a neighbouring site, with a token that leaked": ("own", {"Sec-Fetch-Site": "same-site"}),
    "a page without an origin, with a token that leaked": ("own", {"Origin": "null"}),
}


@ON_SQLITE
@pytest.mark.parametrize("how", FORGED)
def test_a_forged_form_changes_nothing_whichever_view_it_is_for(app: Flask, how: str) -> None:
    """On one database: a form is refused before any view has asked it for anything."""
    with app.app_context():
        me, other = add_account(), add_account(Role.COORDINATOR)
    client = sign_in(app, me)
    token, headers = FORGED[how]
    tokens = {"": "", "another": sign_token(client, "1" * 40), "made-up": "made-up", "own": token_of(client)}
    changed = {}
    for endpoint, path in posts(app, other):
        data = {**FIELDS, "csrf_token": tokens[token]}
        answers = []
        writes = writes_of(app, lambda path=path, data=data: answers.append(client.post(path, data=data, headers=headers)))  # noqa: B023
        is_tokenless = endpoint in TOKENLESS and headers == HERE
        if writes or (answers[0].status_code not in (400, 403) and not is_tokenless):
            changed[endpoint] = (answers[0].status_code, writes)
    assert changed == {}


def hidden(page: Page) -> dict[str, str]:
    return {e.get("name", ""): e.get("value", "") for e in page.one("main").iter("input") if e.get("type") == "hidden"}


def test_what_was_typed_on_a_page_with_an_old_token_is_shown_and_can_be_sent(app: Flask) -> None:
    with app.app_context():
        me = add_account(name="Before")
    client = sign_in(app, me)
    version = hidden(client.page("/manage/profile/details"))
    typed = {**version, "name": "After & <b>", "telephone": "020 7946 0000", "language": "en", "password": "hunter2hunter2"}
    answer = client.post("/manage/profile/details", data={**typed, "csrf_token": "old"}, headers=HERE)
    page = parse_page(answer.data)
    assert answer.status_code == 400
    assert "After & <b>" in page.text
    assert "hunter2" not in answer.text
    assert "signed out" not in page.text
    assert client.post("/manage/profile/details", data=hidden(page), headers=HERE).status_code == 303
    with app.app_context():
        assert db.session.get_one(Account, me).name == "After & <b>"


@pytest.mark.parametrize("ending", ["ended by its owner", "the cookie is gone", "twelve hours have passed"])
def test_a_session_that_ends_in_mid_form_loses_nothing(moving: Flask, clock: Clock, ending: str) -> None:
    with moving.app_context():
        me = add_account(name="Before", email="ceri@police.example")
    client = sign_in(moving, me)
    typed = {**hidden(client.page("/manage/profile/details")), "name": "After", "language": "en"}
    end_session(moving, client, clock, ending)
    page = parse_page((answer := client.post("/manage/profile/details", data=typed, headers=HERE)).data)
    assert answer.status_code == 400
    assert "You are signed out" in page.text
    assert "After" in page.text
    link = next(link for link in page.all("a") if link.get("href") == "/manage/sign-in")
    assert (link.get("target"), "noopener" in (link.get("rel") or "")) == ("_blank", True)
    assert post(client, "/manage/sign-in", email="ceri@police.example", password=PASSWORD).status_code == 302
    again = client.post("/manage/profile/details", data=hidden(page), headers=HERE)
    if again.status_code == 400:  # the token of the page was of the time before signing in
        assert "signed out" not in again.text
        again = client.post("/manage/profile/details", data=hidden(parse_page(again.data)), headers=HERE)
    assert again.status_code == 303
    with moving.app_context():
        assert db.session.get_one(Account, me).name == "After"


def end_session(app: Flask, client: PageClient, clock: Clock, ending: str) -> None:
    if ending == "the cookie is gone":
        client.delete_cookie("outreach", path="/manage")
    elif ending == "twelve hours have passed":
        clock.move(hours=12, seconds=1)
    else:
        with app.app_context():
            for one in db.session.scalars(select(SignIn)):
                one.ended_at = clock.now
            db.session.commit()


def test_a_page_of_another_site_does_not_learn_what_is_typed_here(app: Flask) -> None:
    answer = new_client(app).post("/manage/profile/details", data={"name": "Secret"}, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 400
    assert "Secret" not in answer.text
