"""Members ask for changes of services that readers see: one waits, and what was approved stays until somebody approves it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from outreach.content.models import PublicationRequest
from outreach.core.db import db
from outreach.directory.assigning import Act
from outreach.directory.models import ServiceChange
from outreach.directory.operations import ServiceRefused, change_service
from outreach.directory.queries import count_waiting, find_pending
from outreach.directory.revising import approve, ask, version_of
from outreach.directory.rules import Capacity, Refusal, Stage
from outreach.partners.rules import RevisionState
from tests.accounts import areas, post, sign_in
from tests.conftest import NOW
from tests.directory import load
from tests.offering import BASE, Harbour, acts
from tests.pages import form_of, parse_page


@pytest.fixture
def harbour(app: Flask) -> Harbour:
    return Harbour(app)


def requests() -> int:
    return db.session.scalar(select(func.count()).select_from(PublicationRequest)) or 0


def test_a_change_waits_while_the_approved_copy_stays_and_confirms_nothing(harbour: Harbour) -> None:
    client, staff = harbour.member(), harbour.staff()
    with harbour.app.app_context():
        before, published = load(harbour.shown).confirmed_at, requests()
    assert harbour.ask(client, name="Harbour advice and tea", **{"phones-0-number": "0161 496 0105"}).status_code == 303
    assert [(one.name, one.phones[0].display) for one in harbour.told()] == [("Harbour advice", "01632 960123")]
    with harbour.app.app_context():
        assert requests() == published, "nothing that readers see has changed"
        row = db.session.scalars(select(ServiceChange)).one()
        assert set(row.changes) == {"name", "phones"}
        assert acts(harbour.shown)[-1] == "service.change-asked"
    page = client.page(f"{BASE}/{harbour.shown}")
    assert "A change waits for approval" in page.text
    assert [" ".join("".join(one.itertext()).split()) for one in page.all("ins")] == ["new: and tea", "new: 0161 496 0105, Free call"]
    assert "Look at the change of a service" in staff.page("/manage/").text
    assert "Harbour advice" in staff.page(f"{BASE}?waits=change").text
    with harbour.app.app_context():
        assert [count_waiting(scope, NOW - timedelta(days=60)) for scope in (areas("kent"), areas("gwent"))] == [1, 0]
    change, version = harbour.waits()
    shown = staff.page(change)
    assert [" ".join("".join(one.itertext()).split()) for one in shown.all("ins")] == ["new: and tea", "new: 0161 496 0105, Free call"]
    assert post(staff, f"{change}/approve", version=version).status_code == 303
    assert [(one.name, one.phones[0].display) for one in harbour.told()] == [("Harbour advice and tea", "0161 496 0105")]
    with harbour.app.app_context():
        assert load(harbour.shown).confirmed_at == before
        assert requests() > published
        assert acts(harbour.shown)[-2:] == ["service.changed", "service.change-approved"]
    assert post(staff, f"{change}/approve", version=version).status_code == 303
    assert "Nothing waits any more" in staff.page(change).text
    assert "Approved" in staff.page(change).text


def test_hours_and_room_of_the_same_form_are_so_at_once(harbour: Harbour) -> None:
    client = harbour.member()
    assert harbour.ask(client, capacity="full", cost="paid").status_code == 303
    with harbour.app.app_context():
        service = load(harbour.shown)
        assert (service.capacity, service.cost) == (Capacity.FULL, "free")
        assert set(db.session.scalars(select(ServiceChange)).one().changes) == {"cost"}
    assert "Hours and room are so from now on" in client.page(f"{BASE}/{harbour.shown}").text


def test_a_change_is_amended_and_withdrawn(harbour: Harbour) -> None:
    client, second = harbour.member(), sign_in(harbour.app, harbour.editor)
    harbour.ask(client, name="Harbour tea")
    first = harbour.waits()
    assert form_of(second.page(f"{BASE}/{harbour.shown}/ask"))["name"] == "Harbour tea", "it begins with what waits"
    harbour.ask(second, email="tea@harbour.example")
    assert harbour.waits()[0] == first[0]
    assert harbour.waits()[1] != first[1]
    with harbour.app.app_context():
        row = db.session.scalars(select(ServiceChange)).one()
        assert row.changes == {"name": "Harbour tea", "email": "tea@harbour.example"}
        assert row.asked_by_id == harbour.editor
    assert post(client, f"{BASE}/{harbour.shown}/take-change-back").status_code == 303
    with harbour.app.app_context():
        assert db.session.scalars(select(ServiceChange)).one().state == RevisionState.TAKEN_BACK
        assert load(harbour.shown).stage == Stage.SHOWN
    harbour.ask(client, name="Harbour tea")
    harbour.ask(client, name="Harbour advice")
    with harbour.app.app_context():
        assert find_pending(harbour.shown) is None, "what is wanted as it is waits no longer"


def test_two_members_who_ask_at_once_lose_nothing(harbour: Harbour) -> None:
    clients, path = (harbour.member(), sign_in(harbour.app, harbour.editor)), f"{BASE}/{harbour.shown}/ask"
    forms = [form_of(client.page(path)) for client in clients]
    assert clients[0].post(path, data={**forms[0], "name": "Harbour tea"}).status_code == 303
    answer = clients[1].post(path, data={**forms[1], "email": "tea@harbour.example"})
    assert answer.status_code == 409
    assert clients[1].post(path, data=form_of(parse_page(answer.data))).status_code == 303
    with harbour.app.app_context():
        assert db.session.scalars(select(ServiceChange)).one().changes == {"name": "Harbour tea", "email": "tea@harbour.example"}


def test_a_change_of_what_staff_have_changed_since_is_overtaken_until_it_is_saved_anew(harbour: Harbour) -> None:
    client, staff = harbour.member(), harbour.staff()
    harbour.ask(client, name="Harbour tea")
    with harbour.app.app_context():
        change_service(load(harbour.shown), {"cost": "paid"}, Act(harbour.lead, NOW))
        db.session.commit()
    change, _version = harbour.waits()
    assert "cannot be approved as it is" not in staff.page(change).text, "something else was changed"
    with harbour.app.app_context():
        change_service(load(harbour.shown), {"name": "Harbour soup"}, Act(harbour.lead, NOW))
        db.session.commit()
    change, version = harbour.waits()
    assert "cannot be approved as it is" in staff.page(change).text
    assert post(staff, f"{change}/approve", version=version).status_code == 303
    assert "has been changed since" in staff.page(change).text
    assert [one.name for one in harbour.told()] == ["Harbour soup"]
    assert "has changed this service since" in client.page(f"{BASE}/{harbour.shown}").text
    assert harbour.ask(client).status_code == 303
    change, version = harbour.waits()
    assert post(staff, f"{change}/approve", version=version).status_code == 303
    assert [(one.name, one.cost) for one in harbour.told()] == [("Harbour tea", "paid")]


@pytest.mark.parametrize(
    ("asked", "meanwhile", "refusal"),
    [
        ({"description": "Your report is confidential."}, {}, Refusal.WORDS),
        ({"description": "See [us](page:us)."}, {}, Refusal.WORDS),
        ({"address": "1 Invented Row"}, {"is_confidential": True}, Refusal.CONFIDENTIAL),
    ],
)
def test_what_may_not_be_said_or_does_not_fit_is_looked_at_again_when_it_is_approved(
    harbour: Harbour, asked: dict[str, Any], meanwhile: dict[str, Any], refusal: Refusal
) -> None:
    """What waits may have been asked for before a phrase was forbidden, or the service may be confidential since."""
    with harbour.app.app_context():
        ask(load(harbour.shown), {"name": "Harbour tea"}, Act(harbour.owner, NOW))
        service = load(harbour.shown)
        pending = db.session.scalars(select(ServiceChange)).one()
        pending.changes, pending.before = asked, {name: {"description": "Advice for everybody."}.get(name, "") for name in asked}
        if meanwhile:
            change_service(service, meanwhile, Act(harbour.lead, NOW))
        db.session.commit()
        with pytest.raises(ServiceRefused, match=refusal):
            approve(pending, version=version_of(pending), act=Act(harbour.coordinator, NOW))
        db.session.rollback()
    change, version = harbour.waits()
    staff = harbour.staff()
    assert post(staff, f"{change}/approve", version=version).status_code == 303
    assert post(staff, f"{change}/give-back", version=version, reason="Not so.").status_code == 303
    assert [one.name for one in harbour.told()] == ["Harbour advice"]


def test_who_asked_does_not_approve(harbour: Harbour) -> None:
    with harbour.app.app_context():
        service = load(harbour.shown)
        ask(service, {"name": "Harbour tea"}, Act(harbour.lead, NOW))
        pending = db.session.scalars(select(ServiceChange)).one()
        with pytest.raises(ServiceRefused, match=Refusal.OWN):
            approve(pending, version=version_of(pending), act=Act(harbour.lead, NOW))
        db.session.rollback()


def test_an_area_that_is_not_theirs_is_for_others_to_approve(harbour: Harbour) -> None:
    with harbour.app.app_context():
        ask(load(harbour.shown), {"areas": ["kent", "surrey"]}, Act(harbour.owner, NOW))
        db.session.commit()
    change, version = harbour.waits()
    staff = harbour.staff()
    assert "It concerns areas that are not yours" in staff.page(change).text
    assert "Look at the change of a service" not in staff.page("/manage/").text
    assert post(staff, f"{change}/approve", version=version).status_code == 403
    assert post(sign_in(harbour.app, harbour.lead), f"{change}/approve", version=version).status_code == 303
    assert [one.areas for one in harbour.told()] == [frozenset({"kent", "surrey"})]
