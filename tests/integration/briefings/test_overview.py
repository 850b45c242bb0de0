"""Briefings where many features are read: the home page, everything done for a commitment, the trail."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from flask import Flask

from outreach.accounts.rules import Role
from outreach.briefings import issuing
from outreach.briefings.rules import Team
from outreach.commitments.operations import seed_register
from outreach.core.db import db
from tests.accounts import EVERYWHERE, add_account, areas, sign_in
from tests.briefings import add_acknowledgement, add_briefing, add_draft, add_issue, add_version, days, person
from tests.conftest import NOW


def add_people(app: Flask) -> tuple[UUID, UUID, UUID]:
    """Two national leads, and Kent's coordinator."""
    with app.app_context():
        return add_account(Role.LEAD, EVERYWHERE), add_account(Role.LEAD), add_account(Role.COORDINATOR, areas("kent"))


def test_the_force_is_asked_team_by_team_and_whoever_issued_by_material(app: Flask) -> None:
    first, second, near = add_people(app)
    with app.app_context():
        material = add_briefing(first, title="A victim first")
        add_version(material, first, second)
        long_ago = NOW - timedelta(days=20)
        add_issue(material, first, due_on=days(-2), now=long_ago)
        add_issue(material, first, team=Team.CUSTODY, due_on=days(3))
        add_issue(material, first, area="surrey", due_on=days(3))
        done = add_issue(material, first, team=Team.FRONT_DESK, due_on=days(3))
        add_acknowledgement(done, first)
        add_issue(material, first, team=Team.VICTIM_CARE, due_on=days(30))
        db.session.commit()
    text = sign_in(app, near).page("/manage/").text
    assert "Overdue 1 Say how many were reached: Kent, Response" in text
    assert "Say how many were reached: Kent, Custody" in text
    for absent in ("Kent, Front desk", "Kent, Victim care", "Surrey"):
        assert absent not in text
    assert "Briefings 1 to do" in text
    assert "Ask 3 teams how many were reached" in sign_in(app, first).page("/manage/").text
    assert "how many were reached" not in sign_in(app, second).page("/manage/").text


def test_drafts_wait_for_a_second_person_and_old_versions_for_those_who_may_re_issue(app: Flask) -> None:
    first, second, near = add_people(app)
    with app.app_context():
        material = add_briefing(first, title="A victim first")
        add_version(material, first, second)
        add_issue(material, first)
        add_version(material, first, second, changes="A new step")
        add_draft(material, first, changes="More", wording="More.")
        db.session.commit()
    home = {name: sign_in(app, who).page("/manage/").text for name, who in (("first", first), ("second", second), ("near", near))}
    assert "Approve its draft" in home["second"]
    assert "Approve its draft" not in home["first"]
    assert "Approve its draft" not in home["near"]
    assert "Re-issue it to 1 team" in home["near"]


def test_issues_and_acknowledgements_are_among_everything_done_for_a_commitment(app: Flask) -> None:
    first, second, near = add_people(app)
    with app.app_context():
        seed_register(now=NOW)
        material = add_briefing(first, title="A victim first", commitments=("L2",))
        add_version(material, first, second)
        add_acknowledgement(add_issue(material, first, headcount=120), first, 84, 80, 60)
        add_issue(material, first, area="surrey")
        back = add_issue(material, first, area="essex")
        issuing.take_back(back, reason="x", by=person(first), now=NOW)
        db.session.commit()
    text = sign_in(app, near).page("/manage/commitments/L2/work").text
    assert "Briefing issued · version 1, Kent, Response, 120 people" in text
    assert "Briefing acknowledged · 84 of 120 people reached, Kent, Response" in text
    assert "Surrey" not in text
    everything = sign_in(app, first).page("/manage/commitments/L2/work").text
    assert "Surrey" in everything
    assert "Essex" not in everything, "what was taken back was not done"
    assert "Nothing yet" in sign_in(app, first).page("/manage/commitments/L5/work").text


def test_the_trail_leads_to_material_and_issues_and_shows_an_area_its_own(app: Flask) -> None:
    first, second, _near = add_people(app)
    with app.app_context():
        near = add_account(Role.AUDITOR, areas("kent"))
        material = add_briefing(first)
        add_version(material, first, second)
        issues = {area: add_issue(material, first, area=area).id for area in ("kent", "surrey")}
        material_id = material.id
        db.session.commit()
    trail = sign_in(app, first).page("/manage/audit?what=briefing-issue.made")
    assert "Issued a briefing to a team" in trail.text
    rows = sign_in(app, near).get("/manage/audit?format=csv").text
    assert str(issues["kent"]) in rows
    assert str(issues["surrey"]) not in rows
    client = sign_in(app, first)
    entry = next(link for link in trail.links if link.startswith("/manage/audit/"))
    assert any(link.startswith("/manage/briefings/issues/") for link in client.page(entry).links)
    made = client.page("/manage/audit?what=briefing.made")
    entry = next(link for link in made.links if link.startswith("/manage/audit/"))
    assert f"/manage/briefings/{material_id}" in client.page(entry).links
