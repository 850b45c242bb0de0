"""Lists and calendars of events: scope, filters that are kept, empty states, and as many queries for many rows as for few."""

from __future__ import annotations

import csv
import io

import pytest
from flask import Flask

from outreach.accounts.rules import Role
from outreach.events.rules import Kind, Need, StaffRole, Visibility
from tests.accounts import EVERYWHERE, add_account, areas, post, sign_in
from tests.campaigns import add_campaign, days
from tests.client import PageClient
from tests.events import add_event, add_interpreter, add_series, add_venue, typed
from tests.queries import counted_queries

PAGES = ["", "/month", "/week", "/agenda"]


def titles(client: PageClient, query: str = "") -> list[str]:
    rows = csv.DictReader(io.StringIO(client.get(f"/manage/events?{query}&format=csv").text.removeprefix("\ufeff")))
    return [row["Event"] for row in rows]


def test_events_are_found_by_area_language_campaign_kind_person_visibility_state_and_days(app: Flask) -> None:
    with app.app_context():
        me, other = add_account(name="Ffion Fair"), add_account(name="Cosmo Quill")
        campaign = add_campaign(me, "kent")
        add_event(me, title="Kentish", campaign_id=campaign, languages=[("ur", Need.NEEDED, None)])
        add_event(me, title="Surreyan", area="surrey", kind=Kind.STALL, staff=[(other, StaffRole.SPEAKER)])
        add_event(me, title="Everywhere", area=None, held_on=days(20), visibility=Visibility.PUBLIC)
        add_event(me, title="Past", held_on=days(-5))
    client = sign_in(app, me)
    assert titles(client) == ["Kentish", "Surreyan", "Everywhere"] or set(titles(client)) == {"Kentish", "Surreyan", "Everywhere"}
    assert titles(client, "when=past") == ["Past"]
    assert len(titles(client, "when=all")) == 4
    assert titles(client, f"on_from={days(-6)}&on_to={days(0)}") == ["Past"]
    assert titles(client, "area=kent") == ["Kentish", "Everywhere"]
    assert titles(client, "language=ur") == ["Kentish"]
    assert titles(client, f"campaign={campaign}") == ["Kentish"]
    assert titles(client, "kind=stall") == ["Surreyan"]
    assert titles(client, f"person={other}") == ["Surreyan"]
    assert titles(client, "visibility=public") == ["Everywhere"]
    assert titles(client, "state=cancelled") == []
    assert titles(client, "q=surr") == ["Surreyan"]


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("role", [Role.LEAD, Role.COORDINATOR, Role.AUDITOR])
def test_events_of_other_areas_are_not_there(app: Flask, role: Role, page: str) -> None:
    with app.app_context():
        me, lead = add_account(role, areas("kent")), add_account()
        for title, area in (("Near", "kent"), ("Far", "surrey"), ("Whole", None)):
            add_event(lead, title=f"{title} marker", area=area, held_on=days(1))
        far = add_event(lead, title="Hidden marker", area="surrey")
        add_event(lead, title="Mine marker", area="surrey", held_on=days(1), staff=[(me, StaffRole.SPEAKER)], kind=Kind.MEDIA)
    client = sign_in(app, me)
    text = client.page(f"/manage/events{page}?on={days(1)}").text
    assert [word in text for word in ("Near marker", "Whole marker", "Mine marker", "Far marker")] == [True, True, True, False]
    assert client.get(f"/manage/events/{far}").status_code == 404


def test_an_auditor_reads_and_a_coordinator_of_another_area_changes_nothing(app: Flask) -> None:
    with app.app_context():
        lead, reader = add_account(), add_account(Role.AUDITOR)
        visitor = add_account(Role.COORDINATOR, areas("surrey"))
        event_id = add_event(lead, staff=[(visitor, StaffRole.SPEAKER)])
    for account, status in ((reader, 403), (visitor, 403), (lead, 302)):
        client = sign_in(app, account)
        client.page(f"/manage/events/{event_id}")
        assert client.get(f"/manage/events/{event_id}/change").status_code == status


@pytest.mark.parametrize("view", ["month", "week", "agenda"])
def test_calendars_lead_to_other_times_and_views_with_their_filters(app: Flask, view: str) -> None:
    with app.app_context():
        me = add_account()
        add_event(me, title="Kentish", held_on=days(1))
        add_event(me, title="Surreyan", area="surrey", held_on=days(1))
    page = sign_in(app, me).page(f"/manage/events/{view}?on={days(1)}&area=kent&kind=drop-in")
    assert "Kentish" in page.text
    assert "Surreyan" not in page.text
    assert "1 event" in page.text
    others = [link for link in page.links if link.startswith(("/manage/events/month", "/manage/events/week", "/manage/events/agenda"))]
    kept = [link for link in others if link.endswith("&area=kent&kind=drop-in")]
    assert len(kept) >= 6
    assert f"/manage/events/{view}?on={days(1)}&kind=drop-in" in others


@pytest.mark.parametrize("view", ["month", "week", "agenda"])
@pytest.mark.parametrize("on", ["", "nonsense", "1900-01-01", "2199-12-31", "9999-12-31"])
def test_a_calendar_without_events_says_so_whatever_day_is_asked_for(app: Flask, view: str, on: str) -> None:
    with app.app_context():
        me = add_account()
    assert "No events in this time" in sign_in(app, me).page(f"/manage/events/{view}?on={on}").text


def test_a_list_without_events_says_what_they_are_for(app: Flask) -> None:
    with app.app_context():
        me, reader = add_account(), add_account(Role.AUDITOR)
    assert "/manage/events/new" in sign_in(app, me).page("/manage/events").links
    page = sign_in(app, reader).page("/manage/events")
    assert "No events yet" in page.text
    assert "/manage/events/new" not in page.links


def test_pages_cost_as_many_queries_for_many_rows_as_for_few(app: Flask) -> None:
    with app.app_context():
        me = add_account(Role.LEAD, EVERYWHERE)
        interpreter = add_interpreter(me)
        ids = add_series(me, "FREQ=DAILY;COUNT=2", first_on=days(1), languages=[("ur", Need.BOOKED, interpreter)])
    client = sign_in(app, me)
    month = days(1).isoformat()
    paths = [f"/manage/events{page}?on={month}" for page in PAGES]
    paths += [f"/manage/events/{ids[0]}", "/manage/events/venues", "/manage/events/interpreters", "/manage/", "/manage/timeline"]

    def count(path: str) -> int:
        with counted_queries(app) as asked:
            client.page(path)
        return len(asked)

    few = {path: count(path) for path in paths}
    with app.app_context():
        add_series(me, "FREQ=DAILY;COUNT=20", first_on=days(1), staff=[(me, StaffRole.LEAD)])
        for number in range(4):
            add_venue(me, name=f"Hall {number}")
            add_interpreter(me, name=f"Person {number}")
    assert {path: count(path) for path in paths} == few


@pytest.mark.parametrize("page", [*PAGES[1:], "/{}", "/{}/cancel"])
def test_a_title_that_is_written_from_the_right_stands_apart_from_the_english_around_it(app: Flask, page: str) -> None:
    with app.app_context():
        me = add_account()
        event_id = add_event(me, title="\u0643\u064a\u0643!", held_on=days(0))
    tree = sign_in(app, me).page(f"/manage/events{page.format(event_id)}")
    assert next(one.text for one in tree.one("main").iter("bdi")) == "\u0643\u064a\u0643!"


@pytest.mark.parametrize("role", [Role.LEAD, Role.COORDINATOR])
def test_where_nothing_is_entered_yet_every_page_opens_and_an_event_can_be_scheduled(app: Flask, role: Role) -> None:
    with app.app_context():
        me = add_account(role, areas("kent"))
    client = sign_in(app, me)
    shown = [*PAGES, "/new", "/import", "/export", "/venues", "/venues/new", "/interpreters", "/interpreters/new", "/programme"]
    for path in [
        *(f"/manage/events{page}" for page in shown),
        "/manage/outcomes",
        "/manage/replies",
        "/manage/replies/areas",
        "/manage/briefings",
    ]:
        assert client.get(path).status_code == 200, path
    assert client.get("/manage/events/programme?area=kent&language=ur").status_code == 200
    fields = typed(client)
    assert post(client, "/manage/events/new", **fields).status_code == 303
