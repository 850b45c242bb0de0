"""Acknowledgements: numbers and never names, several sessions add up, a correction is another row, small results are not shown."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import select

from outreach.accounts.rules import Role
from outreach.briefings import issuing
from outreach.briefings.issuing import Session
from outreach.briefings.models import Acknowledgement
from outreach.briefings.queries import count_reached
from outreach.briefings.rules import Count, Means, Refusal
from outreach.core.db import db
from tests.accounts import add_account, areas, post, sign_in
from tests.briefings import TODAY, add_acknowledgement, add_briefing, add_issue, add_version, days, person, typed_day
from tests.client import PageClient
from tests.conftest import NOW
from tests.integration.briefings.test_versions import refusal_of
from tests.integration.commitments.test_register import hidden

ROOT = "/manage/briefings"
FORM: dict[str, Any] = {"reached": "20", "means": "in-person", "answered": "18", "right": "15"} | typed_day("held_on", 0)


def sign_in_near(app: Flask) -> tuple[PageClient, PageClient, UUID]:
    """Kent's coordinator, a national lead, and an issue to 30 people of Kent."""
    with app.app_context():
        first, second, near = add_account(Role.LEAD), add_account(Role.LEAD), add_account(Role.COORDINATOR, areas("kent"))
        material = add_briefing(first)
        add_version(material, first, second)
        issue_id = add_issue(material, first, headcount=30).id
        db.session.commit()
    return sign_in(app, near), sign_in(app, first), issue_id


def rows(app: Flask) -> list[tuple[int, bool]]:
    with app.app_context():
        found = db.session.scalars(select(Acknowledgement).order_by(Acknowledgement.reached)).all()
        return [(one.reached, one.corrected_at is not None) for one in found]


def test_sessions_add_up_to_the_headcount_and_not_beyond(app: Flask) -> None:
    with app.app_context():
        first, second = add_account(Role.LEAD), add_account(Role.LEAD)
        material = add_briefing(first)
        add_version(material, first, second)
        issue = add_issue(material, first, headcount=30)
        add_acknowledgement(issue, first, 20, 18, 15)
        assert refusal_of(lambda: add_acknowledgement(issue, first, 11, 1, 1)).refusal is Refusal.TOO_MANY_REACHED
        add_acknowledgement(issue, first, 10, 0, 0)
        assert count_reached(issue.id) == 30


@pytest.mark.parametrize(
    ("counts", "more", "refusal"),
    [
        ((10, 11, 1), {}, Refusal.TOO_MANY_ANSWERS),
        ((10, 9, 10), {}, Refusal.TOO_MANY_RIGHT),
        ((10, 9, 8), {"held_on": TODAY + timedelta(days=1)}, Refusal.IN_THE_FUTURE),
        ((10, 9, 8), {"held_on": TODAY - timedelta(days=1)}, Refusal.TOO_EARLY),
        ((10, 9, 8), {"source": ""}, Refusal.SOURCE),
    ],
)
def test_what_cannot_be_is_refused(app: Flask, counts: tuple[int, int, int], more: dict[str, Any], refusal: Refusal) -> None:
    with app.app_context():
        first, second = add_account(Role.LEAD), add_account(Role.LEAD)
        material = add_briefing(first)
        add_version(material, first, second)
        issue = add_issue(material, first)
        assert refusal_of(lambda: add_acknowledgement(issue, first, *counts, **more)).refusal is refusal


def test_the_forces_own_coordinator_is_asked_for_no_source_and_anybody_else_is(app: Flask) -> None:
    near, lead, issue_id = sign_in_near(app)
    path = f"{ROOT}/issues/{issue_id}/acknowledge"
    assert "Who told you" not in near.page(path).text
    opened = hidden(lead.page(path))
    answer = post(lead, path, **opened, **FORM)
    assert answer.status_code == 422
    assert "Enter who told you" in answer.text
    assert post(lead, path, **opened, **FORM, source="Ask 07700 900123").status_code == 422, "no numbers of people"
    assert post(lead, path, **opened, **FORM, source="Training unit, by mail").status_code == 303
    assert "Training unit, by mail" in near.page(f"{ROOT}/issues/{issue_id}").text


def test_a_form_that_is_sent_twice_acknowledges_once_and_loses_nothing_that_was_typed(app: Flask) -> None:
    near, _lead, issue_id = sign_in_near(app)
    path = f"{ROOT}/issues/{issue_id}/acknowledge"
    opened = hidden(near.page(path))
    wrong = post(near, path, **opened, **FORM | {"reached": "31"})
    assert wrong.status_code == 422
    assert 'value="31"' in wrong.text
    assert 'value="18"' in wrong.text
    for _ in range(2):
        assert post(near, path, **opened, **FORM).status_code == 303
    assert rows(app) == [(20, False)]
    assert "10 people of this team are not acknowledged yet" in near.page(path).text


def test_a_correction_takes_the_place_of_what_was_wrong_and_both_stay_on_record(app: Flask) -> None:
    near, _lead, issue_id = sign_in_near(app)
    page = f"{ROOT}/issues/{issue_id}"
    post(near, f"{page}/acknowledge", **hidden(near.page(f"{page}/acknowledge")), **FORM)
    path = next(link for link in near.page(page).links if "/acknowledgements/" in link)
    opened = hidden(near.page(path))
    assert post(near, path, **opened, **FORM | {"reached": "30"}).status_code == 422, "a reason is asked for"
    for _ in range(2):
        assert post(near, path, **opened, **FORM | {"reached": "30"}, reason="Ten came late").status_code == 303
    assert rows(app) == [(20, True), (30, False)]
    text = near.page(page).text
    assert "Correction: Ten came late" in text
    assert "People reached 30" in text
    late = hidden(near.page(path))
    assert post(near, path, **late, **FORM, reason="Once more").status_code == 303
    assert "Somebody has corrected this already" in near.page(page).text
    assert len(rows(app)) == 2


def test_a_session_that_did_not_take_place_is_corrected_to_nobody(app: Flask) -> None:
    with app.app_context():
        first, second = add_account(Role.LEAD), add_account(Role.LEAD)
        material = add_briefing(first)
        add_version(material, first, second)
        issue = add_issue(material, first)
        wrong = add_acknowledgement(issue, first, 20, 10, 5)
        session = Session(Count(0, 0, 0), TODAY, Means.READ, "Training unit")
        issuing.correct(uuid4(), wrong, issue, session, reason="It was put off", by=person(first), now=NOW)
        assert count_reached(issue.id) == 0


def test_results_of_fewer_than_five_are_shown_nowhere(app: Flask) -> None:
    near, lead, issue_id = sign_in_near(app)
    page = f"{ROOT}/issues/{issue_id}"
    small = FORM | {"reached": "9", "answered": "4", "right": "3"}
    post(near, f"{page}/acknowledge", **hidden(near.page(f"{page}/acknowledge")), **small)
    post(near, f"{page}/acknowledge", **hidden(near.page(f"{page}/acknowledge")), **FORM)
    text = near.page(page).text
    assert "Fewer than 5 answered: the result is not shown" in text
    assert "15 of 18 right" in text
    assert "3 of 4" not in text
    assert "of 22" not in text, "the sum leaves it out, or it could be worked out"
    with app.app_context():
        material_id = db.session.scalars(select(Acknowledgement.issue_id)).first()
        small_id = db.session.scalars(select(Acknowledgement.id).where(Acknowledgement.answered == 4)).one()
    assert material_id
    form = near.get(f"{page}/acknowledgements/{small_id}").text
    assert 'name="answered"' in form
    assert 'value="9"' in form
    assert 'value="4"' not in form
    assert "3 of 4" not in lead.get(f"{ROOT}/issues?format=csv").text


def test_a_day_before_the_issue_and_an_ended_issue_are_not_acknowledged_on_the_page(app: Flask) -> None:
    near, _lead, issue_id = sign_in_near(app)
    page = f"{ROOT}/issues/{issue_id}"
    opened = hidden(near.page(f"{page}/acknowledge"))
    answer = post(near, f"{page}/acknowledge", **opened, **FORM | typed_day("held_on", -1))
    assert answer.status_code == 422
    assert "not before the one on which it was issued" in answer.text
    assert post(near, f"{page}/take-back", reason="The wrong team").status_code == 303
    assert post(near, f"{page}/acknowledge", **opened, **FORM).status_code == 303
    assert "has been re-issued or taken back" in near.page(page).text
    assert rows(app) == []
    assert days(0) == TODAY
