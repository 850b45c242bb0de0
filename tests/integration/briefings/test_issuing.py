"""Issuing to teams and issuing anew after a change: one issue of a material for a team at a time, mails once, nothing lost."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from outreach.accounts.rules import Role
from outreach.briefings import issuing
from outreach.briefings.models import Issue
from outreach.briefings.operations import set_edition_aside
from outreach.briefings.queries import find_standing, get_issue, list_old_issues
from outreach.briefings.rules import Ending, Gravity, Refusal, Standing, Team
from outreach.core.db import db
from outreach.outbox.models import Mail
from tests.accounts import EVERYWHERE, add_account, areas, post, sign_in
from tests.briefings import TODAY, add_acknowledgement, add_briefing, add_issue, add_version, days, person, typed_day
from tests.conftest import NOW
from tests.integration.briefings.test_versions import refusal_of
from tests.integration.commitments.test_register import hidden

ROOT = "/manage/briefings"


def standing(issue: Issue) -> Standing:
    return find_standing(issue, TODAY)


def test_only_what_is_approved_is_issued_and_once_to_a_team(app: Flask) -> None:
    with app.app_context():
        first, second = add_account(Role.LEAD), add_account(Role.LEAD)
        material = add_briefing(first)
        assert refusal_of(lambda: add_issue(material, first)).refusal is Refusal.NOTHING_TO_ISSUE
        add_version(material, first, second)
        assert refusal_of(lambda: add_issue(material, first, due_on=TODAY)).refusal is Refusal.DUE_PASSED
        add_issue(material, first)
        add_issue(material, first, team=Team.CUSTODY)
        add_issue(material, first, area="surrey")
        add_issue(material, first, team=Team.OTHER, team_name="Night desk")
        assert refusal_of(lambda: add_issue(material, first)).refusal is Refusal.ISSUED_ALREADY
        assert refusal_of(lambda: add_issue(material, first, team=Team.OTHER, team_name="night  desk")).refusal is Refusal.ISSUED_ALREADY


def test_the_database_itself_lets_a_team_have_one_issue_that_stands(app: Flask) -> None:
    with app.app_context():
        first, second = add_account(Role.LEAD), add_account(Role.LEAD)
        material = add_briefing(first)
        add_version(material, first, second)
        one = add_issue(material, first)
        kept = {"briefing_id": one.briefing_id, "edition_id": one.edition_id, "area": one.area, "team": one.team, "headcount": 1}
        more = Issue(id=uuid4(), issued_at=NOW, issued_on=TODAY, issued_by_id=first, due_on=days(3), **kept)
        with pytest.raises(IntegrityError), db.session.begin_nested():
            db.session.add(more)
        issuing.take_back(one, reason="The wrong team", by=person(first), now=NOW)
        db.session.flush()
        assert add_issue(material, first).id != one.id


def test_a_change_of_meaning_makes_older_issues_out_of_date_and_a_change_of_wording_does_not(app: Flask) -> None:
    with app.app_context():
        first, second = add_account(Role.LEAD), add_account(Role.LEAD)
        material = add_briefing(first)
        add_version(material, first, second)
        old = add_issue(material, first)
        add_version(material, first, second, gravity=Gravity.WORDING, changes="A comma")
        assert standing(old) is Standing.WAITING
        newer = add_issue(material, first, area="surrey")
        add_version(material, first, second, changes="A new step")
        assert [standing(one) for one in (old, newer)] == [Standing.OUT_OF_DATE] * 2
        assert refusal_of(lambda: add_acknowledgement(old, first)).refusal is Refusal.OUT_OF_DATE


def test_what_is_set_aside_after_it_was_issued_is_out_of_date_and_the_version_before_takes_its_place(app: Flask) -> None:
    with app.app_context():
        first, second = add_account(Role.LEAD), add_account(Role.LEAD)
        material = add_briefing(first)
        add_version(material, first, second)
        kept = add_issue(material, first, area="surrey")
        wrong = add_version(material, first, second, gravity=Gravity.WORDING, changes="x")
        issue = add_issue(material, first)
        set_edition_aside(wrong, reason="It says too much", by=person(second), now=NOW)
        assert (standing(issue), standing(kept)) == (Standing.OUT_OF_DATE, Standing.WAITING)
        made = issuing.reissue(material, {issue.id, kept.id}, number=1, due_on=days(9), by=person(first), now=NOW)
        assert [(one.area, one.follows_id) for one in made] == [("kent", issue.id)]
        assert standing(get_issue(made[0].id, scope=EVERYWHERE)) is Standing.WAITING


def test_re_issuing_reaches_the_same_teams_with_the_same_headcounts_and_keeps_what_was_acknowledged(app: Flask) -> None:
    with app.app_context():
        first, second = add_account(Role.LEAD), add_account(Role.LEAD)
        material = add_briefing(first)
        add_version(material, first, second)
        kent = add_issue(material, first, headcount=70)
        add_acknowledgement(kent, first, 60, 50, 40)
        desk = add_issue(material, first, area="surrey", team=Team.OTHER, team_name="Night desk", headcount=8)
        add_version(material, first, second, changes="A new step")
        seen = {one.id for one in list_old_issues(material.id, scope=EVERYWHERE)}
        assert seen == {kent.id, desk.id}
        wrong: dict[str, Any] = {"due_on": days(9), "by": person(first), "now": NOW}
        assert refusal_of(lambda: issuing.reissue(material, seen, number=1, **wrong)).refusal is Refusal.VERSION_CHANGED
        made = issuing.reissue(material, seen, number=2, **wrong)
        assert [(one.area, one.team_name, one.headcount) for one in made] == [("kent", "", 70), ("surrey", "Night desk", 8)]
        assert [(one.ending, one.ended_by_id) for one in (kent, desk)] == [(Ending.REISSUED, first)] * 2
        assert refusal_of(lambda: issuing.reissue(material, seen, number=2, **wrong)).refusal is Refusal.NOTHING_OUT_OF_DATE
        assert refusal_of(lambda: issuing.take_back(kent, reason="x", by=person(first), now=NOW)).refusal is Refusal.ENDED


def test_a_coordinator_re_issues_in_their_own_areas_only(app: Flask) -> None:
    with app.app_context():
        first, second, near = add_account(Role.LEAD), add_account(Role.LEAD), add_account(Role.COORDINATOR, areas("kent"))
        material = add_briefing(first)
        add_version(material, first, second)
        for area in ("kent", "surrey"):
            add_issue(material, first, area=area)
        add_version(material, first, second, changes="A new step")
        material_id = material.id
        db.session.commit()
    client = sign_in(app, near)
    page = client.page(f"{ROOT}/{material_id}/reissue")
    assert "1 team gets version 2" in page.text
    assert "Surrey" not in page.text
    with app.app_context():
        every = " ".join(str(one) for one in db.session.scalars(select(Issue.id)))
    form = hidden(page) | {"seen": f"{every} nonsense"} | typed_day("due_on", 9)
    assert post(client, f"{ROOT}/{material_id}/reissue", **form | typed_day("due_on", 0)).status_code == 422
    for _ in range(2):
        assert post(client, f"{ROOT}/{material_id}/reissue", **form).status_code == 303
    with app.app_context():
        ended = db.session.scalars(select(Issue.area).where(Issue.ending == Ending.REISSUED)).all()
        assert ended == ["kent"]
        assert len(db.session.scalars(select(Issue.id)).all()) == 3
    assert "Nothing to re-issue" in client.page(f"{ROOT}/{material_id}/reissue").text


def test_issuing_on_the_page_makes_one_issue_however_often_it_is_sent(app: Flask) -> None:
    with app.app_context():
        first, second, near = add_account(Role.LEAD), add_account(Role.LEAD), add_account(Role.COORDINATOR, areas("kent"))
        material = add_briefing(first)
        add_version(material, first, second)
        material_id = material.id
        db.session.commit()
    client = sign_in(app, near)
    page = client.page(f"{ROOT}/{material_id}/issue?area=kent")
    assert "Surrey" not in page.text
    form: dict[str, Any] = hidden(page) | {"area": "kent", "team": "other", "headcount": "30"} | typed_day("due_on", 9)
    assert post(client, f"{ROOT}/{material_id}/issue", **form).status_code == 422, "which team"
    assert post(client, f"{ROOT}/{material_id}/issue", **form, team_name="Night desk 07700 900123").status_code == 422
    assert post(client, f"{ROOT}/{material_id}/issue", **form | {"area": "surrey"}, team_name="Night desk").status_code == 422
    answers = [post(client, f"{ROOT}/{material_id}/issue", **form, team_name="Night desk") for _ in range(2)]
    assert {(answer.status_code, answer.location) for answer in answers} == {(303, answers[0].location)}
    again = hidden(client.page(f"{ROOT}/{material_id}/issue"))
    answer = post(client, f"{ROOT}/{material_id}/issue", **form | again, team_name="night desk")
    assert answer.status_code == 422
    assert "This team has the material already" in answer.text
    page = client.page(answers[0].location)
    assert "Night desk" in page.text
    version = next(link for link in page.links if "/versions/" in link)
    assert "First issued on Sun 22 November 2026" in client.page(version).text


def test_the_forces_own_people_are_mailed_once_in_their_language_if_they_want_it(app: Flask) -> None:
    with app.app_context():
        first, second = add_account(Role.LEAD), add_account(Role.LEAD)
        near = add_account(Role.COORDINATOR, areas("gwent", "kent"), name="Ceri", email="ceri@police.example")
        person(near).language = "cy"
        quiet = add_account(Role.COORDINATOR, areas("gwent"), email="quiet@police.example")
        person(quiet).is_mailed = False
        for role, scope in ((Role.AUDITOR, areas("gwent")), (Role.COORDINATOR, areas("surrey"))):
            add_account(role, scope)
        material = add_briefing(first)
        add_version(material, first, second)
        for team in (Team.RESPONSE, Team.CUSTODY):
            add_issue(material, first, area="gwent", team=team)
        db.session.flush()
        mails = db.session.scalars(select(Mail)).all()
        assert [(mail.address, mail.language) for mail in mails] == [("ceri@police.example", "cy")] * 2
        add_version(material, first, second, changes="A new step")
        old = {one.id for one in list_old_issues(material.id, scope=EVERYWHERE)}
        issuing.reissue(material, old, number=2, due_on=days(9), by=person(first), now=NOW)
        db.session.flush()
        later = [mail for mail in db.session.scalars(select(Mail)).all() if mail not in mails]
        assert len(later) == 1, "one for both teams"
        assert "A new step" in later[0].text
        assert f"area=gwent&material={material.id}" in later[0].text


def test_whoever_issues_to_their_own_area_is_not_mailed_about_it(app: Flask) -> None:
    with app.app_context():
        first, second, near = add_account(Role.LEAD), add_account(Role.LEAD), add_account(Role.COORDINATOR, areas("kent"))
        material = add_briefing(first)
        add_version(material, first, second)
        add_issue(material, near)
        db.session.flush()
        assert db.session.scalars(select(Mail)).all() == []


def test_headcount_and_day_are_changed_with_a_conflict_shown_and_never_below_what_was_reached(app: Flask) -> None:
    with app.app_context():
        first, second = add_account(Role.LEAD), add_account(Role.LEAD)
        material = add_briefing(first)
        add_version(material, first, second)
        issue = add_issue(material, first, headcount=100)
        add_acknowledgement(issue, first, 60, 50, 40)
        issue_id = issue.id
        db.session.commit()
    client = sign_in(app, first)
    path = f"{ROOT}/issues/{issue_id}/edit"
    opened = hidden(client.page(path)) | typed_day("due_on", 12)
    assert "Enter a higher number" in post(client, path, **opened, headcount="59").text
    assert post(client, path, **opened, headcount="80").status_code == 303
    assert post(client, path, **opened, headcount="90").status_code == 409
    page = f"{ROOT}/issues/{issue_id}"
    assert post(client, f"{page}/take-back", reason="").status_code == 422
    assert post(client, f"{page}/take-back", reason="The wrong team").status_code == 303
    text = client.page(page).text
    assert "The wrong team" in text
    assert "60 people reached" in text, "what was acknowledged stays to be read"
    assert post(client, path, **opened, headcount="90").status_code == 303
    assert "has been re-issued or taken back" in client.page(page).text
    with app.app_context():
        assert get_issue(issue_id, scope=EVERYWHERE).headcount == 80
