"""Pages about services: who sees them, forms in which nothing typed is lost, and what members do themselves."""

from __future__ import annotations

from datetime import time
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from outreach.accounts.rules import Role
from outreach.core.db import db
from outreach.directory.assigning import Act
from outreach.directory.models import Service
from outreach.directory.operations import ServiceRefused, change_at_once
from outreach.directory.queries import UnknownService, get_service
from outreach.directory.rules import Capacity, Refusal
from outreach.directory.told import find_directory
from tests.accounts import add_account, areas, post, sign_in
from tests.conftest import NOW
from tests.directory import add_shown, load
from tests.pages import form_of, parse_page
from tests.partners import add_member_of, add_organisation

BASE = "/manage/directory"


def fields_of(client: Any, path: str) -> dict[str, Any]:
    return form_of(parse_page(client.get(path).data))


def test_staff_see_services_of_their_areas_and_those_for_everywhere(app: Flask) -> None:
    with app.app_context():
        me, far = add_account(), add_account(Role.COORDINATOR, areas("surrey"))
        kent, everywhere = add_shown(me, name="Kentish"), add_shown(me, name="Whole", is_national=True, areas=[])
        with pytest.raises(UnknownService):
            get_service(kent, scope=areas("surrey"))
    client = sign_in(app, far)
    assert "Kentish" not in client.get(BASE).text
    assert client.get(f"{BASE}/{kent}").status_code == 404
    assert client.get(f"{BASE}/{everywhere}").status_code == 200
    assert client.get(f"{BASE}/{everywhere}/edit").status_code == 403


def test_a_service_is_entered_by_its_form_and_shown(app: Flask) -> None:
    with app.app_context():
        me = add_account()
        organisation_id = add_organisation(name="Harbour")
    client = sign_in(app, me)
    typed = {
        **fields_of(client, f"{BASE}/new"),
        "organisation_id": str(organisation_id),
        "name": "Harbour talk",
        "description": "Somebody to talk to.",
        "main_need": "counselling",
        "areas": ["kent"],
        "phones-0-number": "0161 496 0104",
        "phones-0-cost": "free",
        "phones-0-languages": "Tigrinya, Urdu",
        "access": ["phone"],
        "cost": "free",
        "recourse": "yes",
        "standing": "independent",
        "passes_on": "asks-first",
        "capacity": "open",
        "openings-0-days": "0-4",
        "openings-0-opens": "9am",
        "openings-0-closes": "5:30pm",
        "languages-0-language": "ti",
        "languages-0-mode": "native",
        "languages-0-days": "Mon, Thursday",
    }
    assert client.post(f"{BASE}/new", data={**typed, "openings-0-closes": "8am"}).status_code == 422
    answer = client.post(f"{BASE}/new", data=typed)
    assert answer.status_code == 303
    assert client.post(f"{BASE}/new", data=typed).status_code == 303, "twice is once"
    service_path = answer.location
    assert post(client, f"{service_path}/show").status_code == 303
    page = parse_page(client.get(service_path).data)
    for said in ("Harbour talk", "Tigrinya", "Monday to Friday, 9:00am, 5:30pm", "Showed a service to readers", "0161 496 0104"):
        assert said in page.text, said
    with app.app_context():
        (told,) = find_directory(NOW).services
        assert (told.provider, told.phones[0].dial, told.phones[0].languages) == ("Harbour", "+441614960104", ("ti", "ur"))
        assert told.languages[0].days == (0, 3)
        assert [(run.first, run.last, run.spans) for run in told.opening.week] == [(0, 4, ((time(9), time(17, 30)),))]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"is_confidential": "yes", "address": "1 Invented Row"}, "A confidential service has no address"),
        ({"description": "Your report is confidential."}, "no page may say that"),
        ({"description": "Call 0161 496 0104."}, "Take the telephone number out"),
        ({"description": "See [x](page:y)."}, "Write words only"),
        ({"phones-0-number": "call"}, "Enter a telephone number"),
        ({"phones-0-languages": "Klingon"}, "Enter names of our languages"),
        ({"passes_on": "may"}, "Choose whom it may tell"),
        ({"min_age": "20", "max_age": "10"}, "Enter an age that is not below the other"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(app: Flask, typed: dict[str, str], said: str) -> None:
    with app.app_context():
        service_id = add_shown(add_account(email="lead@x.example"))
        me = db.session.scalars(select(Service.made_by_id)).one()
    client = sign_in(app, me)
    fields = fields_of(client, f"{BASE}/{service_id}/edit")
    answer = client.post(f"{BASE}/{service_id}/edit", data={**fields, **typed})
    assert answer.status_code == 422
    page = parse_page(answer.data)
    assert said in page.text
    again = form_of(page)
    assert {name: again[name] if isinstance(again[name], str) else again[name][-1] for name in typed} == typed


def test_members_change_hours_and_room_of_their_own_at_once_and_nothing_else(app: Flask) -> None:
    with app.app_context():
        me = add_account()
        organisation_id, other = add_organisation(), add_organisation()
        member = add_member_of(organisation_id)
        own = add_shown(me, name="Ours", organisation_id=organisation_id, note="zqnote")
        theirs = add_shown(me, name="Theirs", organisation_id=other)
        with pytest.raises(ServiceRefused, match=Refusal.NOT_THEIRS):
            change_at_once(load(own), {"name": "x"}, Act(member, NOW))
    client = sign_in(app, member)
    text = client.get(BASE).text
    assert "Ours" in text
    assert "Theirs" not in text
    assert client.get(f"{BASE}/{theirs}").status_code == 404
    assert client.get(f"{BASE}/{own}/edit").status_code == 403
    assert "zqnote" not in client.get(f"{BASE}/{own}").text
    assert post(client, f"{BASE}/{own}/end").status_code == 403
    fields = fields_of(client, f"{BASE}/{own}/hours")
    assert client.post(f"{BASE}/{own}/hours", data={**fields, "capacity": "full"}).status_code == 303
    with app.app_context():
        assert load(own).capacity == Capacity.FULL
        version = str(load(own).version)
    assert post(client, f"{BASE}/{own}/confirm", version=version).status_code == 303
    assert client.post(f"{BASE}/{own}/hours", data={**fields, "capacity": "waiting"}).status_code == 409, "somebody else was quicker"
