"""Every view, for every role and for nobody, from one table; and what lies outside somebody's scope is not there for them."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from outreach.accounts.models import Account
from outreach.accounts.queries import within
from outreach.accounts.rules import Role, Scope
from outreach.core.areas import AREAS
from outreach.core.db import db
from tests.access import VIEWS
from tests.accounts import EVERYWHERE, add_account, areas, new_client, post, sign_in

NONE = "/manage/sign-in?next="


def paths(app: Flask, account_id: UUID) -> list[tuple[str, str]]:
    """Every view with an address of it."""
    values = {"account_id": account_id, "sign_in_id": uuid4(), "token": "no-token", "digest": "0", "name": "publish", "place": 1}
    values |= {"mail_id": uuid4(), "suppression_id": uuid4(), "key": "accounts/invitation", "language": "en"}
    values |= {name: uuid4() for name in ("campaign_id", "part_id", "policy_id", "update_id", "party_id", "event_id", "record_id")}
    values |= {name: uuid4() for name in ("briefing_id", "version_id", "issue_id", "acknowledgement_id", "reply_id", "raised_id", "key_id")}
    values |= {name: uuid4() for name in ("alert_id", "application_id", "question_id", "organisation_id", "revision_id", "hours_id")}
    values |= {name: uuid4() for name in ("file_id", "service_id", "pathway_id", "change_id")}
    values |= {"kind": "action", "move": "approve", "ref": "1", "org_id": "GB-CHC-1141636", "version": "1"}
    values["act"] = "show"
    l2 = {"key": "L2"}
    others = {
        "coverage": {"place": "kent"},
        "openreferral": l2,
        "pathways": {"place": "kent"},
        "policies": {"place": "kent"},
        "replies": {"place": "kent"},
        "commitments": l2,
        "updates": l2,
        "work": l2,
        "events": {"kind": "venues"},
        "own": {"key": "reach", "consent": "listed", "act": "give", "right": "owner"},
    }  # the same name for another thing
    with app.test_request_context("/"):
        adapter = app.create_url_adapter(None) or app.url_map.bind("localhost")
        rules = list(app.url_map.iter_rules())
        found = []
        for rule in rules:
            known = values | others.get(rule.endpoint.partition(".")[0], {})
            found.append((rule.endpoint, adapter.build(rule.endpoint, {name: known[name] for name in rule.arguments})))
        return found


def answers(endpoint: str, role: Role | None) -> tuple[int, int]:
    view = VIEWS[endpoint]
    reading = VIEWS[view.read_by] if view.read_by else view
    return reading.answers(role)[0], view.answers(role)[1]


@pytest.mark.parametrize("role", Role)
def test_each_role_may_open_what_the_table_says_and_nothing_else(app: Flask, role: Role) -> None:
    with app.app_context():
        me, other = add_account(role), add_account(Role.COORDINATOR)
        add_account()  # a lead that stays
    wrong, client = {}, sign_in(app, me)
    for endpoint, path in paths(app, other):
        found = (client.get(path).status_code, post(client, path).status_code)
        if found != answers(endpoint, role):
            wrong[endpoint] = found
        if found[1] < 400:  # what was done may have ended what this browser is signed in with
            client = sign_in(app, me)
    assert wrong == {}


def test_nobody_may_open_what_the_table_says_and_nothing_else(app: Flask) -> None:
    with app.app_context():
        account_id = add_account()
    wrong = {}
    for endpoint, path in paths(app, account_id):
        answer, sent = new_client(app).get(path), post(new_client(app), path)
        found = (answer.status_code, sent.status_code)
        if found != answers(endpoint, None):
            wrong[endpoint] = found
        if VIEWS[endpoint].leads_to_sign_in and VIEWS[endpoint].get:
            assert answer.headers["Location"].startswith(NONE), endpoint
    assert wrong == {}


OUTSIDE = {
    "elsewhere": areas("kent"),
    "national": EVERYWHERE,
    "one area inside and one outside": areas("gwent", "kent"),
}
OF_ACCOUNTS = sorted(endpoint for endpoint in VIEWS if endpoint.startswith("people.") and endpoint not in ("people.index", "people.invite"))


@pytest.mark.parametrize("where", OUTSIDE)
@pytest.mark.parametrize("role", Role)
def test_an_account_out_of_scope_is_not_there_whatever_is_asked_of_it(app: Flask, where: str, role: Role) -> None:
    with app.app_context():
        me, other = add_account(role, areas("gwent")), add_account(Role.COORDINATOR, OUTSIDE[where])
        before = db.session.get_one(Account, other).version
    client = sign_in(app, me)
    for endpoint, path in paths(app, other):
        if endpoint not in OF_ACCOUNTS:
            continue
        view = VIEWS[endpoint]
        missing = 404 if role in view.roles else 403
        if view.get:
            assert client.get(path).status_code == missing, endpoint
        if view.post:
            fields = {"reason": "x", "successor": str(me), "role": "lead", "kind": "police", "organisation": "x", "areas": "gwent"}
            assert post(client, path, **fields).status_code == missing, endpoint
    with app.app_context():
        assert db.session.get_one(Account, other).version == before


def test_an_account_out_of_scope_is_neither_listed_nor_in_the_file_nor_counted(app: Flask) -> None:
    with app.app_context():
        me = add_account(Role.LEAD, areas("gwent"), name="Inside")
        for number, scope in enumerate(OUTSIDE.values()):
            add_account(Role.COORDINATOR, scope, name=f"Outside {number}")
    client = sign_in(app, me)
    for path in ("/manage/people", "/manage/people?format=csv", "/manage/people?q=Outside"):
        assert "Outside 1" not in client.get(path).text
    assert "1 person" in client.page("/manage/people").text


@given(
    asked=st.builds(Scope, st.booleans(), st.frozensets(st.sampled_from(sorted(AREAS)[:4]), max_size=3)),
    theirs=st.lists(st.builds(Scope, st.booleans(), st.frozensets(st.sampled_from(sorted(AREAS)[:4]), max_size=3)), max_size=5),
)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_database_and_the_rules_agree_on_what_lies_within_a_scope(app: Flask, asked: Scope, theirs: list[Scope]) -> None:
    with app.app_context():
        made = [add_account(Role.COORDINATOR, scope) for scope in theirs]
        accounts = db.session.scalars(select(Account).where(Account.id.in_(made))).all()
        found = set(db.session.scalars(select(Account.id).where(within(asked), Account.id.in_(made))))
        assert found == {account.id for account in accounts if asked.covers(account.scope)}
        db.session.rollback()
