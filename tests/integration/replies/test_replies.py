"""You said, we did: written by one person, published by another, only of ten people or more, and told to readers of the area."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError

from outreach.accounts.models import Account
from outreach.accounts.rules import Role
from outreach.content.library import Translation
from outreach.content.models import PublicationRequest
from outreach.content.operations import save_translation
from outreach.content.rules import Outcome as Reading
from outreach.content.rules import read_unit
from outreach.core.db import db
from outreach.replies.models import Reply
from outreach.replies.operations import ReplyRefused, publish_reply, set_reply_aside, write_reply
from outreach.replies.queries import find_shown, find_texts_told
from outreach.replies.rules import Refusal, State
from tests.accounts import add_account, areas, post, sign_in
from tests.campaigns import fields_of
from tests.conftest import NOW
from tests.outcomes import add_outcome, add_past
from tests.pages import parse_page
from tests.queries import counted_queries

NEW = "/manage/replies/areas/kent/new"
TEXTS = {"heard": "You asked who is told what you tell the police.", "done": "We printed the answer on a card in your languages."}


def person(account_id: UUID) -> Account:
    return db.session.get_one(Account, account_id)


def add_heard(by: UUID, attended: int = 12, *, area: str = "kent", **more: Any) -> UUID:
    event_id = add_past(by, area=area, title=f"Coffee {uuid4()}", **more)
    add_outcome(event_id, by, attended, themes=["trust", "sharing"])
    return event_id


def write(event_id: UUID, by: UUID, *, area: str = "kent", **more: Any) -> UUID:
    values = {"basis": f"event/{event_id}", "themes": ["trust"], **TEXTS, **more}
    reply_id = write_reply(uuid4(), area, values, by=person(by), now=NOW).id
    db.session.commit()
    return reply_id


def publish(reply_id: UUID, by: UUID) -> None:
    publish_reply(db.session.get_one(Reply, reply_id), by=person(by), now=NOW)
    db.session.commit()


def requests() -> int:
    return db.session.scalar(select(func.count()).select_from(PublicationRequest)) or 0


def test_an_answer_is_written_by_one_and_published_by_another_and_then_readers_get_it(app: Flask) -> None:
    with app.app_context():
        me, other = add_account(name="Ffion Fair"), add_account(name="Cosmo Quill")
        event_id = add_heard(me)
    client = sign_in(app, me)
    assert "Kent 1 event recorded" in client.page("/manage/replies/areas").text
    fields = {**fields_of(client, NEW), "basis": f"event/{event_id}", "themes": ["trust"], **TEXTS}
    answers = [post(client, NEW, **fields) for _twice in range(2)]
    assert {answer.status_code for answer in answers} == {303}
    path = answers[0].headers["Location"]
    assert "Somebody else has to read it" in client.page(path).text
    version = {"version": "1"}
    assert post(client, f"{path}/publish", **version).status_code == 303
    with app.app_context():
        assert find_shown() == {}, "its writer cannot publish it"
        before = requests()
    reader = sign_in(app, other)
    assert "You said, we did: Kent Read the answer, then publish it" in reader.page("/manage/").text
    assert post(reader, f"{path}/publish", version="9").status_code == 303
    with app.app_context():
        assert find_shown() == {}, "it was changed meanwhile"
    assert post(reader, f"{path}/publish", **version).status_code == 303
    page = reader.page(path)
    for words in ("Published", "Ffion Fair", "Cosmo Quill", "This is what readers of this area are told now"):
        assert words in page.text
    with app.app_context():
        shown = find_shown()["kent"]
        assert (shown.heard.english, shown.done.english) == (TEXTS["heard"], TEXTS["done"])
        assert requests() == before + 1
        assert db.session.scalar(select(func.count()).select_from(Reply)) == 1


def test_a_translation_holds_until_another_answer_takes_its_place(app: Flask) -> None:
    with app.app_context():
        me, other = add_account(), add_account()
        event_id = add_heard(me)
        publish(write(event_id, me), other)
        unit = find_shown()["kent"].heard
        assert read_unit(unit, "ur").outcome is Reading.ENGLISH
        save_translation(unit.key, "ur", Translation("آپ نے پوچھا۔", unit.revisions[-1].id))
        assert read_unit(find_shown()["kent"].heard, "ur").text == "آپ نے پوچھا۔"
        assert [one.key for one, _hint in find_texts_told()] == ["reply/kent/heard", "reply/kent/done"]
        second = write(event_id, me, heard="You asked for another time of day.")
        publish(second, other)
        assert read_unit(find_shown()["kent"].heard, "ur").outcome is Reading.MEANING, "shown with a dated note"
        set_reply_aside(db.session.get_one(Reply, second), reason="Wrong", by=person(me), now=NOW)
        assert find_shown()["kent"].heard.english == TEXTS["heard"], "the one before it holds again"


def test_it_rests_on_ten_people_or_more_also_when_it_is_published(app: Flask) -> None:
    with app.app_context():
        me, other = add_account(), add_account()
        few, many = add_heard(me, 9), add_heard(me, 14)
        with pytest.raises(ReplyRefused) as refused:
            write(few, me)
        assert refused.value.refusal is Refusal.TOO_FEW
        reply_id = write(many, me)
        add_outcome(many, me, 8, themes=["trust"])
        with pytest.raises(ReplyRefused) as refused:
            publish(reply_id, other)
        assert refused.value.refusal is Refusal.TOO_FEW
        db.session.rollback()
        for condition in ("least = 9", "quarter_on = '2026-07-01'", "heard = ''"):
            with pytest.raises(IntegrityError), db.session.begin_nested():
                db.session.execute(text(f"UPDATE reply SET {condition}"))
        with pytest.raises(IntegrityError), db.session.begin_nested():
            db.session.execute(text("UPDATE reply SET state = 'published', published_by_id = written_by_id"))


def test_small_events_are_told_of_by_the_quarter(app: Flask) -> None:
    with app.app_context():
        me, other = add_account(), add_account()
        for day in (3, 17):
            add_heard(me, 6, held_on=date(2026, 8, day))
        add_heard(me, 40, held_on=date(2026, 8, 9), area="surrey")
        reply_id = write(uuid4(), me, basis="quarter/2026-07-01")
        publish(reply_id, other)
        assert db.session.get_one(Reply, reply_id).least == 12
        assert find_shown()["kent"].until == date(2026, 9, 30)
    assert "All events from July to September 2026" in sign_in(app, me).page(f"/manage/replies/{reply_id}").text


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"basis": ""}, "Choose what it rests on"),
        ({"basis": "quarter/2020-01-01"}, "Choose one of those in the list"),
        ({"themes": []}, "Choose what was heard"),
        ({"themes": ["hate"]}, "Choose one of those in the list"),
        ({"heard": "3 of you asked for cards"}, "Take “3” out"),
        ({"heard": "One woman told us"}, "Take “One woman” out"),
        ({"heard": "Amina Yusuf told us of an assault"}, "Take “Amina Yusuf” out"),
        ({"done": "See [here](https://example.org)"}, "Write words only"),
        ({"done": "Your details will not be shared."}, "no page may say that"),
        ({"done": ""}, "Enter what was done"),
    ],
)
def test_what_may_not_be_told_is_refused_and_kept_to_be_mended(app: Flask, fields: dict[str, Any], message: str) -> None:
    with app.app_context():
        me = add_account()
        event_id = add_heard(me)
    client = sign_in(app, me)
    sent = {**fields_of(client, NEW), "basis": f"event/{event_id}", "themes": ["trust"], **TEXTS, **fields}
    answer = post(client, NEW, **sent)
    assert answer.status_code == 422
    page = parse_page(answer.data)
    assert message in page.text
    assert [area.text or "" for area in page.all("textarea")] == [sent["heard"], sent["done"]]


def test_a_draft_is_changed_and_whoever_changes_it_cannot_publish_it(app: Flask) -> None:
    with app.app_context():
        me, other = add_account(), add_account()
        reply_id = write(add_heard(me), me)
    client, path = sign_in(app, other), f"/manage/replies/{reply_id}"
    fields = {**fields_of(client, f"{path}/edit"), "done": "We printed cards."}
    assert post(client, f"{path}/edit", **fields).status_code == 303
    assert "You wrote it" in client.page(path).text
    assert post(client, f"{path}/edit", **{**fields, "done": "Something else"}).status_code == 409
    assert post(client, f"{path}/set-aside", reason="Not done").status_code == 303
    assert "Not done" in client.page(path).text
    assert client.get(f"{path}/edit").status_code == 303, "it is no draft any more"


def test_an_area_has_one_draft_and_only_its_own_people_write_it(app: Flask) -> None:
    with app.app_context():
        me, far, auditor = add_account(), add_account(Role.LEAD, areas("surrey")), add_account(Role.AUDITOR)
        event_id = add_heard(me)
        reply_id = write(event_id, me)
        with pytest.raises(ReplyRefused) as refused:
            write(event_id, me)
        assert refused.value.refusal is Refusal.DRAFT_THERE
        assert db.session.get_one(Reply, reply_id).state == State.DRAFT
    client = sign_in(app, far)
    for path in (NEW, f"/manage/replies/{reply_id}", f"/manage/replies/{reply_id}/edit"):
        assert client.get(path).status_code == 404
    assert "Kent" not in client.page("/manage/replies").text
    client = sign_in(app, auditor)
    assert client.page(f"/manage/replies/{reply_id}").heading.startswith("Answer 1 of Kent")
    assert post(client, f"/manage/replies/{reply_id}/publish", version="1").status_code == 403


def test_what_readers_get_costs_as_much_for_many_areas_as_for_one(app: Flask) -> None:
    with app.app_context():
        me, other = add_account(), add_account()
        publish(write(add_heard(me), me), other)
    with counted_queries(app) as few, app.app_context():
        assert list(find_shown()) == ["kent"]
    with app.app_context():
        for area in ("surrey", "gwent", "cumbria"):
            publish(write(add_heard(me, area=area), me, area=area), other)
    with counted_queries(app) as many, app.app_context():
        assert len(find_shown()) == 4
    assert len(many) == len(few)
