"""Sessions: where somebody is signed in, and that an end is an end."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from outreach.accounts.models import Account, SignIn
from outreach.accounts.operations import leave, reinstate, suspend
from outreach.accounts.rules import IDLE, LONGEST_SESSION, Role
from outreach.audit.models import AuditEntry
from outreach.core.db import db
from outreach.demo.accounts import load_accounts
from outreach.launch import NotStarted, prepare
from outreach.outbox.models import Mail
from tests.accounts import PASSWORD, add_account, new_client, post, sign_in
from tests.client import PageClient
from tests.conftest import NOW
from tests.integration.accounts.conftest import Clock
from tests.integration.test_launch import free_port

HOME = "/manage/"
NEW_PASSWORD = "another correct horse"


def is_in(client: PageClient) -> bool:
    status = client.get(HOME).status_code
    assert status in (200, 302)
    return status == 200


def session_of(client: PageClient) -> UUID:
    with client.session_transaction(HOME) as session:
        return UUID(session["sign_in"])


def test_every_session_is_listed_and_can_be_ended_by_itself(moving: Flask) -> None:
    with moving.app_context():
        me = add_account()
    here, there, elsewhere = (sign_in(moving, me) for _ in range(3))
    assert here.page("/manage/profile").text.count("Firefox, Windows") == 3 + 2  # with a hidden word on each button
    post(here, f"/manage/profile/sign-ins/{session_of(there)}/end")
    assert [is_in(client) for client in (here, there, elsewhere)] == [True, False, True]
    assert here.page("/manage/profile").text.count("Sign out there") == 1


def test_all_other_sessions_can_be_ended_at_once(moving: Flask) -> None:
    with moving.app_context():
        me = add_account()
    here, there, elsewhere = (sign_in(moving, me) for _ in range(3))
    post(here, "/manage/profile/sign-ins/end-others")
    assert [is_in(client) for client in (here, there, elsewhere)] == [True, False, False]


def test_somebody_elses_session_cannot_be_ended(moving: Flask) -> None:
    with moving.app_context():
        me, other = add_account(), add_account()
    mine, theirs = sign_in(moving, me), sign_in(moving, other)
    assert post(mine, f"/manage/profile/sign-ins/{session_of(theirs)}/end").status_code == 303
    assert is_in(theirs)
    with moving.app_context():
        assert all(one.ended_at is None for one in db.session.scalars(select(SignIn)))


def test_a_session_of_another_account_is_of_no_use_beside_ones_own_cookie(moving: Flask) -> None:
    with moving.app_context():
        me, other = add_account(), add_account()
    mine, theirs = sign_in(moving, me), sign_in(moving, other)
    stolen = str(session_of(theirs))
    with mine.session_transaction(HOME) as session:
        session["sign_in"] = stolen
    assert not is_in(mine)


def change_password(app: Flask, me: UUID, _client: PageClient) -> None:
    answer = post(
        sign_in(app, me), "/manage/profile/password", password=PASSWORD, new_password=NEW_PASSWORD, new_password_confirm=NEW_PASSWORD
    )
    assert answer.status_code == 302


def be_suspended(app: Flask, me: UUID, _client: PageClient) -> None:
    with app.app_context():
        suspend(db.session.get_one(Account, me), reason="test", by=db.session.get_one(Account, add_account()), now=NOW)
        db.session.commit()


def come_back(app: Flask, me: UUID, client: PageClient) -> None:
    be_suspended(app, me, client)
    with app.app_context():
        reinstate(db.session.get_one(Account, me), by=db.session.get_one(Account, add_account()), now=NOW)
        db.session.commit()


def end_account(app: Flask, me: UUID, _client: PageClient) -> None:
    with app.app_context():
        lead = db.session.get_one(Account, add_account())
        leave(db.session.get_one(Account, me), successor=lead, by=lead, now=NOW)
        db.session.commit()


def sign_out(_app: Flask, _me: UUID, client: PageClient) -> None:
    post(client, "/manage/sign-out")


@pytest.mark.parametrize("ending", [change_password, be_suspended, come_back, end_account, sign_out])
def test_an_end_is_an_end_on_open_pages_too_and_no_old_cookie_brings_it_back(
    moving: Flask, ending: Callable[[Flask, UUID, PageClient], None]
) -> None:
    with moving.app_context():
        me = add_account(Role.COORDINATOR)
    client = sign_in(moving, me)
    assert is_in(client)
    cookie = client.get_cookie("outreach", path="/manage")
    assert cookie is not None
    ending(moving, me, client)
    client.set_cookie("outreach", cookie.value, path="/manage")
    assert not is_in(client)
    client.set_cookie("outreach", cookie.value, path="/manage")
    answer = client.post("/manage/profile/sign-ins/end-others", headers={"Sec-Fetch-Site": "same-origin"})
    assert answer.status_code == 400


def test_whoever_changes_the_password_stays_signed_in_and_is_told_by_mail(moving: Flask) -> None:
    with moving.app_context():
        me = add_account()
    client = sign_in(moving, me)
    fields = {"password": PASSWORD, "new_password": NEW_PASSWORD, "new_password_confirm": NEW_PASSWORD}
    assert post(client, "/manage/profile/password", **fields).status_code == 302
    assert is_in(client)
    with moving.app_context():
        live = db.session.scalars(select(SignIn).where(SignIn.account_id == me, SignIn.ended_at.is_(None))).all()
        assert [one.id for one in live] == [session_of(client)]


@pytest.mark.parametrize(
    ("password", "new", "again", "told"),
    [
        ("wrong", NEW_PASSWORD, NEW_PASSWORD, "not right"),
        (PASSWORD, "short", "short", "at least 12"),
        (PASSWORD, "x" * 129, "x" * 129, "Shorten this to 128"),
        (PASSWORD, "x" * 100_000, "x" * 100_000, "Shorten this to 128"),
        (PASSWORD, NEW_PASSWORD, "something else 12", "differ"),
        (PASSWORD, PASSWORD, PASSWORD, "already"),
        ("x" * 100_000, NEW_PASSWORD, NEW_PASSWORD, "not right"),
    ],
)
def test_a_password_that_will_not_do_is_refused_and_it_is_said_why(app: Flask, password: str, new: str, again: str, told: str) -> None:
    with app.app_context():
        me = add_account()
        before = db.session.get_one(Account, me).password
    answer = post(sign_in(app, me), "/manage/profile/password", password=password, new_password=new, new_password_confirm=again)
    assert answer.status_code == 200
    assert told in answer.text
    with app.app_context():
        assert db.session.get_one(Account, me).password == before


def test_a_session_ends_after_twelve_hours_however_much_it_is_used(moving: Flask, clock: Clock) -> None:
    with moving.app_context():
        me = add_account()
    client = sign_in(moving, me)
    for _hour in range(11):
        clock.move(hours=1)
        assert is_in(client)
    clock.now = NOW + LONGEST_SESSION
    assert not is_in(client)
    assert not is_in(client)


def test_a_session_that_is_not_used_for_two_hours_has_ended(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    with app.app_context():
        me = add_account()
    client, begin = sign_in(app, me), time.time()
    cookie = client.get_cookie("outreach", path="/manage")
    assert cookie is not None
    assert cookie.max_age is None or cookie.max_age <= IDLE.total_seconds()
    for seconds, expected in ((IDLE.total_seconds() - 60, True), (IDLE.total_seconds() + 60, False)):
        client.set_cookie("outreach", cookie.value, path="/manage")
        monkeypatch.setattr("itsdangerous.timed.time.time", lambda seconds=seconds: begin + seconds)
        assert is_in(client) == expected
        monkeypatch.undo()


def test_looking_at_a_page_with_a_session_that_has_ended_writes_nothing(moving: Flask, clock: Clock) -> None:
    with moving.app_context():
        me = add_account()
    client = sign_in(moving, me)
    clock.move(hours=13)
    with moving.app_context():
        before = len(db.session.scalars(select(AuditEntry.id)).all())
    answer = client.get("/manage/people?role=lead")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/manage/sign-in?next=/manage/people?role%3Dlead")
    with moving.app_context():
        assert len(db.session.scalars(select(AuditEntry.id)).all()) == before


def test_accounts_of_the_demonstration_are_nobody_in_production(production: Flask) -> None:
    with production.app_context():
        me = add_account(Role.PARTNER)
        db.session.get_one(Account, me).is_demonstration = True
        db.session.commit()
    assert not is_in(sign_in(production, me))


def test_production_does_not_start_while_there_is_an_account_of_the_demonstration(production: Flask, tmp_path: Path) -> None:
    config = replace(production.config["OUTREACH"], port=free_port())
    handlers = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    with production.app_context():
        load_accounts(tmp_path, now=NOW)
        db.session.commit()
        try:
            with pytest.raises(NotStarted, match="demonstration"):
                prepare(config, say=lambda _line: None)
        finally:
            for number, handler in handlers.items():
                signal.signal(number, handler)


def test_signing_in_from_a_new_browser_is_told_by_mail_and_from_a_known_one_is_not(moving: Flask) -> None:
    with moving.app_context():
        add_account(email="ceri@police.example")
    first, second = new_client(moving), new_client(moving)
    told = [sign_in_and_count(moving, client) for client in (first, first, second, second, first)]
    assert told == [0, 0, 1, 1, 1]


def sign_in_and_count(app: Flask, client: PageClient) -> int:
    assert post(client, "/manage/sign-in", email="ceri@police.example", password=PASSWORD).status_code == 302
    post(client, "/manage/sign-out")
    with app.app_context():
        return len(db.session.scalars(select(Mail).where(Mail.kind == "accounts/unusual_sign_in")).all())
