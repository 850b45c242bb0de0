"""The pages of events: forms that keep what was typed, findings before saving, series, cancelling, and two people at once."""

from __future__ import annotations

from datetime import time
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from outreach.accounts.models import Account
from outreach.accounts.operations import suspend
from outreach.accounts.rules import Role
from outreach.campaigns.models import Campaign
from outreach.core.db import db
from outreach.events.models import Event, Interpreter, Venue
from outreach.events.operations import cancel_event, put_back
from outreach.events.queries import find_texts
from outreach.events.rules import Attends, Kind, Need, StaffRole, Visibility, Whereabouts
from outreach.partners.models import Organisation
from outreach.partners.rules import Stage
from tests.accounts import add_account, areas, post, sign_in
from tests.campaigns import add_campaign, days, fields_of
from tests.client import PageClient
from tests.conftest import NOW
from tests.events import act, add_event, add_interpreter, add_series, add_venue, load
from tests.pages import form_of, parse_page, text_of
from tests.partners import add_organisation

NEW = "/manage/events/new"


def typed(client: PageClient, path: str = NEW, **more: Any) -> dict[str, Any]:
    """The form at *path*, filled in."""
    on = days(8)
    day = {"held_on-day": str(on.day), "held_on-month": str(on.month), "held_on-year": str(on.year)}
    about = {"title": "Tea and questions", "kind": "drop-in", "area": "kent", "starts": "10am", "ends": "12:30pm"}
    rest = {"whereabouts": "online", "attends": "no-police", "visibility": "internal"}
    return {**fields_of(client, path), **day, **about, **rest, **more}


def events() -> list[Event]:
    return list(db.session.scalars(select(Event).order_by(Event.held_on, Event.id)))


def event_at(location: str) -> UUID:
    return UUID(location.rpartition("/")[2])


def test_an_event_is_scheduled_once_however_often_its_form_is_sent(app: Flask) -> None:
    with app.app_context():
        me = add_account(name="Ffion Fair")
    client = sign_in(app, me)
    fields = typed(client, summary="Ask what you like", audiences="Night bakers\nCleaners", capacity="20", **{"languages-0-language": "ur"})
    fields["languages-0-need"] = "needed"
    answers = [post(client, NEW, **fields) for _twice in range(2)]
    assert {answer.status_code for answer in answers} == {303}
    assert len({answer.headers["Location"] for answer in answers}) == 1
    page = client.page(answers[0].headers["Location"])
    for words in ("Tea and questions", "10am to 12:30pm", "Kent", "Night bakers", "Urdu Needed", "Ffion Fair Leads", "Ask what you like"):
        assert words in page.text
    with app.app_context():
        assert len(events()) == 1


def test_whatever_is_wrong_is_said_and_everything_typed_is_kept(app: Flask) -> None:
    with app.app_context():
        me = add_account()
    client = sign_in(app, me)
    wrong = {"kind": "", "ends": "9am", "purpose": "Call 07700 900123 for more", "languages-1-language": "ur", "audiences": "Bakers"}
    answer = post(client, NEW, **typed(client, **wrong))
    assert answer.status_code == 422
    page = parse_page(answer.data)
    for words in ("Choose the kind", "Take the telephone number out", "Choose how far an interpreter is found"):
        assert words in page.text
    kept = {field.get("value") for field in page.all("input")}
    assert {"Tea and questions", "10am", "9am"} <= kept
    assert any(area.text == "Bakers" for area in page.all("textarea"))
    answer = post(client, NEW, **typed(client, ends="9am"))
    assert "Enter an end that is after the start" in parse_page(answer.data).text


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"whereabouts": "venue"}, "Choose the venue"),
        ({"immigration_enforcement": "yes"}, "Enter what readers are told about Immigration Enforcement"),
        ({"repeat": "weekly"}, "Choose until when it comes again"),
        ({"repeat": "weekly", "ending": "count", "count": "300"}, "at most 200 events"),
        ({"repeat": "weekly", "ending": "until"}, "Enter the last day"),
        ({"repeat": "weekly", "ending": "count", "count": "3", "weekdays": "1"}, "Choose the weekday of the first day too: Monday"),
        ({"left_out": "27 13 2026"}, "Enter real dates"),
        ({"starts": "half past"}, "Enter a time"),
        ({"title": "Come: your report is confidential"}, "Take “your report is confidential” out: no page may say that"),
        ({"summary": "We talk. Your report is confidential."}, "Take “your report is confidential” out: no page may say that"),
        ({"area": "atlantis"}, "Choose one of those in the list"),
        ({"contact_key": "nobody"}, "Choose one of those in the list"),
        ({"staff-1-person": "nobody", "staff-1-role": "lead"}, "Check what you entered here"),
    ],
)
def test_each_wrong_choice_is_answered_with_what_to_do(app: Flask, fields: dict[str, Any], message: str) -> None:
    with app.app_context():
        me = add_account()
    client = sign_in(app, me)
    answer = post(client, NEW, **typed(client, **fields))
    assert answer.status_code == 422
    assert message in parse_page(answer.data).text
    with app.app_context():
        assert events() == []


@pytest.mark.parametrize("area", ["surrey", "national"])
def test_nobody_schedules_or_moves_an_event_beyond_their_areas(app: Flask, area: str) -> None:
    with app.app_context():
        me = add_account(Role.LEAD, areas("kent"))
        event_id = add_event(me)
    client = sign_in(app, me)
    path = f"/manage/events/{event_id}/edit"
    assert post(client, NEW, **typed(client, area=area)).status_code == 422
    assert post(client, path, **{**fields_of(client, path), "area": area}).status_code == 422


def test_a_weekly_series_is_made_and_its_first_event_says_how_many_there_are(app: Flask) -> None:
    with app.app_context():
        me = add_account()
    client = sign_in(app, me)
    weekly = {"repeat": "weekly", "every": "1", "ending": "count", "count": "3", "left_out": f"{days(15):%d %m %Y}"}
    fields = typed(client, **weekly)
    answers = [post(client, NEW, **fields) for _twice in range(2)]
    assert len({answer.headers["Location"] for answer in answers}) == 1
    assert "2 events" in client.page(answers[0].headers["Location"]).text
    with app.app_context():
        assert [one.held_on for one in events()] == [days(8), days(22)]


def test_a_day_of_note_and_a_likely_duplicate_are_shown_before_saving_and_do_not_block(app: Flask) -> None:
    with app.app_context():
        me = add_account()
        add_event(me, title="Tea and questions!", held_on=days(29), kind=Kind.MEDIA)
    client = sign_in(app, me)
    on = days(29)  # 21 December: the first of the typical school holidays
    day = {"held_on-day": str(on.day), "held_on-month": str(on.month), "held_on-year": str(on.year)}
    answer = post(client, NEW, **typed(client, **day, **{"staff-0-person": "", "staff-0-role": ""}))
    assert answer.status_code == 200
    page = parse_page(answer.data)
    assert "Perhaps the same event" in page.text
    assert "school holidays (typical weeks" in page.text
    assert any("/manage/events/" in link and link.count("-") == 4 for link in page.links)
    near = next(button for button in page.all("button") if button.get("form"))
    assert text_of(near) == "Save anyway", "nobody has to go to the end of a long form"
    assert near.get("form") in {form.get("id") for form in page.one("main").iter("form")}
    seen = next(field.get("value") for field in page.all("input") if field.get("name") == "seen")
    fields = typed(client, **day, **{"staff-0-person": "", "staff-0-role": ""})
    assert post(client, NEW, **{**fields, "seen": "another"}).status_code == 200
    assert post(client, NEW, **{**fields, "seen": seen}).status_code == 303


@pytest.mark.parametrize("role", [Role.LEAD, Role.COORDINATOR])
def test_a_clash_blocks_and_only_a_lead_lets_it_stand_with_a_reason(app: Flask, role: Role) -> None:
    with app.app_context():
        me = add_account(role, areas("kent"), name="Busy Person")
        other = add_event(me, held_on=days(8), staff=[(me, StaffRole.LEAD)], kind=Kind.MEDIA)
    client = sign_in(app, me)
    fields = typed(client)
    answer = post(client, NEW, **fields)
    assert answer.status_code == 422
    page = parse_page(answer.data)
    assert "Busy Person is taken from 10am by Coffee and questions" in page.text
    assert f"/manage/events/{other}" in page.links
    seen = next(field.get("value") for field in page.all("input") if field.get("name") == "seen")
    assert ("Reason for taking them twice" in page.text) is (role is Role.LEAD)
    with_reason = {**fields, "seen": seen, "override": "Both are in one building"}
    assert post(client, NEW, **{**with_reason, "override": ""}).status_code == 422
    assert post(client, NEW, **with_reason).status_code == (303 if role is Role.LEAD else 422)


def test_a_clash_with_an_event_out_of_sight_is_told_without_its_title(app: Flask) -> None:
    with app.app_context():
        lead, me = add_account(), add_account(Role.COORDINATOR, areas("kent"))
        interpreter = add_interpreter(lead, name="Ines Quill")
        there: list[Any] = [("ur", "confirmed", interpreter)]
        add_event(lead, area="surrey", title="Marker title", held_on=days(8), languages=there)
    client = sign_in(app, me)
    booked = {"languages-0-language": "ur", "languages-0-need": "booked", "languages-0-interpreter": str(interpreter)}
    text = parse_page(post(client, NEW, **typed(client, **booked)).data).text
    assert "Ines Quill is taken by an event that you may not see" in text
    assert "Marker title" not in text


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
