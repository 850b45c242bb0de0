"""What leads do about people: nobody gets more than was meant, the last lead stays."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import event, select

from outreach.accounts.guessing import Bucket
from outreach.accounts.models import Account, SignIn, Tries
from outreach.accounts.operations import begin_sign_in, change_part
from outreach.accounts.rules import Role
from outreach.accounts.tasks import KEPT, clear_away
from outreach.accounts.tries import count_try
from outreach.core.db import db
from outreach.outbox.models import Mail
from tests.accounts import add_account, areas, part_of, post, sign_in, values
from tests.conftest import NOW
from tests.integration.accounts.conftest import Clock
from tests.integration.accounts.test_forgery import hidden
from tests.pages import form_of

MORE = {
    "role": "lead",
    "is_national": "yes",
    "email": "other@police.example",
    "active": "1",
    "password": "forged forged forged",
    "fs_uniquifier": "forged",
    "id": str(uuid4()),
    "version_id": "9",
    "joined_at": "2020-01-01",
    "suspended_at": "",
    "is_demonstration": "yes",
    "tf_primary_method": "",
    "left_at": "2020-01-01",
    "organisation": "Forged",
    "kind": "police",
    "areas": "kent",
}


def difference(before: dict[str, Any], after: dict[str, Any]) -> set[str]:
    return {name for name in before if before[name] != after[name]}


def test_fields_that_the_profile_does_not_have_change_nothing(app: Flask) -> None:
    with app.app_context():
        me = add_account(Role.COORDINATOR, areas("gwent"))
    before, client = values(app, me), sign_in(app, me)
    form = {**MORE, **form_of(client.page("/manage/profile/details")), "name": "After"}
    assert client.post("/manage/profile/details", data=form).status_code == 303
    assert difference(before, values(app, me)) == {"name", "version"}


def test_fields_that_the_form_of_a_part_does_not_have_change_nothing(app: Flask) -> None:
    with app.app_context():
        me, other = add_account(), add_account(Role.COORDINATOR, areas("gwent"))
    before, client = values(app, other), sign_in(app, me)
    form = {**MORE, **form_of(client.page(f"/manage/people/{other}/part")), "organisation": "After"}
    form["is_national"] = ""
    assert client.post(f"/manage/people/{other}/part", data=form).status_code == 303
    assert difference(before, values(app, other)) == {"organisation", "version"}


def test_fields_that_the_invitation_does_not_have_change_nothing(app: Flask) -> None:
    with app.app_context():
        me = add_account()
    client = sign_in(app, me)
    form = {**MORE, **hidden(client.page("/manage/people/invite")), "language": "en", "email": "new@police.example", "is_national": ""}
    answer = client.post("/manage/people/invite", data=form)
    assert answer.status_code == 303
    made = values(app, UUID(answer.headers["Location"].rpartition("/")[2]))
    assert (made["password"], made["joined_at"], made["left_at"], made["is_demonstration"]) == (None, None, None, False)
    assert made["fs_uniquifier"] != "forged"


FORGED: dict[str, dict[str, Any]] = {
    "the whole programme": {"is_national": "yes", "areas": []},
    "the whole programme beside an area": {"is_national": "yes", "areas": ["gwent"]},
    "another area": {"areas": ["kent"]},
    "another area beside one's own": {"areas": ["gwent", "kent"]},
    "an area that there is not": {"areas": ["atlantis"]},
    "no area": {"areas": []},
    "a linguist, who belongs nowhere": {"role": "translator", "kind": "translators", "languages": ["ur"], "areas": []},
    "a kind that there is not": {"kind": "home-office"},
    "a role that there is not": {"role": "minister"},
}


@pytest.mark.parametrize("what", FORGED)
@pytest.mark.parametrize("page", ["invite", "part"])
def test_a_lead_of_an_area_cannot_give_more_than_they_have(app: Flask, page: str, what: str) -> None:
    with app.app_context():
        me, other = add_account(Role.LEAD, areas("gwent")), add_account(Role.COORDINATOR, areas("gwent"))
    client = sign_in(app, me)
    path = "/manage/people/invite" if page == "invite" else f"/manage/people/{other}/part"
    before = values(app, other)
    fields = {"role": "lead", "kind": "police", "organisation": "x", "areas": ["gwent"], "email": "new@police.example", "language": "en"}
    answer = client.post(path, data={**hidden(client.page(path)), **fields, **FORGED[what]})
    if what == "the whole programme beside an area":  # the box is not theirs to tick
        assert answer.status_code == 303
    else:
        assert answer.status_code == 422
        assert values(app, other) == before
    with app.app_context():
        given = db.session.scalars(select(Account).where(Account.id != me)).all()
        assert all(account.scope == areas("gwent") for account in given)


def test_nobody_suspends_themselves_by_any_way(app: Flask) -> None:
    with app.app_context():
        me = add_account()
        add_account()
    client = sign_in(app, me)
    assert "Suspend" not in client.page(f"/manage/people/{me}").one("main").findtext(".//a[@href]", "")
    assert post(client, f"/manage/people/{me}/suspend", reason="x").status_code == 303
    assert "cannot do this to your own account" in client.get(f"/manage/people/{me}").text
    assert values(app, me)["suspended_at"] is None


@pytest.mark.parametrize("act", ["part", "suspend", "leave"])
def test_the_last_national_lead_stays(app: Flask, act: str) -> None:
    with app.app_context():
        area_lead, last = add_account(Role.LEAD, areas("gwent")), add_account(Role.LEAD)
        add_account(Role.AUDITOR)
    client = sign_in(app, last)
    fields = {"part": {**form_of(client.page(f"/manage/people/{last}/part")), "role": "coordinator"}, "suspend": {"reason": "x"}}
    before = values(app, last)
    answer = post(client, f"/manage/people/{last}/{act}", **fields.get(act, {"successor": str(area_lead)}))
    assert answer.status_code in (303, 422)
    assert values(app, last) == before


@pytest.mark.parametrize("path", ["/manage/people", "/manage/people?format=csv", "/manage/people?standing=active&sort=-role"])
def test_a_list_of_people_takes_as_many_queries_for_many_as_for_few(app: Flask, path: str) -> None:
    with app.app_context():
        me = add_account()
        engine = db.engine
    counts = []
    for more in (2, 12):
        with app.app_context():
            for _ in range(more):
                add_account(Role.COORDINATOR, areas("gwent", "kent"))
        client = sign_in(app, me)
        seen: list[str] = []
        note = lambda *arguments: seen.append(arguments[2])  # noqa: E731, B023 - used up in this round
        event.listen(engine, "before_cursor_execute", note)
        assert client.get(path).status_code == 200
        event.remove(engine, "before_cursor_execute", note)
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_what_is_old_is_cleared_away_and_nothing_else(moving: Flask, clock: Clock) -> None:
    with moving.app_context():
        account = db.session.get_one(Account, add_account())
        for _ in range(2):
            begin_sign_in(account, browser="", now=clock.now)
            count_try({Bucket.PAIR: clock.now.isoformat()}, clock.now)
            db.session.commit()
            clock.now += KEPT + timedelta(hours=11)
        clock.now -= timedelta(hours=22)
        clear_away(moving.config["OUTREACH"], clock.now)
        assert len(db.session.scalars(select(SignIn)).all()) == 1
        assert db.session.scalars(select(Tries)).all() == []


def test_people_are_told_by_mail_what_became_of_their_part(app: Flask) -> None:
    with app.app_context():
        by = db.session.get_one(Account, add_account())
        account = db.session.get_one(Account, add_account(Role.COORDINATOR, areas("gwent"), email="ceri@police.example"))
        change_part(account, part_of(Role.AUDITOR, areas("kent")), account.organisation, by=by, now=NOW)
        db.session.commit()
        mail = db.session.scalars(select(Mail)).one()
        assert mail.address == "ceri@police.example"
        assert "Kent" in mail.text
