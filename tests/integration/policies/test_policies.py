"""Entries about policies: read by two people, never overwritten, gaps shown, in sight of those whose areas they are."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, event, select
from sqlalchemy.exc import IntegrityError

from outreach.accounts.models import Account
from outreach.accounts.rules import Role, Scope
from outreach.core.areas import AREAS
from outreach.core.db import db
from outreach.policies.models import Policy
from outreach.policies.operations import PolicyRefused, approve_policy, change_policy, draft_policy, set_policy_aside
from outreach.policies.queries import in_sight, is_current, list_places, list_versions
from outreach.policies.rules import PLACES, Found, Refusal, Standing, State, may_see
from tests.accounts import EVERYWHERE, add_account, areas, post, sign_in
from tests.conftest import NOW
from tests.integration.commitments.test_register import hidden

TODAY = NOW.date()
VALUES: dict[str, Any] = {
    "found": Found.LINK, "url": "https://example.org/policy", "wording": "", "edition": "2.1", "dated_on": TODAY, "differences": "None.",
    "look_again_on": TODAY + timedelta(days=90),
}  # fmt: skip
FORM = {
    "found": "link", "url": "https://example.org/policy", "edition": "2.1", "differences": "None.",
    "look_again_on-day": "1", "look_again_on-month": "3", "look_again_on-year": "2027",
}  # fmt: skip


def in_force() -> Sequence[Policy]:
    """The entry that holds now of each place that has one."""
    return db.session.scalars(select(Policy).where(is_current()).order_by(Policy.place)).all()


def person(account_id: UUID) -> Account:
    return db.session.get_one(Account, account_id)


def add(place: str, by: UUID, **values: Any) -> Policy:
    return draft_policy(uuid4(), place, VALUES | values, by=person(by), now=NOW)


def test_what_the_query_shows_is_what_the_rule_says_for_every_scope(app: Flask) -> None:
    with app.app_context():
        lead = add_account(Role.LEAD)
        for place in PLACES:
            add(place, lead)
        for scope in (EVERYWHERE, Scope(False), areas("kent"), areas("kent", "surrey", "gwent")):
            shown = set(db.session.scalars(select(Policy.place).where(in_sight(scope))))
            assert shown == {place for place in PLACES if may_see(scope, place)}
            assert [place.slug for place in list_places(scope, TODAY)] == [place for place in PLACES if may_see(scope, place)]


def test_a_draft_is_approved_by_a_second_reader_only(app: Flask) -> None:
    with app.app_context():
        first, second = add_account(Role.LEAD), add_account(Role.LEAD)
        entry = add("kent", first)
        with pytest.raises(PolicyRefused) as caught:
            approve_policy(entry, by=person(first), now=NOW)
        assert caught.value.refusal is Refusal.SAME_READER
        change_policy(entry, VALUES | {"edition": "2.2"}, by=person(second), now=NOW)
        with pytest.raises(PolicyRefused):
            approve_policy(entry, by=person(second), now=NOW)
        approve_policy(entry, by=person(first), now=NOW)
        assert entry.state == State.APPROVED


def test_the_database_itself_knows_no_approval_by_the_first_reader(app: Flask) -> None:
    with app.app_context():
        lead = add_account(Role.LEAD)
        entry = add("kent", lead)
        entry.state, entry.approved_by_id = State.APPROVED, lead
        with pytest.raises(IntegrityError), db.session.begin_nested():
            db.session.flush()


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.tuples(st.sampled_from(["draft", "change", "approve", "aside"]), st.integers(0, 2)), max_size=12))
def test_whatever_three_people_do_nothing_approved_changes_and_no_version_is_lost(app: Flask, steps: list[tuple[str, int]]) -> None:
    with app.app_context():
        people = [add_account(Role.LEAD) for _ in range(3)]
        approved: dict[UUID, str] = {}
        for number, (step, who) in enumerate(steps):
            entries = list_versions("kent")
            latest = entries[0] if entries else None
            try:
                if step == "draft":
                    add("kent", people[who], edition=str(number))
                elif latest and step == "change":
                    change_policy(latest, VALUES | {"edition": str(number)}, by=person(people[who]), now=NOW)
                elif latest and step == "approve":
                    approve_policy(latest, by=person(people[who]), now=NOW)
                    approved[latest.id] = latest.edition
                elif latest:
                    set_policy_aside(latest, reason="Wrong", by=person(people[who]), now=NOW)
            except PolicyRefused:
                pass
            after = list_versions("kent")
            assert len(after) - len(entries) in (0, 1)
            assert [entry.number for entry in after] == list(range(len(after), 0, -1))
            assert sum(entry.state == State.DRAFT for entry in after) <= 1
            assert all(entry.edition == approved[entry.id] for entry in after if entry.id in approved)
            assert all(entry.approved_by_id != entry.read_by_id for entry in after if entry.approved_by_id)
            now = [entry.id for entry in in_force()]
            assert now == [entry.id for entry in after if entry.state == State.APPROVED][:1]
        db.session.execute(delete(Policy))
        db.session.commit()


def test_two_who_begin_an_entry_at_once_make_one(app: Flask) -> None:
    with app.app_context():
        lead = add_account(Role.LEAD)
        add("kent", lead)
        with pytest.raises(PolicyRefused) as caught:
            add("kent", lead)
        assert caught.value.refusal is Refusal.DRAFT_THERE


def test_the_table_shows_how_each_place_stands_with_gaps(app: Flask) -> None:
    with app.app_context():
        first, second = add_account(Role.LEAD), add_account(Role.LEAD, name="Second")
        for place, values in (("kent", {}), ("surrey", {"found": Found.NOTHING}), ("sussex", {"look_again_on": TODAY + timedelta(days=1)})):
            approve_policy(add(place, first, **values), by=person(second), now=NOW)
        add("gwent", first)
        standings = {place.slug: place.standing for place in list_places(EVERYWHERE, TODAY + timedelta(days=1))}
        assert standings["kent"] is Standing.APPROVED
        assert standings["surrey"] is Standing.NOTHING
        assert standings["sussex"] is Standing.DUE
        assert standings["gwent"] is Standing.WAITING
        assert standings["durham"] is Standing.MISSING
        db.session.commit()
    page = sign_in(app, second).page("/manage/policies")
    assert len([row for row in page.all("tr") if row.get("class") == "govuk-table__row"]) == 44 + 11  # places, and the heads of the tables
    assert len(page.all("{http://www.w3.org/2000/svg}rect")) == 43
    assert "Nobody has looked: 39" in page.text
    narrowed = sign_in(app, second).page("/manage/policies?show=waiting")
    assert "Gwent" in narrowed.text
    assert "Durham" not in narrowed.text
    assert "Forces’ policies 1 to do" in narrowed.text, "one waits for this second reader"
    assert "No force in your areas" in sign_in(app, second).page("/manage/policies?show=due").text


def test_the_table_costs_the_same_queries_whatever_is_in_it(app: Flask) -> None:
    def count() -> int:
        statements: list[str] = []
        event.listen(db.engine, "before_cursor_execute", note := lambda *args: statements.append(args[2]))
        list_places(EVERYWHERE, TODAY)
        event.remove(db.engine, "before_cursor_execute", note)
        return len([statement for statement in statements if statement.startswith("SELECT")])

    with app.app_context():
        first, second = add_account(Role.LEAD), add_account(Role.LEAD)
        db.session.expunge_all()
        few = count()
        for place in AREAS:
            approve_policy(add(place, first), by=person(second), now=NOW)
        db.session.commit()
        db.session.expunge_all()
        assert count() == few == 2


def test_an_entry_is_made_changed_and_approved_on_the_pages(app: Flask) -> None:
    with app.app_context():
        first, second = add_account(Role.COORDINATOR, areas("kent"), name="First"), add_account(Role.LEAD, name="Second")
    client, other = sign_in(app, first), sign_in(app, second)
    opened = hidden(client.page("/manage/policies/kent/new"))
    assert post(client, "/manage/policies/kent/new", **opened, **FORM | {"url": ""}).status_code == 422
    assert post(client, "/manage/policies/kent/new", **opened, **FORM | {"look_again_on-year": "2029"}).status_code == 422
    for _ in range(2):
        assert post(client, "/manage/policies/kent/new", **opened, **FORM).status_code == 303
    with app.app_context():
        entry_id = db.session.scalars(select(Policy.id)).one()
    path = f"/manage/policies/entries/{entry_id}"
    assert "You are its first reader" in client.page(path).text
    version = hidden(other.page(path))["version"]
    edit = hidden(client.page(f"{path}/edit"))
    assert post(client, f"{path}/edit", **edit, **FORM | {"edition": "2.2"}).status_code == 303
    assert post(client, f"{path}/edit", **edit, **FORM | {"edition": "2.3"}).status_code == 409
    post(other, f"{path}/approve", version=version)
    assert "Read it again" in other.page(path).text, "it is not what the second reader has seen"
    assert post(other, f"{path}/approve", version=hidden(other.page(path))["version"]).status_code == 303
    page = client.page("/manage/policies/kent")
    assert "What holds now" in page.text
    assert "2.2" in page.text
    assert post(client, f"{path}/edit", **edit, **FORM).status_code == 303, "approved: back to its page"
    assert "Enter a new version instead" in client.page(path).text


def test_a_new_version_holds_when_it_is_approved_and_the_one_before_when_it_is_set_aside(app: Flask) -> None:
    with app.app_context():
        first, second = add_account(Role.LEAD), add_account(Role.LEAD)
        approve_policy(add("kent", first), by=person(second), now=NOW)
        later = add("kent", first, edition="3")
        assert [entry.edition for entry in in_force()] == ["2.1"]
        approve_policy(later, by=person(second), now=NOW)
        assert [entry.edition for entry in in_force()] == ["3"]
        set_policy_aside(later, reason="The wrong document", by=person(first), now=NOW)
        assert [entry.edition for entry in in_force()] == ["2.1"]
        db.session.commit()
    page = sign_in(app, first).page("/manage/policies/kent")
    assert "The wrong document" in page.text


def test_who_may_see_and_change_what(app: Flask) -> None:
    with app.app_context():
        lead, near, auditor = add_account(Role.LEAD), add_account(Role.COORDINATOR, areas("kent")), add_account(Role.AUDITOR)
        far, partner = add_account(Role.COORDINATOR, areas("durham")), add_account(Role.PARTNER)
        kent, national = add("kent", lead).id, add("national", lead).id
        db.session.commit()
    clients = {name: sign_in(app, who) for name, who in (("near", near), ("far", far), ("auditor", auditor), ("partner", partner))}

    def status(who: str, path: str) -> int:
        return clients[who].get(f"/manage/policies{path}").status_code

    assert [status(who, f"/entries/{kent}") for who in clients] == [200, 404, 200, 403]
    assert [status(who, f"/entries/{kent}/edit") for who in clients] == [200, 404, 403, 403]
    assert [status(who, f"/entries/{national}") for who in clients] == [200, 200, 200, 403]
    assert [status(who, f"/entries/{national}/edit") for who in clients] == [403, 403, 403, 403]
    assert [status(who, "/kent") for who in clients] == [200, 404, 200, 403]
    assert [status(who, "/nowhere") for who in clients] == [404, 404, 404, 403]
    assert post(clients["far"], f"/manage/policies/entries/{kent}/approve").status_code == 404
    assert post(clients["auditor"], f"/manage/policies/entries/{kent}/set-aside", reason="No").status_code == 403
    assert f"/manage/policies/entries/{kent}" not in clients["far"].page("/manage/policies/entries").links
    assert "Not yours" in clients["far"].page("/manage/policies").text


def test_the_due_list_has_what_holds_and_is_due_the_longest_due_first(app: Flask) -> None:
    with app.app_context():
        first, second = add_account(Role.LEAD), add_account(Role.LEAD)
        for place, days in (("kent", 20), ("surrey", 10), ("sussex", 200)):
            approve_policy(add(place, first, look_again_on=TODAY + timedelta(days=days)), by=person(second), now=NOW)
        draft_policy(uuid4(), "kent", VALUES | {"look_again_on": TODAY + timedelta(days=5)}, by=person(first), now=NOW)
        db.session.commit()
    text = sign_in(app, first).get("/manage/policies/entries?due=soon&format=csv").text
    assert [line.split(",")[0] for line in text.splitlines()[1:]] == ["Surrey 1", "Kent 1"]
    assert "Nothing matches these filters" in sign_in(app, first).page("/manage/policies/entries?due=now").text
