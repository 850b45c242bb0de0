"""Changing events by the form: one, the following or all of a series; two people at once; what happens meanwhile."""

from __future__ import annotations

from datetime import time
from typing import Any

import pytest
from flask import Flask

from outreach.accounts.models import Account
from outreach.accounts.operations import suspend
from outreach.accounts.rules import Role
from outreach.campaigns.models import Campaign
from outreach.core.db import db
from outreach.events.models import Interpreter, Venue
from outreach.events.operations import cancel_event, put_back
from outreach.events.queries import find_texts
from outreach.events.rules import Need, StaffRole, Whereabouts
from outreach.partners.models import Organisation
from outreach.partners.rules import Stage
from tests.accounts import add_account, areas, post, sign_in
from tests.campaigns import add_campaign, days, fields_of
from tests.conftest import NOW
from tests.events import act, add_event, add_interpreter, add_series, add_venue, events, load
from tests.outcomes import add_past
from tests.pages import form_of, parse_page
from tests.partners import add_organisation


def test_an_event_is_changed_and_what_is_as_it_was_stays(app: Flask) -> None:
    with app.app_context():
        me = add_account()
        venue = add_venue(me)
        event_id = add_event(me, whereabouts=Whereabouts.VENUE, venue_id=venue, audiences=["Bakers"], staff=[(me, StaffRole.LEAD)])
    client = sign_in(app, me)
    path = f"/manage/events/{event_id}/edit"
    fields = fields_of(client, path)
    assert post(client, path, **fields).status_code == 303
    assert post(client, path, **{**fields_of(client, path), "starts": "11am"}).status_code == 303
    with app.app_context():
        event = load(event_id, me)
        assert (event.starts, event.venue_id, event.audiences, event.sequence) == (time(11), venue, {"Bakers"}, 1)
        assert [(one.account_id, one.role) for one in event.people] == [(me, "lead")]


def test_two_people_who_change_one_event_see_both_versions(app: Flask) -> None:
    with app.app_context():
        me, other = add_account(), add_account()
        event_id = add_event(me, staff=[(me, StaffRole.LEAD)])
    mine, theirs = sign_in(app, me), sign_in(app, other)
    path = f"/manage/events/{event_id}/edit"
    fields = fields_of(mine, path)
    assert post(theirs, path, **{**fields_of(theirs, path), "title": "Their title", "staff-0-role": "speaker"}).status_code == 303
    answer = post(mine, path, **{**fields, "title": "My title", "risks": "Rain"})
    assert answer.status_code == 409
    text = parse_page(answer.data).text
    for words in ("Their title", "My title", "Speaks"):
        assert words in text
    merged = fields_of_conflict(answer.data)
    assert post(mine, path, **{**merged, "choose-title": "theirs", "choose-staff": "theirs"}).status_code == 303
    with app.app_context():
        event = load(event_id, me)
        assert (find_texts(event)["title"].english, event.risks, event.people[0].role) == ("Their title", "Rain", "speaker")


@pytest.mark.parametrize("which", ["this", "following"])
def test_nothing_typed_is_lost_when_somebody_else_has_cancelled_the_event_meanwhile(app: Flask, which: str) -> None:
    with app.app_context():
        me = add_account()
        ids = add_series(me)
    client = sign_in(app, me)
    path = f"/manage/events/{ids[1]}/edit?which={which}"
    fields = {**fields_of(client, path), "risks": "Rain marker"}
    with app.app_context():
        cancel_event(load(ids[1], me), "No heating", act(me))
        db.session.commit()
    answer = post(client, path, **fields)
    assert answer.status_code == 422
    page = parse_page(answer.data)
    assert "A cancelled event cannot be changed. Put it back first" in page.text
    assert "Rain marker" in page.text
    with app.app_context():
        put_back([load(ids[1], me)], act(me))
        db.session.commit()
    assert post(client, path, **{name: value for name, value in form_of(page).items() if name != "csrf_token"}).status_code == 303
    with app.app_context():
        assert load(ids[1], me).risks == "Rain marker"


def test_nothing_typed_is_lost_when_an_event_has_left_its_series_meanwhile(app: Flask) -> None:
    with app.app_context():
        me = add_account()
        ids = add_series(me)
    client = sign_in(app, me)
    path = f"/manage/events/{ids[1]}/edit?which=all"
    fields = {**fields_of(client, path), "purpose": "Purpose marker"}
    with app.app_context():
        load(ids[1], me).is_changed = True
        db.session.commit()
    answer = post(client, path, **fields)
    assert answer.status_code == 422
    text = parse_page(answer.data).text
    assert "This event was changed on its own. Change the series from one of its other events" in text
    assert "Purpose marker" in text


def fields_of_conflict(html: bytes) -> dict[str, Any]:
    hidden = (field for field in parse_page(html).one("main").iter("input") if field.get("type") == "hidden")
    return {field.get("name", ""): field.get("value", "") for field in hidden if field.get("name") != "csrf_token"}


def test_of_a_series_one_the_following_or_all_are_chosen_first(app: Flask) -> None:
    with app.app_context():
        me = add_account()
        ids = add_series(me)
        alone = add_event(me, held_on=days(60))
    client = sign_in(app, me)
    page = client.page(f"/manage/events/{ids[1]}/change")
    assert [link for link in page.links if "which=" in link] == [
        f"/manage/events/{ids[1]}/edit?which={reach}" for reach in ("this", "following", "all")
    ]
    assert client.get(f"/manage/events/{alone}/change").status_code == 302


@pytest.mark.parametrize(("which", "expected"), [("this", "10,9,10,10,10"), ("following", "10,9,9,9,9"), ("all", "9,9,9,9,9")])
def test_a_series_is_changed_as_far_as_was_chosen(app: Flask, which: str, expected: str) -> None:
    with app.app_context():
        me = add_account()
        ids = add_series(me)
    client = sign_in(app, me)
    path = f"/manage/events/{ids[1]}/edit?which={which}"
    answer = post(client, path, **{**fields_of(client, path), "starts": "9am"})
    assert answer.status_code == 303
    with app.app_context():
        assert ",".join(str(load(one, me).starts.hour) for one in ids) == expected
        assert len(events()) == 5


def test_a_series_form_shows_its_rule_and_changes_nothing_when_it_is_sent_as_it_is(app: Flask) -> None:
    with app.app_context():
        me = add_account()
        ids = add_series(me, "FREQ=WEEKLY;INTERVAL=2;COUNT=3")
    client = sign_in(app, me)
    path = f"/manage/events/{ids[0]}/edit?which=all"
    fields = fields_of(client, path)
    assert (fields["repeat"], fields["every"], fields["ending"], fields["count"]) == (["weekly"], "2", ["count"], "3")
    assert post(client, path, **fields).status_code == 303
    with app.app_context():
        assert [one.sequence for one in events()] == [0, 0, 0]


def test_the_second_event_onwards_keep_the_rest_of_a_count(app: Flask) -> None:
    with app.app_context():
        me = add_account()
        ids = add_series(me)
    fields = fields_of(sign_in(app, me), f"/manage/events/{ids[2]}/edit?which=following")
    assert (fields["count"], fields["held_on-day"]) == ("3", str(days(21).day))


def test_what_was_set_aside_archived_or_left_since_stays_with_the_event_when_its_form_is_sent(app: Flask) -> None:
    with app.app_context():
        me, helper = add_account(), add_account(Role.COORDINATOR, areas("kent"))
        venue, interpreter, campaign, host = add_venue(me), add_interpreter(me), add_campaign(me, "kent"), add_organisation()
        here: dict[str, Any] = {"whereabouts": Whereabouts.VENUE, "venue_id": venue, "campaign_id": campaign, "host_organisation_id": host}
        staff = [(me, StaffRole.LEAD), (helper, StaffRole.SUPPORT)]
        event_id = add_event(me, languages=[("ur", Need.BOOKED, interpreter)], staff=staff, **here)
        gone: list[Any] = [db.session.get_one(Venue, venue), db.session.get_one(Interpreter, interpreter)]
        for one in (*gone, db.session.get_one(Campaign, campaign)):
            one.archived_at = NOW
        db.session.get_one(Organisation, host).stage = Stage.LEFT
        suspend(db.session.get_one(Account, helper), reason="Away", by=db.session.get_one(Account, me), now=NOW)
        db.session.commit()
    client = sign_in(app, me)
    path = f"/manage/events/{event_id}/edit"
    assert post(client, path, **{**fields_of(client, path), "risks": "Rain"}).status_code == 303
    with app.app_context():
        event = load(event_id, me)
        assert (event.venue_id, event.campaign_id, event.host_organisation_id, event.risks) == (venue, campaign, host, "Rain")
        assert {one.account_id for one in event.people} == {me, helper}
        assert [one.interpreter_id for one in event.tongues] == [interpreter]


def test_the_reason_that_was_typed_stays_when_an_event_is_over_before_it_is_sent(app: Flask) -> None:
    with app.app_context():
        me = add_account()
        event_id = add_past(me)
    answer = post(sign_in(app, me), f"/manage/events/{event_id}/cancel", reason="The hall is being painted")
    assert answer.status_code == 422
    text = parse_page(answer.data).text
    assert "The hall is being painted" in text
    assert "This event is over" in text
    with app.app_context():
        assert not load(event_id, me).is_cancelled
