"""Series: made whole, changed and cancelled in part or as a whole."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import select

from outreach.content.library import Translation
from outreach.content.operations import save_translation
from outreach.content.queries import find_units
from outreach.content.rules import Outcome, read_unit
from outreach.core.dates import LONDON
from outreach.core.db import db
from outreach.core.text import revision_id
from outreach.events.assigning import Clashing
from outreach.events.models import Event, EventSeries
from outreach.events.operations import cancel_event, change_event
from outreach.events.queries import find_texts, plan_of
from outreach.events.recurrence import Plan
from outreach.events.rules import EventRefused, Need, Reach, Refusal, StaffRole
from outreach.events.series import cancel_series, change_series, schedule_series
from tests.accounts import add_account
from tests.campaigns import days
from tests.events import act, add_event, add_interpreter, add_series, load, values

WEEK = "FREQ=WEEKLY;COUNT=5"


def shown(ids: Sequence[UUID], me: UUID, *names: str) -> list[Any]:
    return [tuple(getattr(load(one, me), name) for name in names) if len(names) > 1 else getattr(load(one, me), names[0]) for one in ids]


def titles(ids: Sequence[UUID], me: UUID) -> list[str]:
    return [find_texts(load(one, me))["title"].english for one in ids]


def change(event_id: UUID, me: UUID, reach: Reach, plan: Plan | None = None, **more: Any) -> list[UUID]:
    event = load(event_id, me)
    assert event.series
    plan = plan or plan_of(event.series).rest(event.held_on if reach is Reach.FOLLOWING else date.min)
    made = [one.id for one in change_series(event, reach, values(**more), plan, act(me))]
    db.session.commit()
    return made


def all_ids() -> list[UUID]:
    return list(db.session.scalars(select(Event.id).order_by(Event.held_on, Event.starts)))


def test_a_series_is_made_whole_at_the_same_time_on_the_wall_across_a_clock_change(app: Flask) -> None:
    with app.app_context():
        me = add_account()
        ids = add_series(me, "FREQ=WEEKLY;COUNT=4", first_on=date(2027, 3, 16))
        events = [load(one, me) for one in ids]
        assert [one.held_on for one in events] == [date(2027, 3, 16), date(2027, 3, 23), date(2027, 3, 30), date(2027, 4, 6)]
        assert {one.starts_at.astimezone(LONDON).time() for one in events} == {time(10)}
        assert [one.starts_at.hour for one in events] == [10, 10, 9, 9]
        assert [one.original_on for one in events] == [one.held_on for one in events]
        assert len({one.series_id for one in events}) == len({one.title_key for one in events}) == 1
        assert events[0].title_key == f"event/{events[0].series_id}/title"


def test_a_day_that_the_clocks_make_impossible_is_named_and_nothing_is_made(app: Flask) -> None:
    with app.app_context():
        me = add_account()
        with pytest.raises(EventRefused) as refused:
            schedule_series(uuid4(), Plan("FREQ=WEEKLY;COUNT=3", date(2027, 3, 21)), values(starts=time(1, 30), ends=time(3)), act(me))
        db.session.rollback()
        assert (refused.value.refusal, refused.value.on) == (Refusal.NO_SUCH_HOUR, date(2027, 3, 28))
        assert all_ids() == []


def test_of_a_series_every_day_on_which_somebody_is_taken_is_named(app: Flask) -> None:
    with app.app_context():
        me = add_account()
        for number in (14, 28):
            add_event(me, held_on=days(number), staff=[(me, StaffRole.LEAD)])
        with pytest.raises(Clashing) as clashing:
            schedule_series(uuid4(), Plan(WEEK, days(7)), values(staff=[(me, StaffRole.SPEAKER)]), act(me))
        assert [one.on for one in clashing.value.clashes] == [days(14), days(28)]


def test_one_event_is_changed_on_its_own_with_a_text_of_its_own(app: Flask) -> None:
    with app.app_context():
        me = add_account()
        ids = add_series(me)
        key = load(ids[0], me).title_key
        save_translation(key, "ur", Translation("چائے", revision_id("Coffee and questions")))
        change_event(load(ids[1], me), values(title="Cake", held_on=days(15)), act(me))
        db.session.commit()
        assert titles(ids, me) == ["Coffee and questions", "Cake"] + ["Coffee and questions"] * 3
        assert shown(ids[:3], me, "is_changed") == [False, True, False]
        changed = load(ids[1], me)
        assert (changed.held_on, changed.original_on, changed.title_key) == (days(15), days(14), f"event/{ids[1]}/title")
        units = find_units({key, changed.title_key})
        assert read_unit(units[key], "ur").outcome is Outcome.CURRENT
        assert read_unit(units[changed.title_key], "ur").outcome is Outcome.MEANING  # translated from what it said before


def test_what_is_arranged_for_one_day_does_not_set_it_apart_from_its_series(app: Flask) -> None:
    with app.app_context():
        me = add_account()
        ids, interpreter = add_series(me, languages=[("ur", Need.NEEDED, None)]), add_interpreter(me)
        change_event(load(ids[1], me), values(held_on=days(14), languages=[("ur", Need.BOOKED, interpreter)]), act(me))
        db.session.commit()
        assert not load(ids[1], me).is_changed
        change(ids[0], me, Reach.ALL, starts=time(9), languages=[("ur", Need.NEEDED, None)])
        assert [(load(one, me).starts, load(one, me).tongues[0].interpreter_id) for one in ids[:2]] == [
            (time(9), None),
            (time(9), interpreter),
        ]


def test_all_are_changed_but_those_that_were_changed_on_their_own_or_cancelled(app: Flask) -> None:
    with app.app_context():
        me = add_account()
        ids = add_series(me)
        change_event(load(ids[1], me), values(held_on=days(14), starts=time(11)), act(me))
        cancel_event(load(ids[2], me), "Holiday", act(me))
        db.session.commit()
        change(ids[0], me, Reach.ALL, starts=time(9), title="Breakfast")
        assert shown(ids, me, "starts") == [time(9), time(11), time(10), time(9), time(9)]
        assert titles(ids, me) == ["Breakfast", "Coffee and questions", "Coffee and questions", "Breakfast", "Breakfast"]
        assert len({one.series_id for one in (load(each, me) for each in ids)}) == 1
        assert shown(ids, me, "sequence") == [1, 1, 1, 1, 1]


def test_this_and_following_become_a_series_of_their_own(app: Flask) -> None:
    with app.app_context():
        me = add_account()
        ids = add_series(me)
        change(ids[2], me, Reach.FOLLOWING, starts=time(9), title="Breakfast")
        assert shown(ids, me, "starts") == [time(10), time(10), time(9), time(9), time(9)]
        assert titles(ids, me) == ["Coffee and questions"] * 2 + ["Breakfast"] * 3
        first, rest = load(ids[0], me).series, load(ids[2], me).series
        assert first
        assert rest
        assert rest.continues_id == first.id
        assert plan_of(first).days() == [days(7), days(14)]
        assert plan_of(rest).days() == [days(21), days(28), days(35)]
        change(ids[0], me, Reach.ALL, title="Tea")
        assert titles(ids, me) == ["Tea"] * 2 + ["Breakfast"] * 3


def test_a_series_that_has_begun_keeps_its_past_when_all_are_changed(app: Flask) -> None:
    with app.app_context():
        me = add_account()
        ids = add_series(me, first_on=days(-14))
        event = load(ids[3], me)
        assert event.series
        change(ids[3], me, Reach.ALL, plan_of(event.series).rest(days(0)), title="Tea")
        assert titles(ids, me) == ["Coffee and questions"] * 2 + ["Tea"] * 3


def test_a_new_rule_moves_makes_and_cancels_and_deletes_nothing(app: Flask) -> None:
    with app.app_context():
        me = add_account()
        ids = add_series(me)
        fortnightly = Plan("FREQ=WEEKLY;INTERVAL=2;COUNT=3", days(7))
        change(ids[0], me, Reach.ALL, fortnightly)
        assert shown(ids, me, "state") == ["scheduled", "cancelled", "scheduled", "cancelled", "scheduled"]
        change(ids[0], me, Reach.ALL, Plan("FREQ=WEEKLY;INTERVAL=2;COUNT=4", days(7)))
        assert len(all_ids()) == 6
        new = load(all_ids()[-1], me)
        assert (new.held_on, new.title_key) == (days(49), load(ids[0], me).title_key)


def test_a_series_that_moves_to_another_weekday_keeps_its_events(app: Flask) -> None:
    with app.app_context():
        me = add_account()
        ids = add_series(me)
        change(ids[0], me, Reach.ALL, Plan(WEEK, days(8)), held_on=days(8))
        assert shown(ids, me, "held_on") == [days(8 + 7 * week) for week in range(5)]
        assert all_ids() == ids


def test_nothing_clashes_with_the_series_itself_when_it_is_moved(app: Flask) -> None:
    with app.app_context():
        me = add_account()
        ids = add_series(me, "FREQ=DAILY;COUNT=4", staff=[(me, StaffRole.LEAD)])
        change(ids[0], me, Reach.ALL, Plan("FREQ=DAILY;COUNT=4", days(8)), held_on=days(8), staff=[(me, StaffRole.LEAD)])
        assert sorted(shown(ids, me, "held_on")) == [days(8), days(9), days(10), days(11)]
        assert len(all_ids()) == 4


@pytest.mark.parametrize(("reach", "cancelled"), [(Reach.THIS, [2]), (Reach.FOLLOWING, [2, 3, 4]), (Reach.ALL, [0, 1, 2, 3, 4])])
def test_one_the_following_or_all_are_cancelled(app: Flask, reach: Reach, cancelled: list[int]) -> None:
    with app.app_context():
        me = add_account()
        ids = add_series(me)
        assert cancel_series(load(ids[2], me), reach, "No room", act(me)) == len(cancelled)
        db.session.commit()
        states = shown(ids, me, "state")
        assert [place for place, state in enumerate(states) if state == "cancelled"] == cancelled


def test_those_that_are_over_are_not_cancelled_with_the_others(app: Flask) -> None:
    with app.app_context():
        me = add_account()
        ids = add_series(me, first_on=days(-7))
        cancel_series(load(ids[2], me), Reach.ALL, "No room", act(me))
        assert shown(ids, me, "state")[:2] == ["scheduled", "cancelled"]


@pytest.mark.parametrize("reach", [Reach.FOLLOWING, Reach.ALL])
def test_from_an_event_that_was_changed_on_its_own_the_others_are_not_changed(app: Flask, reach: Reach) -> None:
    with app.app_context():
        me = add_account()
        ids = add_series(me)
        change_event(load(ids[1], me), values(held_on=days(14), starts=time(11)), act(me))
        db.session.commit()
        with pytest.raises(EventRefused, match="changed-alone"):
            change(ids[1], me, reach, starts=time(9))


def test_a_series_of_two_hundred_is_made_with_a_number_of_statements_that_does_not_explode(app: Flask) -> None:
    with app.app_context():
        me = add_account()
        assert len(add_series(me, "FREQ=DAILY;COUNT=200")) == 200
        assert len(db.session.scalars(select(EventSeries)).all()) == 1
