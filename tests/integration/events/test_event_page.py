"""What the page of an event, and of a venue or an interpreter, says and offers."""

from __future__ import annotations

from datetime import time
from typing import Any

import pytest
from flask import Flask

from outreach.events.rules import Attends, Visibility, Whereabouts
from tests.accounts import add_account, post, sign_in
from tests.campaigns import days, fields_of
from tests.conftest import NOW
from tests.events import NEW, add_event, add_series, add_venue, load


def test_a_cancelled_event_says_why_and_offers_no_change(app: Flask) -> None:
    with app.app_context():
        me = add_account()
        ids = add_series(me)
    client = sign_in(app, me)
    path = f"/manage/events/{ids[1]}/cancel"
    assert post(client, path, reach="this").status_code == 422
    assert post(client, path, reach="this", reason="No heating").status_code == 303
    page = client.page(f"/manage/events/{ids[1]}")
    assert "Cancelled. Reason: No heating" in page.text
    assert f"/manage/events/{ids[1]}/change" not in page.links
    assert client.get(f"/manage/events/{ids[1]}/edit").status_code == 303
    assert post(client, path.replace(str(ids[1]), str(ids[2])), reach="following", reason="No heating").status_code == 303
    with app.app_context():
        assert [load(one, me).state for one in ids] == ["scheduled"] + ["cancelled"] * 4


def test_venues_and_interpreters_are_entered_changed_set_aside_and_taken_back(app: Flask) -> None:
    with app.app_context():
        me = add_account()
    client = sign_in(app, me)
    new = "/manage/events/venues/new"
    fields = {**fields_of(client, new), "name": "Lantern Hall", "area": "kent", "address": "1 Invented Row, ME1 1AA", "is_step_free": "yes"}
    assert post(client, new, **{**fields, "agreed_by": "A warden"}).status_code == 422
    place = post(client, new, **fields).headers["Location"]
    assert "Step-free from the street Yes" in client.page(place).text
    assert post(client, f"{place}/edit", **{**fields_of(client, f"{place}/edit"), "transport": "Bus 12"}).status_code == 303
    assert "Changed a venue (How to get there)" in client.page(place).text
    assert post(client, f"{place}/set-aside").status_code == 303
    assert "Lantern Hall" not in client.page("/manage/events/venues").text
    assert "Lantern Hall" not in client.page(NEW).text
    assert post(client, f"{place}/take-back").status_code == 303
    assert "Lantern Hall" in client.page(NEW).text
    new = "/manage/events/interpreters/new"
    person = {**fields_of(client, new), "name": "Ines Quill", "languages": ["ur", "pa"], "email": "ines@words.example"}
    page = client.page(post(client, new, **person).headers["Location"])
    assert "Panjabi, Urdu" in page.text
    assert "Panjabi, Urdu" in client.page("/manage/events/interpreters?language=ur").text


def test_where_the_host_tells_the_place_no_address_is_on_the_page(app: Flask) -> None:
    with app.app_context():
        me = add_account()
        venue = add_venue(me, address="Marker Row 17")
        event_id = add_event(me, whereabouts=Whereabouts.HOST_TELLS, venue_id=venue, attends=Attends.NO_POLICE)
    text = sign_in(app, me).page(f"/manage/events/{event_id}").text
    assert "The host tells you where" in text
    assert "Lantern Hall" not in text
    assert "Marker Row" not in text


def test_a_place_whose_host_takes_the_agreement_back_is_not_said_to_be_shown(app: Flask) -> None:
    with app.app_context():
        me = add_account()
        venue = add_venue(me, agreed_by="A warden", agreed_on=days(-3))
        shown: dict[str, Any] = {"whereabouts": Whereabouts.VENUE, "venue_id": venue, "shows_place": True}
        event_id = add_event(me, visibility=Visibility.PUBLIC, **shown)
    client = sign_in(app, me)
    assert "Readers see of the place The venue and its address" in client.page(f"/manage/events/{event_id}").text
    edit = f"/manage/events/venues/{venue}/edit"
    nobody = {"agreed_by": "", "agreed_on-day": "", "agreed_on-month": "", "agreed_on-year": ""}
    assert post(client, edit, **{**fields_of(client, edit), **nobody}).status_code == 303
    text = client.page(f"/manage/events/{event_id}").text
    assert "Readers see of the place The force area only, because the host has not agreed any more" in text


@pytest.mark.parametrize(
    ("where", "words"),
    [
        ({"whereabouts": Whereabouts.ONLINE}, "The force area, and that it is online"),
        ({"whereabouts": Whereabouts.ONLINE, "join_url": "https://x.example/1", "shows_join": True}, "That it is online, and this address"),
        ({"whereabouts": Whereabouts.HOST_TELLS}, "The force area, and that the host tells the place"),
    ],
)
def test_the_page_says_what_readers_see_of_the_place(app: Flask, where: dict[str, Any], words: str) -> None:
    with app.app_context():
        me = add_account()
        event_id = add_event(me, visibility=Visibility.PUBLIC, **where)
    assert f"Readers see of the place {words} Police" in sign_in(app, me).page(f"/manage/events/{event_id}").text


def test_an_event_that_ended_today_is_not_offered_to_be_cancelled(app: Flask) -> None:
    with app.app_context():
        me = add_account()
        over, ahead = (add_event(me, held_on=days(0), starts=time(hour), ends=time(hour + 1)) for hour in (NOW.hour - 2, NOW.hour + 2))
    client = sign_in(app, me)
    assert f"/manage/events/{over}/cancel" not in client.page(f"/manage/events/{over}").links
    assert f"/manage/events/{ahead}/cancel" in client.page(f"/manage/events/{ahead}").links


def test_the_page_of_a_public_event_leads_to_what_readers_see(app: Flask) -> None:
    with app.app_context():
        me = add_account()
        public, internal = add_event(me, visibility=Visibility.PUBLIC), add_event(me)
    client = sign_in(app, me)
    assert f"/en/events/{public}" in client.page(f"/manage/events/{public}").links
    assert f"/en/events/{internal}" not in client.page(f"/manage/events/{internal}").links
