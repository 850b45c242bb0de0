"""Published calendars: neutral, stable, and asked for again without being sent again; and the pages beside them as they are published."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from flask import Flask

from outreach.core.db import db
from outreach.core.languages import LANGUAGES
from outreach.events.operations import cancel_event
from outreach.events.rules import Attends, Visibility, Whereabouts
from outreach.site.operations import publish_site
from tests.accounts import add_account, new_client
from tests.calendars import read_events
from tests.campaigns import days
from tests.client import PageClient
from tests.conftest import NOW
from tests.events import act, add_event, add_series, load

SECRET = {"title": "Police and immigration", "summary": "Tell us about crime", "host_name": "Mx Marker", "purpose": "Marker purpose"}


class Town:
    """An installation with its content published, and somebody who schedules events in it."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        with app.app_context():
            self.me = add_account()

    def add(self, **more: Any) -> UUID:
        with self.app.app_context():
            return add_event(self.me, **{"visibility": Visibility.PUBLIC, **more})

    def publish(self) -> PageClient:
        with self.app.app_context():
            publish_site(self.app.config["OUTREACH"], now=NOW)
            db.session.commit()
        return new_client(self.app)


@pytest.fixture
def town(make_copy: Callable[..., Flask]) -> Town:
    return Town(make_copy("sqlite", clock=lambda: NOW))


def read(client: PageClient, path: str) -> list[Any]:
    return read_events(client.get(path).data)


def test_calendars_say_when_and_nothing_of_what_where_or_with_whom(town: Town) -> None:
    event_id = town.add(**SECRET, attends=Attends.UNIFORMED)
    whole = town.add(area=None, held_on=days(9))
    client = town.publish()
    assert [str(event["UID"]) for event in read(client, "/en/events/kent.ics")] == [str(event_id), str(whole)]
    assert [str(event["UID"]) for event in read(client, "/en/events.ics")] == [str(whole)]
    for tag in LANGUAGES:
        for event in read(client, f"/{tag}/events/kent.ics"):
            assert set(event) == {"UID", "DTSTAMP", "SEQUENCE", "DTSTART", "DTEND", "SUMMARY", "STATUS", "TRANSP"}
        text = client.get(f"/{tag}/events/kent.ics").text.lower()
        for word in ("police", "crime", "immigration", "marker", "kent", "http"):
            assert word not in text, (tag, word)
    assert {str(event["SUMMARY"]) for event in read(client, "/en/events/kent.ics")} == {"Event"}


def test_a_calendar_has_its_type_is_asked_for_again_and_not_sent_again(town: Town) -> None:
    town.add()
    client = town.publish()
    first = client.get("/ur/events/kent.ics")
    assert (first.status_code, first.headers["Content-Type"], first.headers["Cache-Control"]) == (
        200,
        "text/calendar; charset=utf-8",
        "no-cache",
    )
    assert first.headers["X-Content-Type-Options"] == "nosniff"
    assert client.get("/ur/events/kent.ics", headers={"If-None-Match": first.headers["ETag"]}).status_code == 304
    again = town.publish().get("/ur/events/kent.ics")
    assert (again.data, again.headers["ETag"]) == (first.data, first.headers["ETag"])
    assert not first.headers.getlist("Set-Cookie")
    assert client.get("/ur/events/surrey.ics").status_code == 404


def test_a_change_counts_up_and_a_cancelled_event_stays_in_the_calendar(town: Town) -> None:
    event_id = town.add()
    before = read(town.publish(), "/en/events/kent.ics")[0]
    with town.app.app_context():
        cancel_event(load(event_id, town.me), "x", act(town.me))
        db.session.commit()
    after = read(town.publish(), "/en/events/kent.ics")[0]
    assert (before["STATUS"], after["STATUS"]) == ("CONFIRMED", "CANCELLED")
    assert after["UID"] == before["UID"]
    assert after["SEQUENCE"] > before["SEQUENCE"]


def test_wall_time_stays_the_same_in_a_series_across_the_clock_change(town: Town) -> None:
    with town.app.app_context():
        add_series(town.me, "FREQ=WEEKLY;COUNT=20", first_on=days(8), visibility=Visibility.PUBLIC)
    events = read(town.publish(), "/en/events/kent.ics")
    assert {event["DTSTART"].dt.strftime("%H:%M") for event in events} == {"10:00"}
    assert len({event["DTSTART"].dt.utcoffset() for event in events}) == 2


def test_pages_and_calendars_follow_a_change_of_an_event_with_the_next_publication(town: Town) -> None:
    event_id = town.add(title="First words")
    client = town.publish()
    assert "First words" in client.page(f"/en/events/{event_id}").text
    assert f"/en/events/{event_id}" in client.page("/en/events/kent").links
    assert "/en/events" in client.page("/en/").links, "one tap from the first page"
    assert "/en/events/kent" in client.page("/en/events").links
    with town.app.app_context():
        event = load(event_id, town.me)
        event.visibility = Visibility.INTERNAL
        db.session.commit()
    client = town.publish()
    assert client.get(f"/en/events/{event_id}").status_code == 404
    assert client.get("/en/events/kent").status_code == 404, "there was never one for everybody"
    assert client.get("/ur/events").status_code == 200


def test_every_page_about_events_keeps_the_promises_to_readers(town: Town) -> None:
    event_id = town.add(whereabouts=Whereabouts.HOST_TELLS)
    client = town.publish()
    for tag in LANGUAGES:
        for path in (f"/{tag}/events", f"/{tag}/events/kent", f"/{tag}/events/{event_id}"):
            response, page = client.get(path), client.page(path)
            assert response.headers["Cache-Control"] == "no-store"
            assert "default-src 'none'" in response.headers["Content-Security-Policy"]
            assert not response.headers.getlist("Set-Cookie")
            assert len(page.all("script")) == 1
            assert [link.get("href") for link in page.all("a") if link.get("data-leave") is not None] == ["/exit"]
            assert not [element for element in page.tree.iter() if element.tag in ("form", "input", "button", "img", "iframe")]
            assert all(link.startswith(("/", "tel:")) and "?" not in link and "#" not in link for link in page.links)
            assert {link.get("href") for link in page.one("details").iter("a")} == {
                path.replace(f"/{tag}/", f"/{other}/") for other in LANGUAGES
            }
            assert (page.one("html").get("lang"), page.one("html").get("dir")) == (LANGUAGES[tag].html, LANGUAGES[tag].direction)
            zipped = client.get(path, headers={"Accept-Encoding": "br"})
            assert len(zipped.data) + 1_000 <= 13_000


def test_only_pages_about_events_are_rendered_when_an_event_changes(town: Town) -> None:
    town.add()
    with town.app.app_context():
        done = publish_site(town.app.config["OUTREACH"], now=NOW)
        db.session.commit()
    assert done.rendered <= 3 * len(LANGUAGES)
