"""A new password by mail: for whom, how long, how often, and what it ends."""

from __future__ import annotations

import time
from collections.abc import Callable
from hashlib import sha256
from unittest.mock import ANY
from uuid import UUID

import pytest
from flask import Flask
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import func, select

from outreach.accounts.links import link_for
from outreach.accounts.models import Account, SignIn
from outreach.accounts.operations import invite_account, leave, suspend
from outreach.accounts.rules import Role
from outreach.core.db import db
from outreach.outbox.models import Mail
from tests.accounts import HASH, PASSWORD, add_account, new_client, part_of, post, sign_in
from tests.client import PageClient
from tests.conftest import NOW
from tests.integration.accounts.conftest import Clock

CERI = "ceri@police.example"
NEW = "another correct horse"


@pytest.fixture
def ceri(moving: Flask) -> UUID:
    with moving.app_context():
        return add_account(Role.COORDINATOR, email=CERI)


def link_of(app: Flask, account_id: UUID) -> str:
    with app.app_context():
        link = link_for(f"recovery:{account_id}", app.config["OUTREACH"])
    assert link
    assert link.startswith(app.config["OUTREACH"].public_url)
    return "/manage" + link.partition("/manage")[2]


def choose(client: PageClient, link: str, password: str = NEW) -> int:
    return post(client, link, password=password, password_confirm=password).status_code


def can_sign_in(app: Flask, password: str) -> bool:
    client = new_client(app)
    post(client, "/manage/sign-in", email=CERI, password=password)
    return client.get("/manage/").status_code == 200


def test_a_link_sets_a_new_password_once_and_ends_every_session(moving: Flask, ceri: UUID) -> None:
    open_page, link = sign_in(moving, ceri), link_of(moving, ceri)
    client = new_client(moving)
    assert client.get(link).status_code == 200
    assert choose(client, link) == 302
    assert client.get("/manage/").status_code == 302  # the link by itself signs nobody in
    assert open_page.get("/manage/").status_code == 302
    assert (can_sign_in(moving, NEW), can_sign_in(moving, PASSWORD)) == (True, False)
    choose(new_client(moving), link, "somebody else's one")
    assert not can_sign_in(moving, "somebody else's one")
    assert client.get(link).headers["Location"] == "/manage/recover"


def test_a_link_says_nothing_of_the_stored_hash_but_a_digest(moving: Flask, ceri: UUID) -> None:
    _, said = URLSafeTimedSerializer("").loads_unsafe(link_of(moving, ceri).rpartition("/")[2])
    assert said == [ANY, sha256(HASH.encode()).hexdigest()]


def test_a_link_that_is_used_while_signed_in_ends_that_session_too(moving: Flask, ceri: UUID) -> None:
    client = sign_in(moving, ceri)
    assert choose(client, link_of(moving, ceri)) == 302
    assert client.get("/manage/").status_code == 302
    with moving.app_context():
        assert db.session.scalar(select(func.count()).select_from(SignIn).where(SignIn.ended_at.is_(None))) == 0


def test_a_link_works_for_an_hour(moving: Flask, ceri: UUID, monkeypatch: pytest.MonkeyPatch) -> None:
    link, begin = link_of(moving, ceri), time.time()
    for seconds, status in ((3540, 200), (3700, 302)):
        monkeypatch.setattr("itsdangerous.timed.time.time", lambda seconds=seconds: begin + seconds)
        assert new_client(moving).get(link).status_code == status
    client = new_client(moving)
    assert choose(client, link) == 302
    monkeypatch.undo()
    assert not can_sign_in(moving, NEW)


def test_after_a_change_of_the_password_older_links_are_dead(moving: Flask, ceri: UUID) -> None:
    link = link_of(moving, ceri)
    answer = post(sign_in(moving, ceri), "/manage/profile/password", password=PASSWORD, new_password=NEW, new_password_confirm=NEW)
    assert answer.status_code == 302
    choose(new_client(moving), link, "somebody else's one")
    assert not can_sign_in(moving, "somebody else's one")


def suspended(app: Flask, ceri: UUID) -> None:
    with app.app_context():
        suspend(db.session.get_one(Account, ceri), reason="x", by=db.session.get_one(Account, add_account()), now=NOW)
        db.session.commit()


def left(app: Flask, ceri: UUID) -> None:
    with app.app_context():
        lead = db.session.get_one(Account, add_account())
        leave(db.session.get_one(Account, ceri), successor=lead, by=lead, now=NOW)
        db.session.commit()


def invited(app: Flask, ceri: UUID) -> None:
    left(app, ceri)
    with app.app_context():
        invite_account(email=CERI, part=part_of(Role.COORDINATOR), organisation="x", by=None, now=NOW)
        db.session.commit()


@pytest.mark.parametrize("become", [suspended, left, invited])
def test_whoever_cannot_sign_in_gets_no_link_and_an_earlier_one_is_dead(
    moving: Flask, ceri: UUID, become: Callable[[Flask, UUID], None]
) -> None:
    link = link_of(moving, ceri)
    become(moving, ceri)
    assert post(new_client(moving), "/manage/recover", email=CERI).status_code == 200
    with moving.app_context():
        assert db.session.scalars(select(Mail).where(Mail.kind == "accounts/recovery")).all() == []
        assert link_for(f"recovery:{ceri}", moving.config["OUTREACH"]) is None
        before = db.session.get_one(Account, ceri).password
    assert choose(new_client(moving), link) == 302
    with moving.app_context():
        assert db.session.get_one(Account, ceri).password == before


def test_five_minutes_bring_one_mail_however_often_it_is_asked_for(moving: Flask, clock: Clock, ceri: UUID) -> None:
    counts = []
    for _ in range(4):
        post(new_client(moving), "/manage/recover", email=CERI)
        with moving.app_context():
            counts.append(db.session.scalar(select(func.count()).select_from(Mail)))
        clock.move(seconds=140)
    assert counts == [1, 1, 1, 2]


def test_the_second_step_is_asked_for_after_a_new_password(production: Flask) -> None:
    with production.app_context():
        account_id = add_account(email=CERI)
    client = new_client(production)
    assert choose(client, link_of(production, account_id)) == 302
    answer = post(client, "/manage/sign-in", email=CERI, password=NEW)
    assert answer.headers["Location"] == "/manage/profile/authenticator"
    assert client.get("/manage/").status_code == 302


@pytest.mark.parametrize("password", ["short", "x" * 129, "x" * 100_000, ""])
def test_a_new_password_that_will_not_do_is_refused_and_the_link_stays(moving: Flask, ceri: UUID, password: str) -> None:
    link = link_of(moving, ceri)
    assert choose(new_client(moving), link, password) == 200
    assert choose(new_client(moving), link) == 302


@pytest.mark.parametrize("token", ["x", "x.y.z", "%00", "%F0%9F%98%80", "a" * 3000])
def test_a_link_that_is_cut_or_made_up_leads_to_asking_for_another(app: Flask, token: str) -> None:
    client = new_client(app)
    assert client.get(f"/manage/recover/{token}").headers["Location"] == "/manage/recover"
    assert choose(client, f"/manage/recover/{token}") == 302


@pytest.mark.parametrize("email", ["", "no-address", "a\x00b@police.example", "x" * 5000, "ceri@police.example\nBcc: all@police.example"])
def test_what_is_no_address_is_told_so(app: Flask, email: str) -> None:
    assert post(new_client(app), "/manage/recover", email=email).status_code in (200, 422)
    assert post(new_client(app), "/manage/sign-in", email=email, password=PASSWORD).status_code == 200
    with app.app_context():
        assert db.session.scalars(select(Mail)).all() == []
