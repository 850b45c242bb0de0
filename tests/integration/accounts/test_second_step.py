"""The second step: where it has to be, what it takes, and that nobody gets round it."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

import pytest
from flask import Flask
from passlib.totp import TOTP
from sqlalchemy import text

from outreach.accounts.guessing import Bucket
from outreach.accounts.models import Account
from outreach.accounts.operations import suspend
from outreach.accounts.rules import LINGUISTS, STAFF, Role
from outreach.core.config import Config
from outreach.core.db import db
from tests.accounts import PASSWORD, add_account, new_client, post, sign_in
from tests.client import PageClient
from tests.conftest import NOW
from tests.integration.accounts.test_who_may import paths

CERI = "ceri@police.example"
CODE = "/manage/sign-in/code"
RECOVERY = "/manage/sign-in/recovery-code"


def give_password(client: PageClient, email: str = CERI) -> str:
    answer = post(client, "/manage/sign-in", email=email, password=PASSWORD)
    assert answer.status_code == 302, answer.text
    return answer.headers["Location"]


def set_up_app(client: PageClient) -> TOTP:
    """Go through the setting up; returns what the app keeps."""
    page = post(client, "/manage/profile/authenticator", setup="authenticator").text
    key = re.search(r'class="app-key">([^<]+)<', page)
    action = re.search(r'action="([^"]+)" novalidate', page)
    assert key
    assert action
    app = TOTP(key=key[1].replace("-", "").replace(" ", ""), format="base32")
    assert post(client, action[1], code=app.generate().token).status_code in (302, 303)
    return app


def is_in(client: PageClient) -> bool:
    return client.get("/manage/").status_code == 200


@pytest.fixture
def with_app(moving: Flask) -> TOTP:
    """Ceri's app: set up, and the code that was used for it forgotten, so that a test has a fresh one."""
    with moving.app_context():
        account_id = add_account(email=CERI)
    app = set_up_app(sign_in(moving, account_id))
    with moving.app_context():
        db.session.get_one(Account, account_id).tf_last_counter = None
        db.session.commit()
    return app


@pytest.mark.parametrize("role", sorted(STAFF | LINGUISTS))
def test_in_production_the_first_sign_in_leads_to_setting_up_and_nothing_else_opens(production: Flask, role: Role) -> None:
    with production.app_context():
        account_id = add_account(role, email=CERI)
    client = new_client(production)
    assert give_password(client) == "/manage/profile/authenticator"
    for endpoint, path in paths(production, account_id):
        if path.startswith("/manage") and not endpoint.startswith("security."):
            answer = client.get(path)
            assert answer.status_code in (302, 404, 405), endpoint
            assert "/manage/sign-in" in answer.headers.get("Location", "/manage/sign-in")
    assert post(client, "/manage/sign-in/choose", which="authenticator").status_code == 302
    assert not is_in(client)
    give_password(client)
    set_up_app(client)
    assert is_in(client)


def test_in_production_a_partner_may_do_without_and_may_switch_it_off(production: Flask) -> None:
    with production.app_context():
        add_account(Role.PARTNER, email=CERI)
    client = new_client(production)
    assert give_password(client) == "/manage/"
    assert is_in(client)
    set_up_app(client)
    assert "Switch it off" in client.get("/manage/profile/authenticator").text
    assert post(client, "/manage/profile/authenticator", setup="disable").status_code == 302
    with production.app_context():
        assert not db.session.query(Account).filter_by(email=CERI).one().has_second_factor


def test_in_production_staff_cannot_switch_it_off(production: Flask) -> None:
    with production.app_context():
        add_account(email=CERI)
    client = new_client(production)
    give_password(client)
    set_up_app(client)
    assert "Switch it off" not in client.get("/manage/profile/authenticator").text
    assert post(client, "/manage/profile/authenticator", setup="disable").status_code == 200
    with production.app_context():
        assert db.session.query(Account).filter_by(email=CERI).one().has_second_factor


def test_the_second_step_comes_after_the_password_and_opens_the_page_that_was_wanted(moving: Flask, with_app: TOTP) -> None:
    client = new_client(moving)
    answer = post(client, "/manage/sign-in", email=CERI, password=PASSWORD, next="/manage/people")
    assert answer.headers["Location"].startswith(CODE)
    assert not is_in(client)
    done = post(client, answer.headers["Location"], code=with_app.generate().token)
    assert (done.status_code, done.headers["Location"]) == (302, "/manage/people")
    assert is_in(client)


def test_a_code_is_good_once(moving: Flask, with_app: TOTP) -> None:
    code = with_app.generate().token
    first, second = new_client(moving), new_client(moving)
    for client in (first, second):
        give_password(client)
        post(client, CODE, code=code)
    assert [is_in(first), is_in(second)] == [True, False]


@pytest.mark.parametrize("code", ["000000", "", "12345", "abcdef", "\x00", "x" * 5000, "１２３４５６"])
def test_a_code_that_is_not_right_is_refused(moving: Flask, with_app: TOTP, code: str) -> None:
    client = new_client(moving)
    give_password(client)
    assert post(client, CODE, code=code).status_code == 200
    assert not is_in(client)


def test_an_old_code_is_refused(moving: Flask, with_app: TOTP) -> None:
    client = new_client(moving)
    give_password(client)
    post(client, CODE, code=with_app.generate(time=int(time.time()) - 600).token)
    assert not is_in(client)


def test_whoever_knows_the_password_cannot_guess_codes_for_ever(moving: Flask, with_app: TOTP) -> None:
    """Giving the right password again and again does not begin the count anew."""
    statuses = []
    for _ in range(2 * Bucket.PAIR.free):
        client = new_client(moving)
        statuses.append(post(client, "/manage/sign-in", email=CERI, password=PASSWORD).status_code)
        statuses.append(post(client, CODE, code="000000").status_code)
    assert 429 in statuses[: Bucket.PAIR.free + 1]
    assert statuses[-1] != 200


def test_whoever_is_suspended_between_the_two_steps_does_not_get_in(moving: Flask, with_app: TOTP) -> None:
    client = new_client(moving)
    give_password(client)
    with moving.app_context():
        account = db.session.query(Account).filter_by(email=CERI).one()
        suspend(account, reason="x", by=db.session.get_one(Account, add_account()), now=NOW)
        db.session.commit()
    assert post(client, CODE, code=with_app.generate().token).status_code == 302
    assert not is_in(client)


def make_codes(app: Flask, account_id: UUID) -> list[str]:
    page = post(sign_in(app, account_id), "/manage/profile/recovery-codes", generate_new_codes="1").text
    codes = re.findall(r"<code>([0-9a-f-]+)</code>", page)
    assert len(set(codes)) == 8
    return codes


def account_id_of(app: Flask) -> UUID:
    with app.app_context():
        return db.session.query(Account).filter_by(email=CERI).one().id


@pytest.mark.parametrize(
    "typed",
    [str, str.upper, lambda code: code.replace("-", " "), lambda code: f"  {code.replace('-', '')} ", lambda code: code.replace("-", "–")],
)
def test_a_recovery_code_works_once_however_it_is_copied(moving: Flask, with_app: TOTP, typed: Callable[[str], str]) -> None:
    code = make_codes(moving, account_id_of(moving))[3]
    first, second = new_client(moving), new_client(moving)
    for client in (first, second):
        give_password(client)
        post(client, RECOVERY, code=typed(code))
    assert [is_in(first), is_in(second)] == [True, False]
    assert "7 left" in first.get("/manage/profile").text


def test_a_recovery_code_is_of_no_use_without_the_password(moving: Flask, with_app: TOTP) -> None:
    code = make_codes(moving, account_id_of(moving))[0]
    client = new_client(moving)
    assert post(client, RECOVERY, code=code).status_code == 302
    assert not is_in(client)


def test_neither_secrets_nor_codes_can_be_read_from_the_database(moving: Flask, with_app: TOTP) -> None:
    codes = make_codes(moving, account_id_of(moving))
    with moving.app_context():
        rows = str(db.session.execute(text("SELECT * FROM account")).all())
        mails = str(db.session.execute(text("SELECT * FROM outbox_mail")).all())
        trail = str(db.session.execute(text("SELECT * FROM audit_entry")).all())
    for kept in (rows, mails, trail):
        assert with_app.base32_key not in kept
        assert with_app.hex_key not in kept
        assert not [code for code in codes if code in kept or code.replace("-", "") in kept]


def test_with_a_new_key_and_the_old_one_behind_it_what_was_set_up_still_works(
    moving: Flask, with_app: TOTP, make_app: Callable[[Config], Flask]
) -> None:
    code = make_codes(moving, account_id_of(moving))[0]
    config = moving.config["OUTREACH"]
    rotated = make_app(replace(config, secret_keys=("a new secret that is also longer than it has to be", *config.secret_keys)))
    client = new_client(rotated)
    give_password(client)
    post(client, CODE, code=with_app.generate().token)
    assert is_in(client)
    other = new_client(rotated)
    give_password(other)
    post(other, RECOVERY, code=code)
    assert is_in(other)


def test_without_the_key_that_encrypted_it_a_code_is_refused_and_nothing_breaks(
    moving: Flask, with_app: TOTP, make_app: Callable[[Config], Flask]
) -> None:
    code = make_codes(moving, account_id_of(moving))[0]
    other = make_app(replace(moving.config["OUTREACH"], secret_keys=("a secret that has nothing to do with the other one",)))
    client = new_client(other)
    give_password(client)
    assert post(client, CODE, code=with_app.generate().token).status_code == 200
    assert post(client, RECOVERY, code=code).status_code == 200
    assert not is_in(client)


def test_what_is_set_up_with_two_keys_is_encrypted_and_signed_with_the_new_one(moving: Flask, make_app: Callable[[Config], Flask]) -> None:
    """So that the old one can be taken away when it has leaked."""
    with moving.app_context():
        account_id = add_account(email=CERI)
    config, new = moving.config["OUTREACH"], "a newer secret that is longer than it has to be"
    rotated = make_app(replace(config, secret_keys=(new, *config.secret_keys)))
    alone = make_app(replace(config, secret_keys=(new,)))
    app = set_up_app(sign_in(rotated, account_id))
    with rotated.app_context():
        token = rotated.extensions["security"].reset_serializer.dumps(["x"])
        db.session.get_one(Account, account_id).tf_last_counter = None
        db.session.commit()
    assert alone.extensions["security"].reset_serializer.loads(token) == ["x"]
    client = new_client(alone)
    give_password(client)
    post(client, CODE, code=app.generate().token)
    assert is_in(client)


def test_changing_how_one_signs_in_asks_anew_who_one_is_after_half_an_hour(app: Flask) -> None:
    with app.app_context():
        me = add_account()
    client = sign_in(app, me)
    with client.session_transaction("/manage/") as session:
        session["fs_paa"] = time.time() - 1801
    for path in ("/manage/profile/authenticator", "/manage/profile/recovery-codes", "/manage/profile/passkeys"):
        assert client.get(path).headers.get("Location", "").startswith("/manage/confirm"), path
    assert post(client, "/manage/confirm?next=/manage/profile/authenticator", password="wrong").status_code == 200
    done = post(client, "/manage/confirm?next=/manage/profile/authenticator", password=PASSWORD)
    assert (done.status_code, done.headers["Location"]) == (302, "/manage/profile/authenticator")
    assert client.get("/manage/profile/authenticator").status_code == 200
