"""Scheduling, changing and cancelling one event."""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from outreach.audit.models import AuditEntry
from outreach.content.library import Gravity, Translation
from outreach.content.models import PublicationRequest
from outreach.content.operations import save_translation
from outreach.content.queries import find_library, find_units, stored_units
from outreach.content.rules import Outcome, read_unit
from outreach.core.db import db
from outreach.core.text import revision_id
from outreach.demo.operations import load_demonstration
from outreach.events.assigning import Clashing
from outreach.events.clashes import Taken
from outreach.events.models import Event
from outreach.events.operations import cancel_event, change_event, schedule
from outreach.events.queries import find_texts
from outreach.events.rules import Attends, EventRefused, Kind, Need, Refusal, StaffRole, Visibility, Whereabouts
from tests.accounts import add_account
from tests.campaigns import add_campaign, add_commitment, days
from tests.conftest import NOW
from tests.events import act, add_event, add_interpreter, add_venue, load, values


def acts(subject: str) -> list[tuple[str, list[str], str]]:
    rows = db.session.scalars(select(AuditEntry).where(AuditEntry.subject == subject).order_by(AuditEntry.place))
    return [(row.action, row.changed, row.detail) for row in rows]


def requests() -> int:
    return len(db.session.scalars(select(PublicationRequest)).all())


def test_an_event_has_everything_that_was_entered_and_is_on_record(app: Flask) -> None:
    with app.app_context():
        me = add_account()
        add_commitment("L4")
        venue, interpreter, campaign = add_venue(me), add_interpreter(me), add_campaign(me, "kent")
        entered: dict[str, Any] = {
            "whereabouts": Whereabouts.VENUE,
            "venue_id": venue,
            "campaign_id": campaign,
            "commitments": ["L4"],
            "audiences": ["Night bakers", "Cleaners"],
            "languages": [("pl", Need.NEEDED, None), ("ur", Need.BOOKED, interpreter)],
            "staff": [(me, StaffRole.LEAD)],
            "capacity": 20,
            "attends": Attends.PLAIN_CLOTHES,
            "safeguarding": "A second room",
        }
        event = load(add_event(me, **entered), me)
        assert (event.held_on, event.starts, event.ends, event.zone) == (days(7), time(10), time(12), "Europe/London")
        assert event.starts_at == datetime(2026, 11, 29, 10, tzinfo=UTC)
        assert (event.venue_id, event.campaign_id, event.capacity, event.safeguarding) == (venue, campaign, 20, "A second room")
        assert event.audiences == {"Night bakers", "Cleaners"}
        assert [(one.language, one.need, one.interpreter_id) for one in event.tongues] == entered["languages"]
        assert [(one.account_id, one.role) for one in event.people] == entered["staff"]
        assert [one.key for one in event.commitments] == ["L4"]
        assert (event.visibility, event.published_at, event.sequence) == (Visibility.INTERNAL, None, 0)
        assert acts(f"event/{event.id}") == [("event.made", [], "")]


def test_title_and_summary_are_units_of_content_that_are_translated_by_the_rules_of_all_texts(app: Flask) -> None:
    with app.app_context():
        me = add_account()
        event_id = add_event(me)
        title = find_texts(load(event_id, me))["title"]
        assert (title.key, title.kind, title.english) == (f"event/{event_id}/title", Gravity.MEANING, "Coffee and questions")
        save_translation(title.key, "ur", Translation("چائے اور سوال", revision_id(title.english)))
        db.session.commit()
        assert read_unit(find_units({title.key})[title.key], "ur").outcome is Outcome.CURRENT
        change_event(load(event_id, me), values(title="Tea and questions"), act(me))
        db.session.commit()
        assert read_unit(find_units({title.key})[title.key], "ur").outcome is Outcome.MEANING


def test_an_import_of_content_keeps_the_texts_of_events_and_the_library_does_not_read_them(app: Flask) -> None:
    with app.app_context():
        me = add_account()
        event_id = add_event(me)
        load_demonstration(now=NOW)
        db.session.commit()
        key = f"event/{event_id}/title"
        assert find_units({key})[key].english == "Coffee and questions"
        assert find_library() is not None
        assert key not in stored_units()


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"ends": time(10)}, Refusal.TIMES),
        ({"held_on": datetime(2027, 3, 28).date(), "starts": time(1, 30)}, Refusal.NO_SUCH_HOUR),  # noqa: DTZ001 - a day
        ({"whereabouts": Whereabouts.VENUE}, Refusal.VENUE),
        ({"immigration_enforcement": True}, Refusal.STATEMENT),
        ({"languages": [("ur", Need.BOOKED, None)]}, Refusal.INTERPRETER),
    ],
)
def test_what_does_not_fit_together_is_refused_and_nothing_is_kept(app: Flask, change: dict[str, Any], refusal: Refusal) -> None:
    with app.app_context():
        me = add_account()
        with pytest.raises(EventRefused) as refused:
            schedule(uuid4(), values(**change), act(me))
        db.session.rollback()
        assert refused.value.refusal is refusal
        assert db.session.scalars(select(Event)).all() == []


def test_a_venue_has_to_lie_in_the_area_and_a_campaign_has_to_reach_it(app: Flask) -> None:
    with app.app_context():
        me = add_account()
        venue, campaign = add_venue(me, area="surrey"), add_campaign(me, "gwent")
        for more, refusal in (
            ({"whereabouts": Whereabouts.VENUE, "venue_id": venue}, Refusal.VENUE_AREA),
            ({"campaign_id": campaign}, Refusal.CAMPAIGN),
            ({"campaign_id": campaign, "area": None}, Refusal.CAMPAIGN),
        ):
            with pytest.raises(EventRefused) as refused:
                schedule(uuid4(), values(**more), act(me))
            assert refused.value.refusal is refusal
            db.session.rollback()


def test_the_place_is_shown_only_where_the_host_has_agreed_on_the_venue_or_for_the_event(app: Flask) -> None:
    with app.app_context():
        me = add_account()
        silent, open_to_it = add_venue(me), add_venue(me, agreed_by="A. Host", agreed_on=days(-3))
        at = {"whereabouts": Whereabouts.VENUE, "shows_place": True}
        with pytest.raises(EventRefused, match="not-agreed"):
            schedule(uuid4(), values(**at, venue_id=silent), act(me))
        db.session.rollback()
        assert load(add_event(me, **at, venue_id=open_to_it), me).shows_place
        agreed = {"agreed_by": "A. Host", "agreed_on": days(-1), "held_on": days(8)}
        assert load(add_event(me, **at, venue_id=silent, **agreed), me).shows_place


def test_where_the_host_tells_the_place_nothing_of_it_is_kept_and_the_database_refuses_it(app: Flask) -> None:
    with app.app_context():
        me = add_account()
        venue = add_venue(me)
        event = load(
            add_event(me, whereabouts=Whereabouts.HOST_TELLS, venue_id=venue, shows_place=True, agreed_by="X", agreed_on=days(0)), me
        )
        assert (event.venue_id, event.shows_place, event.agreed_by, event.agreed_on) == (None, False, "", None)
        row = {column.name: getattr(event, column.name) for column in Event.__table__.c}
        for wrong in ({"venue_id": venue}, {"shows_place": True}, {"agreed_by": "X", "agreed_on": days(0)}):
            with pytest.raises(IntegrityError), db.session.begin_nested():
                db.session.execute(insert(Event).values({**row, "id": uuid4(), **wrong}))


def test_immigration_enforcement_has_to_be_stated_and_the_database_holds_to_it(app: Flask) -> None:
    with app.app_context():
        me = add_account()
        event = load(add_event(me, immigration_enforcement=True, statement="Immigration Enforcement is there."), me)
        statement = find_texts(event)["statement"]
        assert (statement.english, statement.kind) == ("Immigration Enforcement is there.", Gravity.SAFETY)
        row = {column.name: getattr(event, column.name) for column in Event.__table__.c}
        with pytest.raises(IntegrityError), db.session.begin_nested():
            db.session.execute(insert(Event).values({**row, "id": uuid4(), "statement_key": None}))


def test_a_change_counts_up_what_calendars_have_to_know_and_nothing_else_does(app: Flask) -> None:
    with app.app_context():
        me = add_account()
        event_id = add_event(me)
        assert not change_event(load(event_id, me), values(), act(me))
        assert change_event(load(event_id, me), values(risks="Rain"), act(me))
        assert load(event_id, me).sequence == 0
        assert change_event(load(event_id, me), values(risks="Rain", starts=time(11)), act(me))
        event = load(event_id, me)
        assert (event.sequence, event.starts_at) == (1, datetime(2026, 11, 29, 11, tzinfo=UTC))
        db.session.commit()
        assert [changed for _act, changed, _detail in acts(f"event/{event_id}")] == [[], ["risks"], ["starts"]]


def test_readers_are_told_of_what_they_see_and_of_nothing_else(app: Flask) -> None:
    with app.app_context():
        me = add_account()
        event_id = add_event(me)
        assert requests() == 0
        change_event(load(event_id, me), values(visibility=Visibility.PUBLIC), act(me))
        db.session.commit()
        assert requests() == 1
        assert load(event_id, me).published_at == NOW
        change_event(load(event_id, me), values(), act(me))  # taken back: the page has to go
        db.session.commit()
        assert requests() == 2


def test_an_event_that_is_cancelled_stays_with_its_reason_and_can_no_longer_be_changed(app: Flask) -> None:
    with app.app_context():
        me = add_account()
        event_id = add_event(me, visibility=Visibility.PUBLIC)
        with pytest.raises(EventRefused, match="reason"):
            cancel_event(load(event_id, me), "", act(me))
        for _twice in range(2):
            cancel_event(load(event_id, me), "The hall is flooded", act(me))
            db.session.commit()
        event = load(event_id, me)
        assert (event.state, event.cancelled_because, event.sequence) == ("cancelled", "The hall is flooded", 1)
        assert acts(f"event/{event_id}")[1:] == [("event.cancelled", [], "The hall is flooded")]
        assert requests() == 2
        with pytest.raises(EventRefused, match="cancelled"):
            change_event(event, values(title="Other"), act(me))


def test_an_event_that_is_over_is_not_cancelled(app: Flask) -> None:
    with app.app_context():
        me = add_account()
        event_id = add_event(me, held_on=days(-1))
        with pytest.raises(EventRefused, match="past"):
            cancel_event(load(event_id, me), "Too late", act(me))


def test_a_person_a_venue_or_an_interpreter_is_not_taken_twice(app: Flask) -> None:
    with app.app_context():
        me = add_account()
        venue, interpreter = add_venue(me), add_interpreter(me)
        uses: dict[Taken, dict[str, Any]] = {
            Taken.PERSON: {"staff": [(me, StaffRole.LEAD)]},
            Taken.VENUE: {"whereabouts": Whereabouts.VENUE, "venue_id": venue},
            Taken.INTERPRETER: {"languages": [("ur", Need.CONFIRMED, interpreter)]},
        }
        first = add_event(me, **{name: value for use in uses.values() for name, value in use.items()})
        for taken, use in uses.items():
            with pytest.raises(Clashing) as clashing:
                schedule(uuid4(), values(**use, starts=time(11), ends=time(13)), act(me))
            db.session.rollback()
            assert [(one.taken, one.event_id) for one in clashing.value.clashes] == [(taken, first)]
            schedule(uuid4(), values(**use, starts=time(12), ends=time(13)), act(me))  # one ends as the other begins
            db.session.rollback()


def test_what_a_cancelled_event_had_taken_is_free(app: Flask) -> None:
    with app.app_context():
        me = add_account()
        first = add_event(me, staff=[(me, StaffRole.LEAD)])
        cancel_event(load(first, me), "Ill", act(me))
        db.session.commit()
        second = add_event(me, staff=[(me, StaffRole.LEAD)])
        assert [one.account_id for one in load(second, me).people] == [me]


def test_a_lead_takes_somebody_twice_with_a_reason_that_is_on_record_and_is_not_asked_again(app: Flask) -> None:
    with app.app_context():
        me = add_account()
        staff = {"staff": [(me, StaffRole.LEAD)]}
        add_event(me, **staff)
        second = schedule(uuid4(), values(**staff, kind=Kind.STALL), act(me, override="Both are in one building")).id
        db.session.commit()
        assert ("event.clash-overridden", [], "Both are in one building") in acts(f"event/{second}")
        change_event(load(second, me), values(**staff, kind=Kind.STALL, risks="Rain"), act(me))
        db.session.commit()
        with pytest.raises(Clashing):
            change_event(load(second, me), values(**staff, kind=Kind.STALL, risks="Rain", starts=time(9)), act(me))
