"""An invitation: who gets one, how long it holds, and what a link that holds no more says."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import quote
from uuid import UUID

import pytest
from click.testing import Result
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select, text

from outreach.accounts.links import link_for
from outreach.accounts.models import Account
from outreach.accounts.operations import invite_again, leave
from outreach.accounts.rules import Role, Standing
from outreach.core.db import db
from outreach.outbox.models import Mail
from tests.accounts import EVERYWHERE, PASSWORD, add_account, areas, new_client, post, sign_in
from tests.client import PageClient
from tests.integration.accounts.conftest import Clock
from tests.integration.accounts.test_forgery import hidden
from tests.pages import parse_page

INVITE = "/manage/people/invite"
NEW = {
    "email": "New@Police.example",
    "language": "en",
    "role": "coordinator",
    "kind": "police",
    "organisation": "A force",
    "areas": ["gwent"],
}
JOIN = {"name": "Ceri", "password": PASSWORD, "again": PASSWORD}


def find(app: Flask, email: str = "new@police.example") -> Account | None:
    with app.app_context():
        return db.session.scalar(select(Account).where(Account.email == email))


def invited(app: Flask, **more: Any) -> tuple[PageClient, UUID]:
    """A lead's browser, and the account that was just invited in it."""
    with app.app_context():
        lead = add_account()
    client = sign_in(app, lead)
    assert post(client, INVITE, **{**NEW, **more}).status_code == 303
    account = find(app)
    assert account
    return client, account.id


def link_of(app: Flask, account_id: UUID) -> str:
    with app.app_context():
        link = link_for(f"invitation:{account_id}", app.config["OUTREACH"])
    assert link
    assert link.startswith(app.config["OUTREACH"].public_url + "/manage/invitation/")
    return "/manage" + link.partition("/manage")[2]


def test_whoever_is_invited_joins_by_the_link_and_signs_in(moving: Flask) -> None:
    _, account_id = invited(moving)
    client, link = new_client(moving), link_of(moving, account_id)
    assert "new@police.example" in client.page(link).text
    assert post(client, link, **JOIN).headers["Location"] == "/manage/sign-in"
    assert post(client, "/manage/sign-in", email="new@police.example", password=PASSWORD).status_code == 302
    assert "Hello, Ceri" in client.get("/manage/").text


def use(app: Flask, _clock: Clock, account_id: UUID) -> None:
    assert post(new_client(app), link_of(app, account_id), **JOIN).status_code == 303


def wait_a_week(_app: Flask, clock: Clock, _account_id: UUID) -> None:
    clock.now += timedelta(days=7)


def send_another(app: Flask, clock: Clock, account_id: UUID) -> None:
    clock.move(minutes=1)
    with app.app_context():
        invite_again(db.session.get_one(Account, account_id), by=db.session.get_one(Account, add_account()), now=clock.now)
        db.session.commit()


def withdraw(app: Flask, clock: Clock, account_id: UUID) -> None:
    with app.app_context():
        leave(db.session.get_one(Account, account_id), successor=None, by=db.session.get_one(Account, add_account()), now=clock.now)
        db.session.commit()


@pytest.mark.parametrize("ending", [use, wait_a_week, send_another, withdraw])
def test_a_link_ends_when_it_was_used_is_too_old_replaced_or_withdrawn(
    moving: Flask, clock: Clock, ending: Callable[[Flask, Clock, UUID], None]
) -> None:
    _, account_id = invited(moving)
    link = link_of(moving, account_id)
    clock.now += timedelta(days=6, hours=23)
    assert new_client(moving).get(link).status_code == 200
    clock.now -= timedelta(days=6, hours=23)
    ending(moving, clock, account_id)
    client = new_client(moving)
    assert "does not work any more" in client.page(link, status=404).text
    assert post(client, link, **{**JOIN, "password": "somebody else's one"}).status_code == 404
    if ending is send_another:
        assert client.get(link_of(moving, account_id)).status_code == 200


@given(st.text(max_size=60).filter(lambda token: "/" not in token and token not in ("", ".", "..")), st.integers(0, 60))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_link_that_is_cut_or_made_up_gets_advice_and_no_error_of_ours(app: Flask, token: str, kept: int) -> None:
    with app.app_context():
        account_id = add_account()
        account = db.session.get_one(Account, account_id)
        account.joined_at = None
        db.session.commit()
    whole = link_of(app, account_id).rpartition("/")[2]
    for wrong in (token, whole[:kept] or "x", whole + "x", whole.replace(".", token or ".", 1) + "!"):
        answer = new_client(app).get(f"/manage/invitation/{quote(wrong, safe='')}")
        assert answer.status_code == 404
    assert "ask whoever invited you" in answer.text


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"name": ""}, "Enter your name"),
        ({"name": "x" * 101}, "Shorten this to 100"),
        ({"password": "", "again": ""}, "Enter a password"),
        ({"password": "eleven char", "again": "eleven char"}, "at least 12 characters"),
        ({"password": "x" * 129, "again": "x" * 129}, "Shorten this to 128"),
        ({"again": "another correct horse"}, "differ"),
        ({"again": ""}, "Enter the same password again"),
        ({"password": "null\x00null\x00null", "again": "null\x00null\x00null"}, "Check what you entered"),
    ],
)
def test_joining_says_what_is_missing_keeps_the_name_and_never_the_password(moving: Flask, changed: dict[str, str], told: str) -> None:
    _, account_id = invited(moving)
    answer = post(new_client(moving), link_of(moving, account_id), **{**JOIN, **changed})
    assert answer.status_code == 422
    assert told in parse_page(answer.data).text
    assert PASSWORD not in answer.text
    if "name" not in changed:
        assert 'value="Ceri"' in answer.text
    account = find(moving)
    assert account
    assert account.standing is Standing.INVITED


def test_a_password_of_128_characters_and_one_of_other_letters_are_passwords(moving: Flask) -> None:
    for number, password in enumerate(("ż" * 128, "пароль из трёх слов", "    spaces are kept    ")):
        email = f"new{number}@police.example"
        with moving.app_context():
            lead = add_account()
        assert post(sign_in(moving, lead), INVITE, **{**NEW, "email": email}).status_code == 303
        account, client = find(moving, email), new_client(moving)
        assert account
        assert post(client, link_of(moving, account.id), name="Ceri", password=password, again=password).status_code == 303
        post(client, "/manage/sign-in", email=email, password=password)
        assert client.get("/manage/").status_code == 200


SPELLINGS = (
    "a@homeoffice.gov.uk",
    " A@HOMEOFFICE.GOV.UK",
    "a@digital.homeoffice.gov.uk",
    "a@homeoffice。gov。uk",
    "a@ｈｏｍｅｏｆｆｉｃｅ.gov.uk",
)


@pytest.mark.parametrize("email", SPELLINGS)
def test_nobody_of_the_home_office_is_invited_however_they_are_spelt(app: Flask, email: str) -> None:
    with app.app_context():
        lead = add_account()
    answer = post(sign_in(app, lead), INVITE, **{**NEW, "email": email})
    assert answer.status_code == 422
    assert "Nobody from the Home Office" in answer.text
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Mail)) == 0
    refused = app.test_cli_runner().invoke(args=["users", "invite", email, "--role", "lead"])
    assert refused.exit_code == 1, refused.output


def test_an_address_that_is_taken_is_refused_at_its_field_and_the_rest_is_kept(app: Flask) -> None:
    with app.app_context():
        lead = add_account()
        add_account(email="new@police.example")
    answer = post(sign_in(app, lead), INVITE, **NEW)
    assert answer.status_code == 422
    assert "has an account with this address already" in answer.text
    assert 'value="A force"' in answer.text


def test_a_form_that_is_sent_twice_makes_one_account_and_one_mail(moving: Flask) -> None:
    with moving.app_context():
        lead = add_account()
    client = sign_in(moving, lead)
    form = {**hidden(client.page(INVITE)), **NEW}
    answers = [client.post(INVITE, data=form) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert answers[0].headers["Location"] == answers[1].headers["Location"]
    with moving.app_context():
        assert db.session.scalar(select(func.count()).select_from(Mail)) == 1


def test_the_back_button_and_another_address_invite_somebody_else(app: Flask) -> None:
    with app.app_context():
        lead = add_account()
    client = sign_in(app, lead)
    form = {**hidden(client.page(INVITE)), **NEW}
    assert client.post(INVITE, data=form).status_code == 303
    assert client.post(INVITE, data={**form, "email": "second@police.example"}).status_code == 303
    assert find(app)
    assert find(app, "second@police.example")


def test_the_key_of_a_form_does_not_show_an_account_that_is_out_of_scope(app: Flask) -> None:
    with app.app_context():
        lead = add_account(Role.LEAD, areas("gwent"))
        secret = add_account(Role.LEAD, EVERYWHERE, email="secret@police.example")
    client = sign_in(app, lead)
    answer = client.post(INVITE, data={**hidden(client.page(INVITE)), **NEW, "form_key": str(secret)})
    assert answer.status_code == 303
    assert "secret@police.example" not in client.get(answer.headers["Location"]).text
    assert find(app)


def test_what_is_kept_of_an_invitation_holds_no_link(moving: Flask, caplog: pytest.LogCaptureFixture) -> None:
    _, account_id = invited(moving)
    token = link_of(moving, account_id).rpartition("/")[2]
    with moving.app_context():
        kept = str(db.session.execute(text("SELECT * FROM outbox_mail")).all()) + str(
            db.session.execute(text("SELECT * FROM audit_entry")).all()
        )
        uniquifier = db.session.get_one(Account, account_id).fs_uniquifier
    new_client(moving).get(f"/manage/invitation/{token}")
    for secret in (token, token.rpartition(".")[2], uniquifier):
        assert secret not in kept
        assert secret not in caplog.text


def run(app: Flask, *arguments: str) -> Result:
    return app.test_cli_runner().invoke(args=["users", "invite", *arguments])


def test_the_command_invites_and_prints_a_link_that_works(moving: Flask) -> None:
    done = run(moving, "First@Police.example", "--role", "lead", "--organisation", "Programme office")
    assert done.exit_code == 0, done.output
    link = re.search(r"/manage/invitation/\S+", done.output)
    assert link
    client = new_client(moving)
    assert post(client, link[0], **JOIN).status_code == 303
    post(client, "/manage/sign-in", email="first@police.example", password=PASSWORD)
    assert client.get("/manage/people").status_code == 200


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("taken@police.example", "--role", "lead"), 1),
        (("a@homeoffice.gov.uk", "--role", "lead"), 1),
        (("a@charity.example", "--role", "lead", "--kind", "charity"), 1),
        (("a@charity.example", "--role", "translator"), 1),
        (("no-address", "--role", "lead"), 2),
        (("a@police.example", "--role", "minister"), 2),
        (("a@police.example", "--role", "lead", "--kind", "home-office"), 2),
        (("a@police.example",), 2),
    ],
)
def test_the_command_says_in_one_line_what_it_refuses(app: Flask, arguments: tuple[str, ...], code: int) -> None:
    with app.app_context():
        add_account(email="taken@police.example")
    refused = run(app, *arguments)
    assert refused.exit_code == code, refused.output
    errors = [line for line in refused.output.splitlines() if line.startswith("Error: ")]
    assert len(errors) == 1
    assert "Traceback" not in refused.output
    assert find(app, "a@police.example") is None
