"""Versions of material: drafted by one person, approved by another, never changed after that, and refused when they say too much."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from outreach.accounts.rules import Role
from outreach.audit.models import AuditEntry
from outreach.briefings.models import Briefing, Edition
from outreach.briefings.operations import (
    BriefingRefused,
    approve_edition,
    change_briefing,
    change_edition,
    make_briefing,
    set_edition_aside,
)
from outreach.briefings.queries import find_current
from outreach.briefings.rules import Gravity, Refusal, State
from outreach.commitments.operations import seed_register
from outreach.core.db import db
from tests.accounts import add_account, post, sign_in
from tests.briefings import FORM, VALUES, add_briefing, add_draft, add_version, person, typed_day
from tests.conftest import NOW
from tests.integration.commitments.test_register import hidden

ROOT = "/manage/briefings"
MATERIAL = UUID("5d0f2f5e-5a3f-4a34-9d0e-6f1c0c3c1a11")


def refusal_of(act: Any) -> BriefingRefused:
    with pytest.raises(BriefingRefused) as caught:
        act()
    return caught.value


def test_a_draft_is_approved_by_somebody_else_than_whoever_wrote_it_last(app: Flask) -> None:
    with app.app_context():
        first, second = add_account(Role.LEAD), add_account(Role.COORDINATOR)
        draft = add_draft(add_briefing(first), first)
        assert refusal_of(lambda: approve_edition(draft, by=person(first), now=NOW)).refusal is Refusal.SAME_PERSON
        change_edition(draft, VALUES | {"wording": "Other words."}, by=person(second), now=NOW)
        assert refusal_of(lambda: approve_edition(draft, by=person(second), now=NOW)).refusal is Refusal.SAME_PERSON
        approve_edition(draft, by=person(first), now=NOW)
        assert draft.state == State.APPROVED
        assert refusal_of(lambda: change_edition(draft, VALUES, by=person(second), now=NOW)).refusal is Refusal.NOT_A_DRAFT


def test_the_database_itself_knows_no_approval_by_whoever_drafted_it_and_no_two_drafts(app: Flask) -> None:
    with app.app_context():
        lead = add_account(Role.LEAD)
        material = add_briefing(lead)
        draft = add_draft(material, lead)
        assert refusal_of(lambda: add_draft(material, lead)).refusal is Refusal.DRAFT_THERE
        draft.state, draft.approved_by_id = State.APPROVED, lead
        with pytest.raises(IntegrityError), db.session.begin_nested():
            db.session.flush()


def test_the_first_version_changes_the_meaning_whatever_is_said(app: Flask) -> None:
    with app.app_context():
        first, second = add_account(Role.LEAD), add_account(Role.LEAD)
        material = add_briefing(first)
        one = add_version(material, first, second, gravity=Gravity.WORDING, changes="Nothing")
        assert (one.number, one.gravity, one.changes) == (1, Gravity.MEANING, "")
        two = add_version(material, first, second, gravity=Gravity.WORDING, changes="A comma")
        assert (two.number, two.gravity) == (2, Gravity.WORDING)


@pytest.mark.parametrize(
    "values",
    [
        {"wording": "She is protected by the protocol."},
        {"why": "Because of the protocol."},
        {"answer_a": "The protocol protects her"},
        {"wording": "Tell them: your report is confidential."},
    ],
)
def test_what_says_too_much_is_no_draft_with_the_reason(app: Flask, values: dict[str, str]) -> None:
    with app.app_context():
        lead = add_account(Role.LEAD)
        material = add_briefing(lead)
        refused = refusal_of(lambda: add_draft(material, lead, **values))
        assert refused.refusal is Refusal.SAYS_TOO_MUCH
        assert refused.phrase
        assert refused.phrase.reason
        draft = add_draft(material, lead)
        assert refusal_of(lambda: change_edition(draft, VALUES | values, by=person(lead), now=NOW)).phrase == refused.phrase


def test_a_wrong_answer_may_be_wrong_and_a_title_may_not(app: Flask) -> None:
    with app.app_context():
        lead = add_account(Role.LEAD)
        add_draft(add_briefing(lead), lead, answer_b="The protocol protects her", question="Is she protected by the protocol?")
        title = "Protected by the protocol"
        assert refusal_of(lambda: add_briefing(lead, title=title)).refusal is Refusal.SAYS_TOO_MUCH


def test_a_version_that_is_set_aside_gives_way_to_the_one_before(app: Flask) -> None:
    with app.app_context():
        first, second = add_account(Role.LEAD), add_account(Role.LEAD)
        material = add_briefing(first)
        one, two = add_version(material, first, second), add_version(material, first, second, wording="More.")
        assert find_current(material.id) == two
        set_edition_aside(two, reason="It went too far", by=person(second), now=NOW)
        assert find_current(material.id) == one
        assert refusal_of(lambda: set_edition_aside(two, reason="Again", by=person(second), now=NOW)).refusal is Refusal.SET_ASIDE


def test_a_title_stays_once_a_version_was_approved_and_commitments_can_be_changed(app: Flask) -> None:
    with app.app_context():
        seed_register(now=NOW)
        first, second = add_account(Role.LEAD), add_account(Role.LEAD)
        material = add_briefing(first, commitments=("L2",))
        about: dict[str, Any] = {"about": "The guidance", "by": person(first), "now": NOW}
        assert change_briefing(material, title="Another title", commitments=["L2"], **about)
        add_version(material, first, second)
        assert refusal_of(lambda: change_briefing(material, title="A third", commitments=[], **about)).refusal is Refusal.TITLE_FIXED
        assert change_briefing(material, title="Another title", commitments=["L1", "L2"], **about)
        assert not change_briefing(material, title="Another title", commitments=["L1", "L2"], **about)
        assert sorted(one.key for one in material.commitments) == ["L1", "L2"]


def test_material_is_made_drafted_changed_and_approved_on_the_pages(app: Flask) -> None:
    with app.app_context():
        first, second = add_account(Role.LEAD, name="First"), add_account(Role.COORDINATOR, name="Second")
    client, other = sign_in(app, first), sign_in(app, second)
    opened = hidden(client.page(f"{ROOT}/new"))
    assert "The protocol protects" not in client.page(ROOT).text
    wrong = post(client, f"{ROOT}/new", **opened, title="Protected by the protocol", about="x")
    assert wrong.status_code == 422
    assert "No briefing may say “protected by the protocol”" in wrong.text
    for _ in range(2):
        assert post(client, f"{ROOT}/new", **opened, title="A victim first", about="The guidance").status_code == 303
    with app.app_context():
        material_id = db.session.scalars(select(Briefing.id)).one()
    page = f"{ROOT}/{material_id}"
    assert "Write the first version" in client.page(page).text
    opened = hidden(client.page(f"{page}/versions/new"))
    assert post(client, f"{page}/versions/new", **opened, **FORM | {"right_answer": "d"}).status_code == 422
    assert post(client, f"{page}/versions/new", **opened, **FORM | {"wording": ""}).status_code == 422
    for _ in range(2):
        assert post(client, f"{page}/versions/new", **opened, **FORM).status_code == 303
    with app.app_context():
        version_id = db.session.scalars(select(Edition.id)).one()
    version = f"{ROOT}/versions/{version_id}"
    assert "You have drafted it" in client.page(version).text
    assert "Briefings 1 to do" in other.page(ROOT).text
    read = hidden(other.page(version))["version"]
    edit = hidden(client.page(f"{version}/edit"))
    assert post(client, f"{version}/edit", **edit, **FORM | {"wording": "Better words."}).status_code == 303
    assert post(client, f"{version}/edit", **edit, **FORM | {"wording": "Other words."}).status_code == 409
    post(other, f"{version}/approve", version=read)
    assert "Read it again" in other.page(version).text, "it is not what the second person has seen"
    assert post(other, f"{version}/approve", version=hidden(other.page(version))["version"]).status_code == 303
    text = client.page(page).text
    assert "What holds now: version 1" in text
    assert "Better words." in text
    assert "No published protocol has been found" in text or "has no row about it" in text
    assert post(client, f"{version}/edit", **edit, **FORM).status_code == 303, "approved: back to its page"
    assert "Write a new version instead" in client.page(version).text


def test_a_new_draft_begins_with_the_words_of_the_version_that_holds(app: Flask) -> None:
    with app.app_context():
        first, second = add_account(Role.LEAD), add_account(Role.LEAD)
        material = add_briefing(first)
        add_version(material, first, second, wording="The words that hold.")
        material_id = material.id
        db.session.commit()
    client = sign_in(app, first)
    page = client.page(f"{ROOT}/{material_id}/versions/new")
    assert "The words that hold." in page.text
    fields = {**hidden(page), **FORM, "changes": "", "gravity": "meaning"}
    assert post(client, f"{ROOT}/{material_id}/versions/new", **fields).status_code == 422, "it has to be said what changed"
    assert post(client, f"{ROOT}/{material_id}/versions/new", **fields | {"changes": "All of it"}).status_code == 303


def test_a_target_is_set_by_a_lead_with_a_conflict_shown(app: Flask) -> None:
    with app.app_context():
        lead = add_account(Role.LEAD)
        coordinator = add_account(Role.COORDINATOR)
        material_id = add_briefing(lead).id
        db.session.commit()
    client = sign_in(app, lead)
    path = f"{ROOT}/{material_id}/target"
    opened = hidden(client.page(path))
    assert sign_in(app, coordinator).get(path).status_code == 403
    day = typed_day("target_on", 30)
    assert post(client, path, **opened, **day, target_percent="101").status_code == 422
    assert post(client, path, **opened, **day, target_percent="90").status_code == 303
    assert post(client, path, **opened, **day, target_percent="80").status_code == 409
    assert "90% of the people addressed" in client.page(f"{ROOT}/{material_id}").text


def test_the_trail_names_the_material_by_its_id_and_the_fields_that_were_changed(app: Flask) -> None:
    with app.app_context():
        first, second = add_account(Role.LEAD), add_account(Role.LEAD)
        material = add_briefing(first)
        draft = add_draft(material, first)
        change_edition(draft, VALUES | {"wording": "Secret words."}, by=person(first), now=NOW)
        approve_edition(draft, by=person(second), now=NOW)
        db.session.commit()
        entries = db.session.scalars(
            select(AuditEntry).where(AuditEntry.subject == f"briefing/{material.id}").order_by(AuditEntry.place)
        ).all()
        assert [entry.action for entry in entries] == ["briefing.made", "briefing.drafted", "briefing.draft-changed", "briefing.approved"]
        assert entries[2].changed == ["wording"]
        assert not [entry for entry in entries if "Secret" in entry.detail]


def test_what_is_archived_is_in_no_list_and_cannot_be_issued_and_comes_back(app: Flask) -> None:
    with app.app_context():
        lead, second = add_account(Role.LEAD), add_account(Role.LEAD)
        material = make_briefing(MATERIAL, title="Old things", about="x", commitments=(), by=person(lead), now=NOW)
        add_version(material, lead, second)
        db.session.commit()
    client = sign_in(app, lead)
    assert post(client, f"{ROOT}/{MATERIAL}/archive").status_code == 303
    assert "Old things" not in client.page(ROOT).text
    assert "Old things" in client.page(f"{ROOT}?archived=too").text
    form = (
        hidden(client.page(f"{ROOT}/{MATERIAL}/issue")) | {"area": "kent", "team": "response", "headcount": "10"} | typed_day("due_on", 9)
    )
    answer = post(client, f"{ROOT}/{MATERIAL}/issue", **form)
    assert answer.status_code == 422
    assert "This material is archived" in answer.text
    assert post(client, f"{ROOT}/{MATERIAL}/unarchive").status_code == 303
    assert post(client, f"{ROOT}/{MATERIAL}/issue", **form).status_code == 303
