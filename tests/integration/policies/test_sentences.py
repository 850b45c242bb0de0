"""Sentences for readers as they are entered: what the database and the form refuse, what the pages say of them, two people at once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from outreach.accounts.rules import Role
from outreach.content.models import ClaimRow
from outreach.content.operations import withdraw_claim
from outreach.core.config import Config
from outreach.core.db import db
from outreach.policies.models import Policy
from outreach.policies.operations import set_policy_aside
from outreach.policies.rules import Found
from tests import pages
from tests.accounts import add_account, areas, post, sign_in
from tests.conftest import NOW
from tests.integration.commitments.test_register import hidden
from tests.integration.policies.conftest import (
    KEY,
    OTHER,
    SAID,
    SENTENCE,
    TODAY,
    Office,
    load,
    told,
)
from tests.integration.policies.test_policies import FORM, VALUES, person
from tests.unit.content.test_areas import site


@pytest.mark.parametrize(
    ("place", "values"),
    [
        ("kent", SENTENCE | {"tone": ""}),
        ("kent", SENTENCE | {"tone": "loud"}),
        ("kent", SENTENCE | {"found": Found.NOTHING}),
        ("national", SENTENCE),
    ],
)
def test_the_database_itself_knows_no_sentence_without_a_tone_or_a_source(office: Office, place: str, values: dict[str, Any]) -> None:
    with office.app.app_context():
        about = {"state": "draft", "number": 1, "read_by_id": office.first, "read_on": TODAY, "made_at": NOW}
        db.session.add(Policy(id=uuid4(), place=place, **about, **VALUES | values))
        with pytest.raises(IntegrityError):
            db.session.flush()
        db.session.rollback()


@pytest.mark.parametrize(
    ("typed", "complaint"),
    [
        ("It is safe to tell the police in Kent.", "Take “it is safe to tell the police” out: no page may say that"),
        ("See https://example.org/more for more.", "Write words only"),
        ("{claim:not-law}", "Write words only"),
        ("Call 020 7946 0000.", "Take the telephone number out"),
        ("x" * 301, "Shorten this to 300 characters or fewer"),
    ],
)
def test_what_readers_may_not_be_told_is_refused_and_what_was_typed_is_kept(app: Flask, typed: str, complaint: str) -> None:
    with app.app_context():
        lead = add_account(Role.LEAD)
    client = sign_in(app, lead)
    opened = hidden(client.page("/manage/policies/kent/new"))
    answer = post(client, "/manage/policies/kent/new", **opened, **FORM, for_readers=typed, tone="encouraging")
    assert answer.status_code == 422
    page = pages.parse_page(answer.data)
    assert complaint in page.text
    area = next(element for element in page.all("textarea") if element.get("name") == "for_readers")
    assert (area.text or "").strip() == typed
    with app.app_context():
        assert db.session.scalar(select(Policy.id)) is None


def test_a_sentence_needs_a_tone_and_something_published(app: Flask) -> None:
    with app.app_context():
        lead = add_account(Role.LEAD)
    client = sign_in(app, lead)
    opened = hidden(client.page("/manage/policies/kent/new"))
    toneless = post(client, "/manage/policies/kent/new", **opened, **FORM, for_readers=SAID)
    assert (toneless.status_code, "Choose whether it warns or encourages" in toneless.text) == (422, True)
    nothing = post(client, "/manage/policies/kent/new", **opened, **FORM | {"found": "nothing"}, for_readers=SAID, tone="warning")
    assert (nothing.status_code, "where nothing is published, there is nothing to tell readers" in nothing.text) == (422, True)
    broken = post(client, "/manage/policies/kent/new", **opened, **FORM, for_readers=SAID.replace(" ", "\r\n", 1), tone="warning")
    assert broken.status_code == 303
    with app.app_context():
        assert db.session.scalar(select(Policy.for_readers)) == SAID, "one paragraph"
        db.session.execute(delete(Policy))
        db.session.commit()
    opened = hidden(client.page("/manage/policies/surrey/new"))
    assert post(client, "/manage/policies/surrey/new", **opened, **FORM, for_readers=" ", tone="warning").status_code == 303
    with app.app_context():
        assert db.session.execute(select(Policy.for_readers, Policy.tone)).one() == ("", ""), "without a sentence there is no tone"


def test_the_national_guidance_is_not_asked_for_a_sentence_and_keeps_none_that_is_sent(app: Flask) -> None:
    with app.app_context():
        lead = add_account(Role.LEAD)
    client = sign_in(app, lead)
    page = client.page("/manage/policies/national/new")
    assert not [element for element in page.all("textarea") if element.get("name") == "for_readers"]
    sent = {name: value for name, value in FORM.items() if name != "differences"}
    assert post(client, "/manage/policies/national/new", **hidden(page), **sent, for_readers=SAID, tone="warning").status_code == 303
    with app.app_context():
        assert db.session.execute(select(Policy.for_readers, Policy.tone)).one() == ("", "")


def test_the_pages_say_what_readers_will_be_told_and_are_told(office: Office) -> None:
    with office.app.app_context():
        entry = office.draft(**SENTENCE)
        near = add_account(Role.COORDINATOR, areas("kent"))
        path, version = f"/manage/policies/entries/{entry.id}", str(entry.version)
        db.session.commit()
    first, second = sign_in(office.app, near), sign_in(office.app, office.second)
    assert SAID in first.page(path).text
    page = second.page(path)
    assert "When you approve it, readers of this area are shown this sentence" in page.text
    assert "When you approve it" not in sign_in(office.app, office.first).page(path).text, "the first reader cannot"
    assert post(second, f"{path}/approve", version=version).status_code == 303
    place = first.page("/manage/policies/kent").text
    assert SAID in place
    assert "It encourages" in place
    assert "It is on the page “Who may see my information” of this area." in place
    assert f"Readers of this area are told “{SAID}” now." in first.page(f"{path}/set-aside").text
    with office.app.app_context():
        later = office.enter(**SENTENCE | {"for_readers": OTHER})
        assert f"are told “{SAID}” now" not in first.page(f"{path}/set-aside").text, "it is an older version"
        office.set_aside(db.session.get_one(Policy, later.id))
        withdraw_claim(KEY, reason="x", by="test", now=NOW)
        db.session.commit()
    assert "It was withdrawn: until an operator restores it" in first.page("/manage/policies/kent").text
    with office.app.app_context():
        db.session.get_one(ClaimRow, KEY).withdrawn_at = None
        db.session.get_one(ClaimRow, KEY).review_by = TODAY - timedelta(days=1)
        db.session.commit()
    assert "The day for another look has passed: readers are told" in first.page("/manage/policies/kent").text
    with office.app.app_context():
        db.session.delete(db.session.get_one(ClaimRow, KEY))
        db.session.commit()
    assert "It is not on readers’ pages" in first.page("/manage/policies/kent").text


def test_of_two_who_set_aside_at_once_the_second_sees_what_the_first_has_done(
    tmp_path: Path, make_app: Callable[[Config], Flask], new_postgres_database: str
) -> None:
    app = make_app(Config(data_dir=tmp_path, database_url=new_postgres_database))
    with app.app_context():
        load(site())
        office = Office(app, add_account(Role.LEAD), add_account(Role.LEAD))
        older, newer = office.enter(**SENTENCE).id, office.enter(**SENTENCE | {"for_readers": OTHER}).id
        db.session.remove()
    begun = threading.Event()

    def set_older_aside() -> None:
        begun.wait(10)
        with app.app_context():
            office.set_aside(db.session.get_one(Policy, older))

    other = threading.Thread(target=set_older_aside)
    other.start()
    with app.app_context():
        set_policy_aside(db.session.get_one(Policy, newer), reason="Wrong", by=person(office.first), now=NOW)
        begun.set()
        other.join(1)  # it waits for us, or has taken the newer one for what holds
        db.session.commit()
        other.join(10)
        assert told() is None
        db.session.remove()
