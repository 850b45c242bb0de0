"""Scheduling by the form: what was typed is kept, findings are shown before saving, clashes block."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from outreach.accounts.rules import Role
from outreach.events.rules import Kind, StaffRole
from tests.accounts import add_account, areas, post, sign_in
from tests.campaigns import days, fields_of
from tests.events import NEW, add_event, add_interpreter, events, typed
from tests.pages import parse_page, text_of


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
    assert "Tea and questions! , 10am, Kent" in page.text
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
