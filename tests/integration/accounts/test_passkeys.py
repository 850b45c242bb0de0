"""Passkeys: a whole round of them, and everything that is not one is refused without an error of ours."""

from __future__ import annotations

import json
import re
from html import unescape
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from outreach.accounts.models import Account, Passkey
from outreach.accounts.operations import suspend
from outreach.accounts.rules import Role
from outreach.core.db import db
from tests.accounts import PASSWORD, add_account, new_client, post, sign_in
from tests.authenticator import Authenticator
from tests.client import PageClient
from tests.conftest import NOW

WITH_PASSKEY = "/manage/sign-in/passkey"


def asked(page: str) -> tuple[str, dict[str, Any]]:
    """Where a page sends the answer, and what it asks the browser for."""
    form = re.search(r'action="([^"]+)" data-passkey="\w+" data-options="([^"]+)"', page)
    assert form, page
    return unescape(form[1]), json.loads(unescape(form[2]))


def register(app: Flask, account_id: UUID, usage: str, *, knows: bool = True) -> Authenticator:
    client, key = sign_in(app, account_id), Authenticator(knows=knows)
    path, options = asked(post(client, "/manage/profile/passkeys", name="My phone", usage=usage).text)
    post(client, path, credential=key.register(options))
    with app.app_context():
        assert db.session.query(Passkey).filter_by(user_id=account_id, usage=usage).count() == 1
    return key


def is_in(client: PageClient) -> bool:
    return client.get("/manage/").status_code == 200


def give_password(client: PageClient, email: str) -> None:
    assert post(client, "/manage/sign-in", email=email, password=PASSWORD).status_code == 302


def test_a_passkey_signs_in_without_a_password(app: Flask) -> None:
    with app.app_context():
        key_owner = add_account()
    key, client = register(app, key_owner, "first"), new_client(app)
    path, options = asked(post(client, WITH_PASSKEY).text)
    assert post(client, path, credential=key.sign(options)).status_code == 302
    assert is_in(client)


def test_a_passkey_is_the_second_step_after_the_password(app: Flask) -> None:
    with app.app_context():
        key_owner = add_account(email="ceri@police.example")
    key, client = register(app, key_owner, "secondary", knows=False), new_client(app)
    give_password(client, "ceri@police.example")
    assert not is_in(client)
    path, options = asked(post(client, WITH_PASSKEY).text)
    assert post(client, path, credential=key.sign(options)).status_code == 302
    assert is_in(client)


def test_a_passkey_that_signs_in_by_itself_is_no_second_step(app: Flask) -> None:
    with app.app_context():
        key_owner = add_account(email="ceri@police.example")
    register(app, key_owner, "first")
    with app.app_context():
        assert not db.session.get_one(Account, key_owner).has_second_factor


def test_a_passkey_of_another_account_is_not_the_second_step(app: Flask) -> None:
    """Nobody gets into an account with its passkey alone, by giving the password of another one first."""
    with app.app_context():
        mine, theirs = add_account(email="mine@police.example"), add_account(email="theirs@police.example")
    register(app, mine, "secondary")
    stolen, client = register(app, theirs, "secondary"), new_client(app)
    give_password(client, "mine@police.example")
    path, options = asked(post(client, WITH_PASSKEY).text)
    assert post(client, path, credential=stolen.sign(options)).status_code == 302
    assert not is_in(client)


def test_a_passkey_of_another_account_does_not_confirm_who_one_is(app: Flask) -> None:
    with app.app_context():
        mine, theirs = add_account(), add_account()
    register(app, mine, "secondary")
    other, client = register(app, theirs, "secondary"), sign_in(app, mine)
    path, options = asked(post(client, "/manage/confirm/passkey").text)
    with client.session_transaction("/manage/") as session:
        session["fs_paa"] = 1.0
    post(client, path, credential=other.sign(options))
    with client.session_transaction("/manage/") as session:
        assert session["fs_paa"] == 1.0


def test_a_suspended_account_is_not_opened_by_its_passkey(app: Flask) -> None:
    with app.app_context():
        key_owner = add_account(Role.COORDINATOR)
    key, client = register(app, key_owner, "first"), new_client(app)
    with app.app_context():
        suspend(db.session.get_one(Account, key_owner), reason="x", by=db.session.get_one(Account, add_account()), now=NOW)
        db.session.commit()
    path, options = asked(post(client, WITH_PASSKEY).text)
    assert post(client, path, credential=key.sign(options)).status_code == 302
    with client.session_transaction("/manage/") as session:
        assert "sign_in" not in session
    assert not is_in(client)


@pytest.mark.parametrize("wrong", [{"challenge": "YW5vdGhlcg"}, {"origin": "https://evil.example"}])
def test_an_answer_to_another_question_or_of_another_site_is_refused(app: Flask, wrong: dict[str, str]) -> None:
    with app.app_context():
        key_owner = add_account()
    key, client = register(app, key_owner, "first"), new_client(app)
    path, options = asked(post(client, WITH_PASSKEY).text)
    assert post(client, path, credential=key.sign(options, **wrong)).status_code == 302
    assert not is_in(client)


def test_what_is_asked_says_nothing_of_who_has_an_account(app: Flask) -> None:
    with app.app_context():
        key_owner = add_account(email="ceri@police.example")
    register(app, key_owner, "first")
    pages = []
    for email in ("ceri@police.example", "nobody@police.example"):
        _path, options = asked(post(new_client(app), WITH_PASSKEY, identity=email).text)
        pages.append({**options, "challenge": ""})
    assert pages[0] == pages[1]


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["id", "rawId", "type", "response", "x"]), inner, max_size=4)
    ),
    max_leaves=8,
)
KEYS = ("clientDataJSON", "authenticatorData", "signature", "attestationObject", "userHandle", "transports")
_answers: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {
        "id": st.sampled_from(["AAAA", "", 1, None]),
        "rawId": st.sampled_from(["AAAA", "????", None]),
        "type": st.sampled_from(["public-key", "x"]),
        "response": st.dictionaries(st.sampled_from(KEYS), st.sampled_from(["", "AAAA", "e30", "bnVsbA", 1, None, [], {}]), max_size=6),
    }
)
malformed = st.one_of(st.text(max_size=20), _json.map(json.dumps), _answers.map(json.dumps))


@given(malformed)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_is_no_answer_is_refused_without_an_error_of_ours(app: Flask, sent: str) -> None:
    client = new_client(app)
    path, _options = asked(post(client, WITH_PASSKEY).text)
    assert post(client, path, credential=sent).status_code in (302, 429)
    assert not is_in(client)


@pytest.mark.parametrize(
    "sent", ["", "[]", "1", "null", '"x"', "{}", '{"id":1}', '{"id":"AAAA","rawId":"AAAA","response":{},"type":"public-key"}']
)
@pytest.mark.parametrize("usage", ["first", "secondary"])
def test_what_is_no_new_passkey_is_refused_without_an_error_of_ours(app: Flask, usage: str, sent: str) -> None:
    with app.app_context():
        me = add_account()
    client = sign_in(app, me)
    path, _options = asked(post(client, "/manage/profile/passkeys", name="My phone", usage=usage).text)
    assert post(client, path, credential=sent).status_code == 302
    assert post(client, "/manage/confirm/passkey/no-token", credential=sent).status_code == 302
    with app.app_context():
        assert db.session.query(Passkey).filter_by(user_id=me).count() == 0
