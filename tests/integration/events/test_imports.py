"""Events from a CSV file: looked at first, all rows or none, and imported again without a change."""

from __future__ import annotations

import io
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from outreach.accounts.rules import Role
from outreach.audit.models import AuditEntry
from outreach.core.db import db
from outreach.events.importing import carry_out
from outreach.events.models import Event
from outreach.events.operations import cancel_event
from outreach.events.queries import find_texts
from outreach.events.rules import Kind, Need, StaffRole, Whereabouts
from outreach.events.sheet import read_lines
from tests.accounts import add_account, areas, post, sign_in
from tests.campaigns import add_campaign, days
from tests.client import PageClient
from tests.events import act, add_event, add_interpreter, add_venue, load
from tests.pages import parse_page
from tests.queries import counted_queries

IMPORT = "/manage/events/import"
HEAD = "reference,title,kind,area,day,starts,ends,place"


def row(number: int, *, day: int = 9, **more: str) -> str:
    plain = {"reference": f"E-{number}", "title": f"Coffee {number}", "kind": "drop-in", "area": "kent", "day": days(day).isoformat()}
    return ",".join({**plain, "starts": "10:00", "ends": "12:00", "place": "online", **more}.values())


def file_of(*rows: str, head: str = HEAD) -> str:
    return "\n".join([head, *rows])


def look(client: PageClient, text: str | bytes) -> TestResponse:
    data = text if isinstance(text, bytes) else text.encode()
    return post(client, IMPORT, file=(io.BytesIO(data), "events.csv"))


def confirm(client: PageClient, text: str) -> TestResponse:
    return post(client, IMPORT, act="import", text=text)


def titles() -> list[str]:
    return sorted(find_texts(event)["title"].english for event in db.session.scalars(select(Event)))


def test_a_file_is_looked_at_then_imported_and_imported_again_without_a_change(app: Flask) -> None:
    with app.app_context():
        me = add_account()
    client, text = sign_in(app, me), file_of(row(1), row(2))
    page = parse_page(look(client, text).data)
    assert "New 2" in page.text
    with app.app_context():
        assert titles() == [], "looking is a dry run"
    sent = next(field.get("value", "") for field in page.all("input") if field.get("name") == "text")
    assert confirm(client, sent).status_code == 303
    assert "2 events are new. 0 are changed." in client.page("/manage/events").text
    with app.app_context():
        assert titles() == ["Coffee 1", "Coffee 2"]
        before = [(event.id, event.version, event.changed_at) for event in db.session.scalars(select(Event).order_by(Event.id))]
    history = client.page(f"/manage/events/{before[0][0]}").text
    assert "Imported an event from a CSV file" in history
    assert "Reason" not in history
    assert "Nothing is different 2" in parse_page(look(client, text).data).text
    assert confirm(client, text).status_code == 303
    with app.app_context():
        assert [(event.id, event.version, event.changed_at) for event in db.session.scalars(select(Event).order_by(Event.id))] == before


def test_one_wrong_row_keeps_all_of_them_out_and_says_why(app: Flask) -> None:
    with app.app_context():
        me = add_account()
    client = sign_in(app, me)
    text = file_of(row(1), row(2, kind="party"), row(3, day=10, ends="09:00"), row(1), row(4, title="Your report is confidential"))
    page = parse_page(look(client, text).data)
    for words in (
        "take “your report is confidential” out",
        "kind: “party” is none of: drop-in, workshop, briefing, training, advisory, stall, webinar, media",
        "Enter an end that is after the start",
        "reference: “E-1” stands in several rows",
    ):
        assert words in page.text
    assert "Import all rows" not in page.text
    assert confirm(client, text).status_code == 303
    with app.app_context():
        assert titles() == []


def test_what_is_different_is_changed_and_what_was_arranged_stays(app: Flask) -> None:
    with app.app_context():
        me = add_account(email="me@police.example")
        spoken = [("ur", Need.BOOKED, add_interpreter(me))]
        event_id = add_event(me, held_on=days(9), languages=spoken, staff=[(me, StaffRole.LEAD)], risks="Seen going in")
    client, head = sign_in(app, me), f"{HEAD},languages"
    text = file_of(row(1, reference=str(event_id), title="Tea") + ",ur;pl", head=head)
    assert "different: title, languages" in parse_page(look(client, text).data).text
    moved = text.replace(days(9).isoformat(), days(10).isoformat()).replace(",online,", ",host-tells,")
    assert "different: title, day, place, languages" in parse_page(look(client, moved).data).text, "by the names of the columns"
    assert confirm(client, text).status_code == 303
    with app.app_context():
        event = load(event_id, me)
        assert find_texts(event)["title"].english == "Tea"
        assert [(one.language, one.need) for one in event.tongues] == [("pl", "needed"), ("ur", "booked")]
        assert (event.risks, [one.account_id for one in event.people]) == ("Seen going in", [me]), (
            "columns that are not there change nothing"
        )


def test_nobody_imports_into_other_areas_or_changes_what_they_may_not(app: Flask) -> None:
    with app.app_context():
        me, lead = add_account(Role.COORDINATOR, areas("kent")), add_account()
        far = add_event(lead, area="surrey")
        off = add_event(lead, title="Off")
        cancel_event(load(off, lead), "Ill", act(lead))
        db.session.commit()
    client = sign_in(app, me)
    page = parse_page(look(client, file_of(row(1, area="surrey"), row(2, area="national"), row(3))).data)
    assert page.text.count("is not one of your areas") == 2
    page = parse_page(look(client, file_of(row(1, reference=str(off)))).data)
    assert "A cancelled event cannot be changed" in page.text
    assert "New 1" in parse_page(look(client, file_of(row(1, reference=str(far)))).data).text, "out of sight it is not there"
    assert confirm(sign_in(app, lead), file_of(row(7, area="surrey"))).status_code == 303
    assert "an event that you may not see has “E-7” already" in parse_page(look(client, file_of(row(7))).data).text


def test_who_and_what_is_taken_keeps_a_row_out(app: Flask) -> None:
    with app.app_context():
        me = add_account(email="me@police.example")
        venue = {"whereabouts": Whereabouts.VENUE, "venue_id": add_venue(me, name="Hall")}
        add_event(me, held_on=days(9), **venue)
        add_campaign(me, "kent", name="Lanterns")
    client, head = sign_in(app, me), f"{HEAD},venue,staff,campaign"
    rows = [
        row(1, place="venue") + ",Hall,,Lanterns",
        row(2, place="venue", starts="12:00", ends="13:00") + ",Hall,me@police.example:lead,",
        row(3, starts="12:30", ends="14:00") + ",,me@police.example,",
    ]
    page = parse_page(look(client, file_of(*rows, head=head)).data)
    assert "To be mended 2" in page.text
    assert page.text.count("is taken at this time already") == 2
    assert confirm(client, file_of(rows[1], head=head)).status_code == 303
    with app.app_context():
        event = db.session.scalars(select(Event).where(Event.reference == "E-2")).one()
        assert [(one.account_id, one.role) for one in load(event.id, me).people] == [(me, "lead")]


def test_rows_of_one_file_that_are_perhaps_the_same_event_are_told_at_the_one_below(app: Flask) -> None:
    with app.app_context():
        me = add_account(Role.COORDINATOR, areas("kent"))
    client = sign_in(app, me)
    rows = [
        row(1, title="Tea and questions", kind="stall"),
        row(2, title="tea & questions", kind="media"),
        row(3, title="Lanterns", kind="stall"),
    ]
    found = parse_page(look(client, file_of(*rows, row(4, day=12, title="Tea and questions", kind="stall"))).data).text
    assert found.count("perhaps the same event") == 2
    assert found.count("perhaps the same event as row 2") == 2, "the first has the title of the second and the kind of the third"
    assert confirm(client, file_of(*rows)).status_code == 303


def test_days_of_note_and_likely_duplicates_are_told_and_keep_nothing_out(app: Flask) -> None:
    with app.app_context():
        me, lead = add_account(Role.COORDINATOR, areas("kent")), add_account()
        add_event(lead, title="Tea, and questions!", held_on=days(36), kind=Kind.MEDIA)
        add_event(lead, title="Tea and questions", held_on=days(36), kind=Kind.MEDIA, area="surrey")
        off = add_event(lead, title="Tea and questions", held_on=days(37), kind=Kind.MEDIA)
        cancel_event(load(off, lead), "Ill", act(lead))
        db.session.commit()
    client = sign_in(app, me)
    text = file_of(row(1, day=36, title="Tea and questions"), row(2, day=37, title="Tea and questions"), row(3, day=9))
    found = parse_page(look(client, text).data).text  # 28 December 2026, the day after it, and an ordinary day
    assert (
        "E-1 Verdict New Why a bank holiday; school holidays (typical weeks; schools set their own); perhaps the same event as “Tea, and"
        in found
    )
    assert found.count("perhaps the same event") == 1
    assert found.count("a bank holiday") == 1
    assert "Some rows are on days to know of" in found
    assert confirm(client, text).status_code == 303
    again = parse_page(look(client, text).data).text
    assert "bank holiday" not in again, "of what is here nothing is asked any more"


def test_events_that_change_places_with_each_other_are_imported_whatever_their_order(app: Flask) -> None:
    with app.app_context():
        me = add_account()
        add_venue(me, name="Hall")
    client, head = sign_in(app, me), f"{HEAD},venue"
    here = [row(1, place="venue") + ",Hall", row(2, place="venue", starts="14:00", ends="16:00") + ",Hall"]
    assert confirm(client, file_of(*here, head=head)).status_code == 303
    there = [row(1, place="venue", starts="14:00", ends="16:00") + ",Hall", row(2, place="venue") + ",Hall"]
    assert "Changed 2" in parse_page(look(client, file_of(*there, head=head)).data).text
    assert confirm(client, file_of(*there, head=head)).status_code == 303
    with app.app_context():
        assert [event.starts.hour for event in db.session.scalars(select(Event).order_by(Event.reference))] == [14, 10]


def test_a_lead_lets_rows_take_somebody_twice_with_a_reason_that_is_on_record_and_a_coordinator_does_not(app: Flask) -> None:
    with app.app_context():
        lead, coordinator = add_account(email="me@police.example", name="Me Marker"), add_account(Role.COORDINATOR, areas("kent"))
        add_event(lead, held_on=days(9), staff=[(lead, StaffRole.LEAD)])
    client, head = sign_in(app, lead), f"{HEAD},staff"
    text = file_of(row(1) + ",me@police.example", row(2) + ",me@police.example", row(3) + ",", head=head)
    page = parse_page(look(client, text).data)
    assert page.text.count("Me Marker is taken at this time already") == 2
    assert "Look again with this reason" in page.text
    again = post(client, IMPORT, act="again", text=text)
    assert again.status_code == 422
    assert "Enter why they are taken twice" in parse_page(again.data).text
    assert post(client, IMPORT, act="again", text=text, override="Call 07700 900123").status_code == 422
    page = parse_page(post(client, IMPORT, act="again", text=text, override="All in one building").data)
    assert page.text.count("Me Marker is taken twice, because: All in one building") == 2
    assert "New 3" in page.text
    sent = {
        str(field.get("name")): field.get("value", "") for field in page.all("input") if field.get("name") in ("text", "override", "act")
    }
    other = sign_in(app, coordinator)
    assert "Look again with this reason" not in parse_page(look(other, text).data).text
    assert "To be mended 2" in parse_page(post(other, IMPORT, act="again", text=text, override="I want to").data).text
    assert post(other, IMPORT, **sent).status_code == 303
    with app.app_context():
        assert titles() == ["Coffee and questions"], "who may not take somebody twice imports nothing"
    assert post(client, IMPORT, **sent).status_code == 303
    with app.app_context():
        overridden = select(AuditEntry.detail).where(AuditEntry.action == "event.clash-overridden")
        assert db.session.scalars(overridden).all() == ["All in one building"] * 2
        assert titles() == ["Coffee 1", "Coffee 2", "Coffee 3", "Coffee and questions"]
    changed = file_of(row(1, title="Tea") + ",me@police.example", head=head)
    assert "Changed 1" in parse_page(look(other, changed).data).text, "what was accepted once is not asked about again"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"PK\x03\x04", "This is a workbook"),
        (b"title\nCaf\xe9", "The letters of this file cannot be read"),
        (b"title;day\nTea;2026-12-03", "Columns are missing: reference, kind"),
        (b"", "This file has no rows"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_with_what_to_do(app: Flask, data: bytes, message: str) -> None:
    with app.app_context():
        me = add_account()
    answer = look(sign_in(app, me), data)
    assert answer.status_code == 422
    assert message in parse_page(answer.data).text


def test_without_a_file_one_is_asked_for(app: Flask) -> None:
    with app.app_context():
        me = add_account()
    client = sign_in(app, me)
    assert "Choose a file" in parse_page(post(client, IMPORT).data).text
    assert post(client, IMPORT, act="import", text="nonsense").status_code == 422


def test_an_export_is_as_filtered_runs_nothing_and_is_imported_without_a_change(app: Flask) -> None:
    with app.app_context():
        me = add_account(email="me@police.example")
        spoken, venue = [("ur", Need.NEEDED, None)], add_venue(me, name="Hall")
        shown = {"whereabouts": Whereabouts.VENUE, "venue_id": venue, "staff": [(me, StaffRole.LEAD)], "languages": spoken}
        add_event(me, title='=HYPERLINK("x")', summary="First\nSecond, “third”", audiences=["Bakers"], capacity=12, **shown)
        add_event(me, title="Coffee by the sea", held_on=days(20), area=None, host_email="host@hall.example")
        add_event(me, title="Elsewhere", held_on=days(21), area="surrey")
    client = sign_in(app, me)
    text = client.get("/manage/events/export?area=kent").text
    assert "Elsewhere" not in text
    assert "'=HYPERLINK" in text
    assert f"{IMPORT[:-7]}/export?area=kent" in client.page("/manage/events?area=kent").links
    assert "Nothing is different 2" in parse_page(look(client, text).data).text
    assert "HYPERLINK" in client.page("/manage/events").text


def test_two_thousand_rows_are_imported_at_once_and_looking_costs_as_many_queries_as_for_two(app: Flask) -> None:
    with app.app_context():
        me = add_account()
        many: Any = read_lines(file_of(*(row(number, day=number % 300 + 1) for number in range(2000))))[1]
        carry_out(many, act(me))
        db.session.commit()
        assert db.session.scalar(select(func.count()).select_from(Event)) == 2000
    client = sign_in(app, me)
    with counted_queries(app) as few:
        look(client, file_of(row(1), row(2)))
    with counted_queries(app) as more:
        look(client, file_of(*(row(number, day=number % 300 + 3) for number in range(200))))
    assert len(more) == len(few)
