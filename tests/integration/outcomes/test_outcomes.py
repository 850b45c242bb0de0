"""What came of an event is recorded: numbers and topics, small numbers not at all, and nothing typed is lost."""

from __future__ import annotations

from datetime import time
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from outreach.accounts.rules import Role
from outreach.audit.models import AuditEntry
from outreach.campaigns.models import Action, Campaign
from outreach.campaigns.rules import State
from outreach.core.db import db
from outreach.events.operations import cancel_event
from outreach.events.rules import Need, StaffRole
from outreach.outcomes.models import Outcome, RaisedAction
from outreach.outcomes.operations import subject_of
from outreach.outcomes.queries import find_outcome, values_of
from outreach.outcomes.rules import FEW, HELD_BACK, Count
from tests.accounts import add_account, areas, post, sign_in
from tests.campaigns import add_campaign, days, fields_of
from tests.client import PageClient
from tests.events import act, add_event, add_interpreter, load
from tests.outcomes import add_outcome, add_past
from tests.pages import parse_page
from tests.queries import counted_queries


def path_of(event_id: UUID) -> str:
    return f"/manage/outcomes/{event_id}/edit"


def fill(client: PageClient, event_id: UUID, **more: Any) -> dict[str, Any]:
    return {**fields_of(client, path_of(event_id)), "attended": "12", **more}


def stored(event_id: UUID) -> dict[str, Any]:
    outcome = find_outcome(event_id)
    assert outcome is not None
    return values_of(outcome)


def test_an_outcome_is_recorded_with_small_numbers_as_fewer_than_five(app: Flask) -> None:
    with app.app_context():
        me = add_account(name="Ffion Fair")
        spoken = [("ur", Need.CONFIRMED, add_interpreter(me))]
        event_id = add_past(me, title="Coffee marker", languages=spoken)
    client = sign_in(app, me)
    fields = fill(client, event_id, attended="23", split="language", themes=["trust", "sharing"], note="Many ask who is told")
    assert fields["interpreting-0-language"] == "ur", "who was booked is asked about"
    fields |= {"by_language-0-language": "ur", "by_language-0-number": "14", "by_language-1-language": "pl", "by_language-1-number": "3"}
    fields |= {"interpreting-0-quality": "good", "materials-0-language": "ur", "materials-0-number": "2"}
    answer = post(client, path_of(event_id), **fields)
    assert answer.status_code == 303
    page = client.page(answer.headers["Location"])
    for words in (
        "23",
        "Polish: fewer than five; Urdu: 14",
        "Trust in the police",
        "Many ask who is told",
        "Urdu: fewer than five",
        "Good",
    ):
        assert words in page.text
    assert "What came of it" in client.page(f"/manage/events/{event_id}").text
    with app.app_context():
        assert stored(event_id)["groups"] == [("pl", FEW), ("ur", Count(14, True))]
        assert stored(event_id)["attended"] == Count(23, True)
        rows = db.session.execute(select(AuditEntry.action, AuditEntry.detail).where(AuditEntry.subject == subject_of(event_id))).all()
        assert [tuple(row) for row in rows] == [("outcome.recorded", "")]


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"attended": ""}, "Enter how many attended"),
        ({"attended": "a dozen"}, "Enter a whole number, or <5"),
        ({"note": "Call 07700 900123"}, "Take the telephone number out"),
        ({"note": "Write to rosa@example.org"}, "Take the email address out"),
        ({"note": "She lives at LS1 4AP"}, "Take the postcode out"),
        ({"note": "Amina Yusuf was beaten by her husband"}, "Take “Amina Yusuf” out"),
        ({"actions-0-title": "Call Mrs Khan about her visa"}, "Take “Mrs Khan” out"),
        ({"actions-0-title": "Print", "actions-0-due": "soon"}, "Enter a real date"),
        ({"actions-0-due": "27 3 2027"}, "Enter the action"),
        ({"split": "language"}, "Enter the numbers"),
        ({"split": "language", "by_language-0-language": "ur", "by_language-0-number": "13"}, "a part is larger"),
        ({"split": "language", "by_language-0-language": "ur", "by_language-0-number": "some"}, "Enter a whole number, or <5"),
        ({"materials-0-language": "ur"}, "Enter the number"),
        ({"themes": ["gossip"]}, "Choose one of those in the list"),
    ],
)
def test_what_is_wrong_is_said_and_everything_typed_is_kept(app: Flask, fields: dict[str, Any], message: str) -> None:
    with app.app_context():
        me = add_account()
        event_id = add_past(me)
    client = sign_in(app, me)
    sent = {**fill(client, event_id), "materials-2-language": "pl", "materials-2-number": "77", **fields}
    answer = post(client, path_of(event_id), **sent)
    assert answer.status_code == 422
    page = parse_page(answer.data)
    assert message in page.text
    shown = {field.get("value") for field in page.all("input")} | {field.text for field in page.all("textarea")}
    assert {text for name, text in fields.items() if isinstance(text, str) and not name.endswith(("language", "split"))} - {""} <= shown
    assert "77" in shown
    with app.app_context():
        assert find_outcome(event_id) is None


def test_only_what_is_over_and_took_place_can_be_recorded(app: Flask) -> None:
    with app.app_context():
        me = add_account()
        ahead, off = add_event(me), add_event(me, held_on=days(1))
        cancel_event(load(off, me), "Ill", act(me))
        db.session.commit()
    client = sign_in(app, me)
    for event_id in (ahead, off):
        assert client.get(path_of(event_id)).status_code == 303
        answer = post(client, path_of(event_id), attended="12", split="none", note="Note marker")
        assert answer.status_code == 422
        assert "Note marker" in parse_page(answer.data).text, "it was moved or cancelled while somebody typed"
    with app.app_context():
        assert db.session.scalars(select(Outcome)).all() == []


def test_who_may_not_change_the_event_may_only_read_what_came_of_it(app: Flask) -> None:
    with app.app_context():
        me, auditor = add_account(), add_account(Role.AUDITOR)
        far, near = add_account(Role.LEAD, areas("surrey")), add_account(Role.COORDINATOR, areas("kent"))
        event_id = add_past(me)
        add_outcome(event_id, me, note="Marker words")
    for who, may_see, may_change in ((auditor, 200, 403), (far, 404, 404), (near, 200, 200)):
        client = sign_in(app, who)
        assert client.get(f"/manage/outcomes/{event_id}").status_code == may_see
        assert client.get(path_of(event_id)).status_code == may_change
        assert ("Marker words" in client.get(f"/manage/outcomes/{event_id}").text) is (may_see == 200)


def test_a_change_is_on_record_with_names_of_fields_and_no_number(app: Flask) -> None:
    with app.app_context():
        me = add_account()
        event_id = add_past(me)
        add_outcome(event_id, me, 40)
    client = sign_in(app, me)
    fields = {**fields_of(client, path_of(event_id)), "attended": "41", "note": "Trust first"}
    assert post(client, path_of(event_id), **fields).status_code == 303
    page = client.page(f"/manage/outcomes/{event_id}")
    assert "Changed the outcome of an event (How many attended, In a few words)" in page.text
    with app.app_context():
        entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "outcome.changed")).one()
        assert (entry.changed, entry.detail) == (["attended", "note"], "")


def test_sent_twice_it_is_recorded_once_with_its_actions(app: Flask) -> None:
    with app.app_context():
        me = add_account()
        event_id = add_past(me)
    client = sign_in(app, me)
    fields = fill(client, event_id, **{"actions-0-title": "Print the leaflet in Urdu", "actions-0-due": "3 12 2026"})
    assert [post(client, path_of(event_id), **fields).status_code for _twice in range(2)] == [303, 303]
    with app.app_context():
        raised = db.session.scalars(select(RaisedAction)).one()
        assert (raised.title, raised.due_on) == ("Print the leaflet in Urdu", days(11))


def test_two_who_record_it_at_once_see_both_versions(app: Flask) -> None:
    with app.app_context():
        me, other = add_account(), add_account()
        event_id = add_past(me)
    client = sign_in(app, me)
    fields = fill(client, event_id, note="Mine marker")
    with app.app_context():
        add_outcome(event_id, other, 30, note="Theirs marker")
    answer = post(client, path_of(event_id), **fields)
    assert answer.status_code == 409
    for words in ("Mine marker", "Theirs marker", "12", "30"):
        assert words in parse_page(answer.data).text


def test_actions_become_those_of_the_campaign_while_it_is_open(app: Flask) -> None:
    with app.app_context():
        me, helper = add_account(name="Ffion Fair"), add_account(name="Cosmo Quill")
        live = add_campaign(me, "kent", state=State.LIVE)
        first, second = add_past(me, campaign_id=live), add_past(me, 2, campaign_id=live)
        add_outcome(first, me, actions=[(uuid4(), "Ask for a second interpreter", helper, days(5))])
        action = db.session.scalars(select(Action).where(Action.campaign_id == live)).one()
        action_id = action.id
        assert (action.title, action.owner_id, action.due_on) == ("Ask for a second interpreter", helper, days(5))
        db.session.get_one(Campaign, live).state = State.EVALUATED
        db.session.commit()
        add_outcome(second, me, actions=[(uuid4(), "Thank the host", helper, days(4))])
        assert db.session.scalars(select(Action).where(Action.campaign_id == live)).one() == action
        db.session.get_one(Campaign, live).state = State.LIVE
        db.session.commit()
    page = sign_in(app, me).page(f"/manage/outcomes/{first}")
    assert f"/manage/campaigns/{live}/actions#action-{action_id}" in page.links
    text = sign_in(app, helper).page("/manage/").text
    assert "Thank the host" in text
    assert text.count("Ask for a second interpreter") == 1


def test_an_action_of_its_own_is_marked_as_done(app: Flask) -> None:
    raised_id = uuid4()
    with app.app_context():
        me, other = add_account(), add_account(Role.LEAD, areas("surrey"))
        event_id = add_past(me)
        add_outcome(event_id, me, actions=[(raised_id, "Thank the host", me, days(1))])
    path = f"/manage/outcomes/actions/{raised_id}/done"
    assert post(sign_in(app, other), path).status_code == 404
    client = sign_in(app, me)
    assert "Thank the host" in client.page("/manage/").text
    assert post(client, path).status_code == 303
    assert "Thank the host" not in client.page("/manage/").text
    assert "Mark as done" not in client.page(f"/manage/outcomes/{event_id}").text
    assert post(client, f"/manage/outcomes/actions/{uuid4()}/done").status_code == 404


def test_the_home_page_asks_the_lead_from_the_day_after_and_who_made_it_where_nobody_leads(app: Flask) -> None:
    with app.app_context():
        me, lead, helper = add_account(), add_account(), add_account()
        staff = [(lead, StaffRole.LEAD), (helper, StaffRole.SUPPORT)]
        add_past(me, 1, title="Led marker", staff=staff)
        add_past(me, 1, title="Alone marker", starts=time(14), ends=time(15))
        add_event(me, title="Today marker", held_on=days(0), staff=[(lead, StaffRole.LEAD)], starts=time(6), ends=time(7))
        add_outcome(add_past(me, 1, title="Recorded marker", starts=time(17), ends=time(18)), me)
    assert "Record the outcome: Led marker" in sign_in(app, lead).page("/manage/").text
    text = sign_in(app, me).page("/manage/").text
    assert "Record the outcome: Alone marker" in text
    for words in ("outcome: Led marker", "outcome: Today marker", "outcome: Recorded marker"):
        assert words not in text
    assert "Record the outcome" not in sign_in(app, helper).page("/manage/").text


@pytest.mark.parametrize("column", ["event_outcome", "event_outcome_group", "event_outcome_material"])
def test_the_database_keeps_no_number_from_one_to_four(app: Flask, column: str) -> None:
    with app.app_context():
        me = add_account()
        event_id = add_past(me)
        more = {"split": "language", "groups": [("ur", Count(9, True))], "materials": [("ur", Count(9, True))]}
        add_outcome(event_id, me, 20, **more)
        for number, is_exact in ((3, True), (4, True), (1, True), (2, False), (9, False)):
            with pytest.raises(IntegrityError), db.session.begin_nested():
                db.session.execute(text(f"UPDATE {column} SET least = :number, is_exact = :exact"), {"number": number, "exact": is_exact})


def test_a_number_that_would_give_a_smaller_one_away_is_held_back(app: Flask) -> None:
    with app.app_context():
        me = add_account()
        event_id = add_past(me)
        add_outcome(event_id, me, 12, split="language", groups=[("pl", Count(9, True)), ("ur", FEW)])
        assert stored(event_id)["groups"] == [("pl", HELD_BACK), ("ur", FEW)]
    client = sign_in(app, me)
    assert "Polish: five or more; Urdu: fewer than five" in client.page(f"/manage/outcomes/{event_id}").text
    assert post(client, path_of(event_id), **{**fields_of(client, path_of(event_id)), "note": "Again"}).status_code == 303
    with app.app_context():
        assert stored(event_id)["groups"] == [("pl", HELD_BACK), ("ur", FEW)]


def test_the_list_has_what_was_heard_at_a_constant_cost(app: Flask) -> None:
    with app.app_context():
        me = add_account()
        for number in range(3):
            add_outcome(add_past(me, 3 + number, title=f"Event {number}"), me, themes=["hate", "trust"])
        add_past(me, 9, title="Silent")
    client = sign_in(app, me)
    page = client.page("/manage/outcomes")
    assert "Hate crime; Trust in the police" in page.text
    assert "Not recorded" in page.text
    assert "Silent" not in client.page("/manage/outcomes?heard=hate").text
    assert "1 event" in client.page("/manage/outcomes?recorded=no").text
    with counted_queries(app) as few:
        client.page("/manage/outcomes")
    with app.app_context():
        for number in range(12):
            add_outcome(add_past(me, 20 + number, title=f"More {number}"), me)
    with counted_queries(app) as many:
        client.page("/manage/outcomes")
    assert len(many) == len(few)
    assert "Hate crime; Trust in the police" in client.get("/manage/outcomes?format=csv").text
