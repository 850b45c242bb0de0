"""Routes from the police: entered, changed, archived; in sight of those whose areas they are; true only as long as somebody has looked."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from outreach.accounts.rules import Role
from outreach.audit.models import AuditEntry
from outreach.commitments.operations import seed_register
from outreach.core.areas import AREAS
from outreach.core.db import db
from outreach.directory.assigning import Act
from outreach.directory.operations import archive_service, end_service
from outreach.directory.rules import Need
from outreach.pathways.models import Pathway
from outreach.pathways.operations import change_pathway
from outreach.pathways.queries import count_due, find_standings, get_pathway, in_sight
from outreach.pathways.rules import Capacity, Extent, PathwayRefused, Refusal, Standing, may_see
from tests.accounts import EVERYWHERE, add_account, areas, post, sign_in
from tests.campaigns import days
from tests.client import PageClient
from tests.conftest import NOW
from tests.directory import add_shown, load
from tests.pages import form_of
from tests.pathways import NOBODY, add_route, values
from tests.queries import counted_queries

TODAY = NOW.date()


@pytest.fixture
def lead(app: Flask) -> Any:
    with app.app_context():
        return add_account(Role.LEAD)


def typed(client: PageClient, path: str, **fields: Any) -> dict[str, Any]:
    """The form of a page, as it stands, with these fields typed."""
    return form_of(client.page(path)) | fields


FIELDS = {
    "need": "refuge",
    "extent": "extant",
    "recipient": "Marsh refuge",
    "how": "The officer calls together with the person.",
    "capacity": "some",
    "agreed_on-day": "1",
    "agreed_on-month": "11",
    "agreed_on-year": "2026",
    "agreed_for_police": "Head of victim care",
    "agreed_for_service": "Manager",
    "review_on-day": "1",
    "review_on-month": "3",
    "review_on-year": "2027",
}


def test_a_route_is_entered_changed_and_archived_and_its_history_says_how_far_it_went(app: Flask, lead: Any) -> None:
    client = sign_in(app, lead)
    answer = client.post("/manage/pathways/kent/new", data=typed(client, "/manage/pathways/kent/new?need=refuge", **FIELDS))
    assert answer.status_code == 303
    route = answer.headers["Location"]
    assert "Marsh refuge" in client.page(route).text
    changed = {"extent": "partial", "hours": "Office hours"}
    assert client.post(f"{route}/edit", data=typed(client, f"{route}/edit", **changed)).status_code == 303
    text = client.page(route).text
    assert "From Extant to Partial" in text
    assert "How far it goes, Hours" in text
    assert post(client, f"{route}/archive").status_code == 303
    assert "Archived" in client.page(route).text
    assert "No route yet" not in client.page("/manage/pathways/routes?archive=yes").text
    assert "Marsh refuge" not in client.page("/manage/pathways/routes").text
    assert client.get(f"{route}/edit").status_code == 303
    assert post(client, f"{route}/unarchive").status_code == 303
    assert "Marsh refuge" in client.page("/manage/pathways/routes").text
    with app.app_context():
        acts = db.session.scalars(select(AuditEntry.action).where(AuditEntry.action.like("pathway.%")).order_by(AuditEntry.place)).all()
    assert acts == ["pathway.made", "pathway.changed", "pathway.archived", "pathway.taken-back"]


def test_the_trail_leads_to_a_route(app: Flask, lead: Any) -> None:
    with app.app_context():
        route = f"/manage/pathways/routes/{add_route(lead)}"
    client = sign_in(app, lead)
    act = next(link for link in client.page("/manage/audit?what=pathway.made").links if link.startswith("/manage/audit/"))
    assert route in client.page(act).links


def test_a_form_that_is_sent_twice_makes_one_route(app: Flask, lead: Any) -> None:
    client = sign_in(app, lead)
    form = typed(client, "/manage/pathways/kent/new", **FIELDS)
    first, second = (client.post("/manage/pathways/kent/new", data=form) for _ in range(2))
    assert first.headers["Location"] == second.headers["Location"]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"agreed_for_service": ""}, "agreed by both sides"),
        ({"recipient": ""}, "Choose the service, or enter who it is"),
        ({"how": "Mrs Lamp was beaten by her husband"}, "Take “Mrs Lamp” out"),
        ({"hours": "Call 07700 900123"}, "Take the telephone number out"),
        ({"referred_by": "Ask sergeant@police.example"}, "Take the email address out"),
        ({"review_on-year": "2026", "review_on-month": "11", "review_on-day": "1"}, "Choose a day after today"),
    ],
)
def test_what_does_not_fit_or_could_point_at_somebody_is_refused_and_nothing_typed_is_lost(
    app: Flask, lead: Any, wrong: dict[str, str], said: str
) -> None:
    client = sign_in(app, lead)
    form = typed(client, "/manage/pathways/kent/new", **FIELDS | wrong)
    answer = client.post("/manage/pathways/kent/new", data=form)
    assert answer.status_code == 422
    assert said in answer.text
    assert "Head of victim care" in answer.text
    with app.app_context():
        assert db.session.scalars(select(Pathway)).all() == []


def test_two_who_change_a_route_at_once_see_both_versions(app: Flask, lead: Any) -> None:
    with app.app_context():
        route = f"/manage/pathways/routes/{add_route(lead)}/edit"
    client = sign_in(app, lead)
    mine, theirs = typed(client, route, hours="Mornings"), typed(client, route, hours="Evenings")
    assert client.post(route, data=theirs).status_code == 303
    answer = client.post(route, data=mine)
    assert answer.status_code == 409
    assert "Mornings" in answer.text
    assert "Evenings" in answer.text


def test_the_database_itself_keeps_no_agreement_without_both_sides_and_no_route_to_nobody(app: Flask, lead: Any) -> None:
    with app.app_context():
        for wrong in ({"agreed_on": None}, {"agreed_for_police": ""}, {"recipient": ""}, {"extent": "none"}, {"capacity": "3"}):
            about = {"area": "kent", "made_by_id": lead, "made_at": NOW, "changed_at": NOW, "version": 1}
            with pytest.raises(IntegrityError), db.session.begin_nested():
                db.session.execute(insert(Pathway).values(id=uuid4(), **about, **values(**wrong)))


def test_a_route_leads_to_a_service_of_the_area_only(app: Flask, lead: Any) -> None:
    with app.app_context():
        near, far = add_shown(lead, name="Marsh refuge"), add_shown(lead, name="Moor refuge", areas=["gwent"])
        route = add_route(lead, recipient="", service_id=near)
        client = sign_in(app, lead)
        assert "Marsh refuge" in client.page(f"/manage/pathways/routes/{route}").text
        assert f"/manage/directory/{near}" in client.page(f"/manage/pathways/routes/{route}").links
        with pytest.raises(PathwayRefused) as caught:
            add_route(lead, recipient="", service_id=far)
        assert caught.value.refusal is Refusal.SERVICE


def test_a_route_whose_day_has_come_counts_for_nothing_until_somebody_has_looked_again(app: Flask, lead: Any) -> None:
    with app.app_context():
        route = add_route(lead, review_on=days(1))
        add_route(lead, need=Need.ABUSE, **NOBODY)
        assert find_standings(EVERYWHERE, TODAY) == {("kent", Need.REFUGE): Standing.EXTANT, ("kent", Need.ABUSE): Standing.NONE}
        tomorrow = TODAY + timedelta(days=1)
        assert find_standings(EVERYWHERE, tomorrow)["kent", Need.REFUGE] is Standing.DUE
        assert (count_due(EVERYWHERE, TODAY), count_due(EVERYWHERE, tomorrow), count_due(areas("gwent"), tomorrow)) == (0, 1, 0)
        found, later = get_pathway(route, scope=EVERYWHERE, is_locked=True), NOW + timedelta(days=2)
        assert change_pathway(found, values(review_on=days(1), hours="Mornings"), by=lead, now=later), "a word is mended without a new day"
        with pytest.raises(PathwayRefused):
            change_pathway(found, values(review_on=days(2)), by=lead, now=later)
        assert change_pathway(found, values(review_on=days(100)), by=lead, now=later)
        assert find_standings(EVERYWHERE, tomorrow)["kent", Need.REFUGE] is Standing.EXTANT


def test_a_route_that_is_due_says_so(app: Flask, lead: Any) -> None:
    with app.app_context():
        add_route(lead, now=NOW - timedelta(days=100), review_on=days(0), agreed_on=days(-120))
    client = sign_in(app, lead)
    assert "To be looked at again" in client.page("/manage/pathways/routes?due=now").text
    assert "Pathways 1 to do" in client.page("/manage/pathways").text


@pytest.mark.parametrize("leave", [end_service, archive_service])
def test_a_route_to_a_service_that_is_gone_counts_for_nothing_and_is_to_be_looked_at_again(app: Flask, lead: Any, leave: Any) -> None:
    with app.app_context():
        service_id = add_shown(lead, name="Marsh House")
        route = add_route(lead, recipient="", service_id=service_id)
        assert (find_standings(EVERYWHERE, TODAY)["kent", Need.REFUGE], count_due(EVERYWHERE, TODAY)) == (Standing.EXTANT, 0)
        leave(load(service_id), Act(lead, NOW))
        db.session.commit()
        assert (find_standings(EVERYWHERE, TODAY)["kent", Need.REFUGE], count_due(EVERYWHERE, TODAY)) == (Standing.DUE, 1)
        assert (count_due(areas("kent"), TODAY), count_due(areas("gwent"), TODAY)) == (1, 0)
    client = sign_in(app, lead)
    assert "Leads nowhere" in client.page("/manage/pathways/routes?due=now").text
    assert "Leads nowhere" in client.page("/manage/pathways/kent").text
    assert "Choose whom it leads to now, or archive it" in client.page(f"/manage/pathways/routes/{route}").text
    with app.app_context():
        change_pathway(get_pathway(route, scope=EVERYWHERE, is_locked=True), values(recipient="Fen refuge"), by=lead, now=NOW)
        assert find_standings(EVERYWHERE, TODAY)["kent", Need.REFUGE] is Standing.EXTANT
        db.session.rollback()


def test_what_is_in_sight_is_what_the_rule_says(app: Flask, lead: Any) -> None:
    with app.app_context():
        for area in ("kent", "surrey", "gwent"):
            add_route(lead, area)
        for scope in (EVERYWHERE, areas("kent"), areas("gwent", "surrey"), areas("essex")):
            shown = set(db.session.scalars(select(Pathway.area).where(in_sight(scope))))
            assert shown == {area for area in ("kent", "surrey", "gwent") if may_see(scope, area)}


def test_out_of_sight_is_not_there_and_who_reads_only_changes_nothing(app: Flask, lead: Any) -> None:
    with app.app_context():
        kent, gwent = add_route(lead, "kent"), add_route(lead, "gwent", recipient="Moor refuge")
        coordinator, auditor = add_account(Role.COORDINATOR, areas("kent")), add_account(Role.AUDITOR, areas("kent"))
    mine, reader = sign_in(app, coordinator), sign_in(app, auditor)
    for client in (mine, reader):
        assert client.get(f"/manage/pathways/routes/{gwent}").status_code == 404
        assert client.get("/manage/pathways/gwent").status_code == 404
        assert "Moor refuge" not in client.get("/manage/pathways/routes?format=csv").text
        assert "Marsh refuge" in client.get("/manage/pathways/routes?format=csv").text
        assert "Not yours" in client.page("/manage/pathways").text
    assert post(mine, f"/manage/pathways/routes/{gwent}/archive").status_code == 404
    assert mine.get("/manage/pathways/gwent/new").status_code == 404
    assert post(reader, f"/manage/pathways/routes/{kent}/archive").status_code == 403
    assert post(mine, f"/manage/pathways/routes/{kent}/archive").status_code == 303


def test_the_map_and_its_table_say_the_same_of_every_area(app: Flask, lead: Any) -> None:
    with app.app_context():
        add_route(lead, "kent", extent=Extent.ENHANCED, capacity=Capacity.ALL)
        add_route(lead, "gwent", **NOBODY)
    page = sign_in(app, lead).page("/manage/pathways?need=refuge")
    drawn = [" ".join("".join(tile.itertext()).split()) for tile in page.tree.iter("{http://www.w3.org/2000/svg}g")]
    drawn = drawn or [" ".join("".join(tile.itertext()).split()) for tile in page.tree.iter("g")]
    assert len(drawn) == len(AREAS)
    assert [tile for tile in drawn if tile.startswith("Kent")] == ["Kent Enhanced"]
    assert [tile for tile in drawn if tile.startswith("Gwent")] == ["Gwent None"]
    assert sum("No entry" in tile for tile in drawn) == len(AREAS) - 2
    assert page.text.count("Nobody has looked") >= len(AREAS) - 2


def test_agreed_routes_are_among_what_was_done_for_the_commitment_to_support_them(app: Flask, lead: Any) -> None:
    with app.app_context():
        seed_register(now=NOW)
        add_route(lead, "kent")
        add_route(lead, "kent", recipient="Hope", extent=Extent.PARTIAL)
        db.session.commit()
        coordinator = add_account(Role.COORDINATOR, areas("gwent"))
    text = sign_in(app, lead).page("/manage/commitments/L5/work").text
    assert "Kent: Refuge, Marsh refuge" in text
    assert "Hope" not in text
    assert "Marsh refuge" not in sign_in(app, lead).page("/manage/commitments/L2/work").text
    assert "Marsh refuge" not in sign_in(app, coordinator).page("/manage/commitments/L5/work").text


def test_pages_cost_as_many_queries_for_many_routes_as_for_one(app: Flask, lead: Any) -> None:
    paths = ("/manage/pathways", "/manage/pathways/routes", "/manage/pathways/kent", "/manage/commitments/L5/work")
    with app.app_context():
        seed_register(now=NOW)
        service = add_shown(lead)
        add_route(lead, recipient="", service_id=service)
    client, counts = sign_in(app, lead), []
    for _turn in range(2):
        of_turn = []
        for path in paths:
            with counted_queries(app) as asked:
                client.page(path)
            of_turn.append(len(asked))
        counts.append(of_turn)
        with app.app_context():
            for need in Need:
                add_route(lead, recipient="", service_id=service, need=need)
    assert counts[0] == counts[1]
