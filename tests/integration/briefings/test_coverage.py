"""Coverage by force: gaps shown and ranked, for the areas of whoever looks, at the same cost however much there is."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from uuid import UUID, uuid4

from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from outreach.accounts.rules import Role
from outreach.briefings import issuing
from outreach.briefings.arithmetic import Cover, cover_all
from outreach.briefings.models import Briefing, Edition, Issue
from outreach.briefings.operations import set_edition_aside, set_target
from outreach.briefings.queries import find_standing, find_tallies, is_old
from outreach.briefings.rules import Gravity, Standing, State, Team, is_out_of_date
from outreach.core.areas import AREAS
from outreach.core.db import db
from tests.accounts import EVERYWHERE, add_account, areas, sign_in
from tests.briefings import TODAY, add_acknowledgement, add_briefing, add_issue, add_version, days, person
from tests.client import PageClient
from tests.conftest import NOW
from tests.pages import SVG, text_of
from tests.queries import counted_queries

ROOT = "/manage/briefings"


def add_programme(first: UUID, second: UUID) -> Briefing:
    """A material with an issue of every standing: Kent reached, Surrey below, Sussex late, Essex out of date, Norfolk taken back."""
    material = add_briefing(first)
    set_target(material, percent=80, on=days(30), by=person(first), now=NOW)
    add_version(material, first, second)
    old = add_issue(material, first, area="essex", headcount=50)
    add_acknowledgement(old, first, 50, 40, 30)
    add_version(material, first, second, changes="A new step")
    add_acknowledgement(add_issue(material, first, headcount=100), first, 80, 50, 40)
    add_acknowledgement(add_issue(material, first, area="surrey", headcount=100), first, 79, 4, 3)
    long_ago = NOW - timedelta(days=20)
    add_issue(material, first, area="sussex", headcount=60, due_on=days(-2), now=long_ago)
    add_issue(material, first, area="sussex", team=Team.CUSTODY, headcount=5)
    back = add_issue(material, first, area="norfolk")
    issuing.take_back(back, reason="x", by=person(first), now=NOW)
    db.session.commit()
    return material


def test_each_force_stands_as_its_gravest_gap_says(app: Flask) -> None:
    with app.app_context():
        first, second = add_account(Role.LEAD), add_account(Role.LEAD)
        material = add_programme(first, second)
        found = {one.area: one for one in cover_all(list(AREAS), find_tallies(material.id, scope=EVERYWHERE, today=TODAY), 80)}
        assert {area: one.standing for area, one in found.items() if one.standing is not Cover.NOT_ISSUED} == {
            "kent": Cover.REACHED,
            "surrey": Cover.BELOW,
            "sussex": Cover.UNACKNOWLEDGED,
            "essex": Cover.OUT_OF_DATE,
        }
        assert (found["sussex"].waiting, found["sussex"].late) == (2, 1)
        assert (found["essex"].reached, found["essex"].addressed) == (0, 50)
        assert found["surrey"].result.answered == 0, "fewer than five answered"
        material_id = material.id
    page = sign_in(app, first).page(f"{ROOT}/{material_id}/coverage")
    assert "Target: 80% of the people addressed" in page.text
    assert "159 of 315 people addressed are reached with a version that holds, 50%" in page.text
    places = [page.text.index(name) for name in ("Essex Out of date", "Cleveland Not issued")]
    assert places == sorted(places), "the worst gap first"
    words = {text_of(tile) for tile in page.all(f"{SVG}text")}
    assert {"Reached: 80%", "Below: 79%", "No answer: 65", "Out of date: 1", "Not issued"} <= words


def test_the_table_is_narrowed_to_a_standing_and_says_what_is_missing(app: Flask) -> None:
    with app.app_context():
        first, second = add_account(Role.LEAD), add_account(Role.LEAD)
        material_id = add_programme(first, second).id
    client = sign_in(app, first)
    text = client.page(f"{ROOT}/{material_id}/coverage?show=below").text
    assert "Surrey" in text
    assert "Essex" not in text
    assert "Essex" in client.page(f"{ROOT}/{material_id}/coverage?show=nonsense").text
    links = client.page(f"{ROOT}/{material_id}/coverage").links
    assert f"{ROOT}/{material_id}/reissue" in links
    assert f"{ROOT}/{material_id}/issue?area=cleveland" in links


def test_somebody_who_works_for_an_area_sees_its_coverage_and_no_other(app: Flask) -> None:
    with app.app_context():
        first, second, near = add_account(Role.LEAD), add_account(Role.LEAD), add_account(Role.COORDINATOR, areas("surrey"))
        auditor = add_account(Role.AUDITOR, areas("essex"))
        material_id = add_programme(first, second).id
    text = sign_in(app, near).page(f"{ROOT}/{material_id}/coverage").text
    assert "79 of 100 people addressed" in text
    assert "Not yours" in text
    assert "All 1" in text
    page = sign_in(app, auditor).page(f"{ROOT}/{material_id}/coverage")
    assert "Re-issue it" in page.text
    assert f"{ROOT}/{material_id}/reissue" not in page.links, "an auditor is told, and does not do it"


def test_pages_cost_the_same_queries_whatever_there_is(app: Flask) -> None:
    with app.app_context():
        first, second = add_account(Role.LEAD), add_account(Role.LEAD)
        material = add_programme(first, second)
        material_id, issue_id = material.id, db.session.scalars(select(Issue.id).where(Issue.area == "kent")).one()
    client = sign_in(app, first)
    paths = [f"{ROOT}/{material_id}/coverage", f"{ROOT}/{material_id}", ROOT, f"{ROOT}/issues", f"{ROOT}/{material_id}/reissue", "/manage/"]
    few = [cost(app, client, path) for path in paths]
    with app.app_context():
        found = db.session.get_one(Briefing, material_id)
        for area in AREAS:
            for team in (Team.FRONT_DESK, Team.INVESTIGATION):
                add_acknowledgement(add_issue(found, first, area=area, team=team), first, 50, 40, 30)
        for number in range(5):
            other = add_briefing(first, title=f"Another {number}")
            add_version(other, first, second)
            add_issue(other, first)
        add_acknowledgement(db.session.get_one(Issue, issue_id), first, 1, 0, 0)
        add_version(found, first, second, changes="Once more")
        db.session.commit()
    assert [cost(app, client, path) for path in paths] == few


def cost(app: Flask, client: PageClient, path: str) -> int:
    with counted_queries(app) as asked:
        client.page(path)
    return len(asked)


@given(
    versions=st.lists(st.tuples(st.sampled_from(Gravity), st.booleans()), min_size=1, max_size=5),
    at=st.integers(0, 4),
)
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_database_and_the_rule_agree_on_what_is_out_of_date(app: Flask, versions: list[tuple[Gravity, bool]], at: int) -> None:
    """Each version with its gravity, and whether it is set aside in the end; the issue is of one of them."""
    with app.app_context():
        first, second = add_account(Role.LEAD), add_account(Role.LEAD)
        material, made = add_briefing(first), []
        for gravity, _is_aside in versions:
            made.append(add_version(material, first, second, gravity=gravity, changes="x"))
            if len(made) == min(at, len(versions) - 1) + 1:
                issue = add_issue(material, first)
        for edition, (_gravity, is_aside) in zip(made, versions, strict=True):
            if is_aside:
                set_edition_aside(edition, reason="x", by=person(first), now=NOW)
        db.session.flush()
        approved = [one.number for one in made if one.state == State.APPROVED and one.gravity == Gravity.MEANING]
        expected = is_out_of_date(issue.edition.number, State(issue.edition.state), binding=max(approved, default=0))
        assert bool(db.session.scalar(select(is_old()).select_from(Issue).join(Edition).where(Issue.id == issue.id))) == expected
        db.session.rollback()


def test_the_list_of_issues_filters_by_how_they_stand_as_their_pages_say(app: Flask) -> None:
    with app.app_context():
        first, second = add_account(Role.LEAD), add_account(Role.LEAD)
        add_programme(first, second)
        issues = db.session.scalars(select(Issue)).all()
        standings = {one.id: find_standing(one, TODAY) for one in issues}
        expected = {state: sorted(one.area for one in issues if standings[one.id] is state) for state in Standing}
    client = sign_in(app, first)
    for state, found in expected.items():
        assert listed(client, f"state={state}") == found, state
    assert listed(client, "state=open") == sorted(expected[Standing.WAITING] + expected[Standing.LATE])
    assert listed(client, "area=kent&team=response") == ["kent"]
    assert "norfolk" not in listed(client, ""), "what was taken back is there when it is asked for"


def listed(client: PageClient, query: str) -> list[str]:
    text = client.get(f"{ROOT}/issues?format=csv&{query}").text.removeprefix("\ufeff")
    return sorted(row["Force and team"].partition(",")[0].lower() for row in csv.DictReader(io.StringIO(text)))


def test_an_issue_of_nothing_is_there_for_nobody(app: Flask) -> None:
    with app.app_context():
        lead = add_account(Role.LEAD)
    client = sign_in(app, lead)
    assert client.get(f"{ROOT}/issues/{uuid4()}").status_code == 404
    assert client.get(f"{ROOT}/{uuid4()}/coverage").status_code == 404
    assert "Nothing is issued yet" in client.page(f"{ROOT}/issues").text
    assert "No material yet" in client.page(ROOT).text
