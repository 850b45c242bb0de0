"""What everybody may be told of events: which ones, and of those no more than was agreed."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from flask import Flask

from outreach.content.library import Translation
from outreach.content.models import PublicationRequest
from outreach.content.operations import request_publication, save_translation
from outreach.core.db import db
from outreach.core.text import revision_id
from outreach.events.models import Venue
from outreach.events.operations import cancel_event
from outreach.events.records import change_record
from outreach.events.rules import EventRefused, Need, Visibility, Whereabouts
from outreach.events.tasks import take_past_away
from outreach.events.told import ShownPlace, Told, find_programme, read_event
from tests.accounts import add_account
from tests.campaigns import days
from tests.conftest import NOW
from tests.events import act, add_event, add_interpreter, add_venue, load
from tests.own_content import own_library
from tests.queries import counted_queries

TODAY = days(0)
AGREED: dict[str, Any] = {"agreed_by": "The warden", "agreed_on": days(-3)}


def told(today: date = TODAY) -> tuple[Told, ...]:
    db.session.expire_all()
    return find_programme(today).events


def add_public(by: UUID, **more: Any) -> UUID:
    return add_event(by, visibility=Visibility.PUBLIC, **more)


def test_public_events_of_today_and_later_are_told_in_their_order_and_no_other(app: Flask) -> None:
    with app.app_context():
        me = add_account()
        add_public(me, title="Later", held_on=days(9))
        add_public(me, title="Today", held_on=days(0))
        add_public(me, title="Past", held_on=days(-1))
        for visibility in (Visibility.INTERNAL, Visibility.PARTNERS):
            add_event(me, title=visibility, visibility=visibility)
        assert [event.title.english for event in told()] == ["Today", "Later"]
        assert [event.title.english for event in told(days(1))] == ["Later"]


def test_what_is_cancelled_is_told_until_its_day_has_passed(app: Flask) -> None:
    with app.app_context():
        me = add_account()
        event_id = add_public(me)
        cancel_event(load(event_id, me), "The host is afraid", act(me))
        db.session.commit()
        (event,) = told()
        assert event.is_cancelled
        assert "afraid" not in repr(event)
        assert told(days(8)) == ()


def test_a_place_is_told_where_its_host_has_agreed_and_the_event_shows_it(app: Flask) -> None:
    with app.app_context():
        me = add_account()
        venue = add_venue(me, is_step_free=True, has_childcare=True, transport="Bus 12")
        here: dict[str, Any] = {"whereabouts": Whereabouts.VENUE, "venue_id": venue}
        add_public(me, title="Hidden", held_on=days(3), **here)
        add_public(me, title="Agreed for this one", held_on=days(4), **here, **AGREED)
        add_public(me, title="Shown", held_on=days(5), shows_place=True, **here, **AGREED)
        places = {event.title.english: (event.place, event.facilities) for event in told()}
        facilities = ("step-free", "childcare")
        assert places == {
            "Hidden": (None, facilities),
            "Agreed for this one": (None, facilities),
            "Shown": (ShownPlace("Lantern Hall", "1 Invented Row", "Bus 12"), facilities),
        }


def test_a_place_goes_when_its_host_takes_the_agreement_back(app: Flask) -> None:
    with app.app_context():
        me = add_account()
        venue = add_venue(me, **AGREED)
        add_public(me, whereabouts=Whereabouts.VENUE, venue_id=venue, shows_place=True)
        assert told()[0].place is not None
        before = len(db.session.query(PublicationRequest).all())
        change_record(db.session.get_one(Venue, venue), {"agreed_by": "", "agreed_on": None}, act(me))
        db.session.commit()
        assert told()[0].place is None
        assert len(db.session.query(PublicationRequest).all()) == before + 1


def test_where_to_join_is_told_only_where_everybody_may_have_it_and_while_it_takes_place(app: Flask) -> None:
    with app.app_context():
        me = add_account()
        address = "https://meet.example/zqmark"
        add_public(me, title="Kept", held_on=days(3), join_url=address)
        shown = add_public(me, title="Shown", held_on=days(4), join_url=address, shows_join=True)
        add_public(me, title="Elsewhere", held_on=days(5), join_url=address, shows_join=True, whereabouts=Whereabouts.HOST_TELLS)
        assert [event.join_url for event in told()] == ["", address, ""]
        cancel_event(load(shown, me), "Ill", act(me))
        db.session.commit()
        assert [event.join_url for event in told()] == ["", "", ""]
        with pytest.raises(EventRefused, match="no-address"):
            add_public(me, shows_join=True)


def test_languages_that_are_certain_are_told_and_no_others(app: Flask) -> None:
    with app.app_context():
        me = add_account()
        who = add_interpreter(me)
        needs = [("ur", Need.CONFIRMED, who), ("pl", Need.NOT_NEEDED, None), ("ar", Need.NEEDED, None), ("pa", Need.BOOKED, who)]
        add_public(me, languages=needs)
        (event,) = told()
        assert (event.languages, event.interpreted) == (("pl",), ("ur",))


def test_the_statement_is_told_with_immigration_enforcement_only(app: Flask) -> None:
    with app.app_context():
        me = add_account()
        add_public(me, statement="They are there.", immigration_enforcement=True)
        (event,) = told()
        assert event.statement is not None
        assert event.statement.english == "They are there."


def test_the_areas_that_ever_had_a_public_event_keep_their_addresses(app: Flask) -> None:
    with app.app_context():
        me = add_account()
        add_public(me, area="surrey", held_on=days(-40))
        add_public(me, area="kent")
        add_public(me, area=None)
        add_event(me, area="dorset")
        programme = find_programme(TODAY)
        assert programme.areas == ("kent", "surrey")
        assert [event.area for event in programme.of("surrey")] == [""]
        assert sorted(event.area for event in programme.of("kent")) == ["", "kent"]


def test_texts_are_read_in_the_language_of_the_reader_and_the_number_is_one_of_the_library(app: Flask) -> None:
    with app.app_context():
        me = add_account()
        add_public(me, title="Tea", contact_key="adviser")
        key = told()[0].title.key
        save_translation(key, "ur", Translation("چائے", revision_id("Tea"), by="mt"))
        db.session.commit()
        (event,) = told()
        reading = read_event(event, own_library(), "ur", today=TODAY)
        assert (reading.title.text, reading.title.tag, reading.is_unchecked) == ("چائے", "ur", True)
        assert reading.summary is not None
        assert (reading.summary.text, reading.summary.tag) == ("Ask what you like.", "en")
        assert reading.contact is not None
        assert reading.contact.name == "Harbour Advice"
        assert read_event(event, own_library(), "pl", today=TODAY).title.tag == "en"


def test_as_many_queries_for_many_events_as_for_one(app: Flask) -> None:
    with app.app_context():
        me = add_account()
        counts = []
        for number in range(3):
            for on in range(number * 8):
                add_public(me, held_on=days(1 + on), area="kent", languages=[("ur", Need.NOT_NEEDED, None)], title=f"{number} {on}")
            with counted_queries(app) as asked:
                told()
            counts.append(len(asked))
        assert counts[1] == counts[2] == 6


@pytest.mark.parametrize(("passed", "asks"), [(0, 0), (1, 1)])
def test_an_event_goes_away_by_itself_when_its_day_has_passed(app: Flask, passed: int, asks: int) -> None:
    with app.app_context():
        me = add_account()
        add_public(me, held_on=days(0))
        add_event(me, held_on=days(0))
        later = NOW.replace(hour=20) if not passed else NOW.replace(day=NOW.day + 1, hour=0, minute=1)
        assert take_past_away(app.config["OUTREACH"], later) == asks
        assert take_past_away(app.config["OUTREACH"], later) == 0, "asked once"


def test_a_day_that_passed_while_no_worker_ran_is_noticed(app: Flask) -> None:
    with app.app_context():
        me = add_account()
        add_public(me, held_on=days(1))
        assert take_past_away(app.config["OUTREACH"], NOW.replace(day=NOW.day + 6)) == 1


def test_nothing_is_asked_where_no_public_event_has_passed(app: Flask) -> None:
    with app.app_context():
        me = add_account()
        add_event(me, held_on=days(0))
        request_publication("x", now=NOW)
        db.session.commit()
        assert take_past_away(app.config["OUTREACH"], NOW.replace(day=NOW.day + 1)) == 0
