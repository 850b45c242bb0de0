"""The parts of a plan: added once, changed, set aside and taken back; what each kind asks for."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import select

from outreach.accounts.rules import Role
from outreach.campaigns.models import (
    Action,
    Assessment,
    Audience,
    BudgetLine,
    Decision,
    Link,
    Measurement,
    Milestone,
    Objective,
    Risk,
)
from outreach.core.db import db
from tests.accounts import add_account, post, sign_in
from tests.campaigns import acts, add_action, add_campaign, complete, day, fields_of, only
from tests.pages import SVG, parse_page

PARTS: list[tuple[str, type[Any], dict[str, Any]]] = [
    ("audience", Audience, {"title": "Bakers", "languages": ["pl", "en"]}),
    (
        "objective",
        Objective,
        {
            "title": "Meet bakers",
            "level": "output",
            "measure": "people met",
            "unit": "people",
            "baseline": "0",
            "target": "1,200.5",
            **day("due_on"),
        },
    ),
    ("milestone", Milestone, {"title": "First meeting", **day("due_on")}),
    ("action", Action, {"title": "Print the leaflets", **day("due_on")}),
    ("budget", BudgetLine, {"line": "partner-hours", "title": "Harbour Light", "hours_planned": "12.5", "planned": "£1,250", "spent": "0"}),
    ("risk", Risk, {"title": "Nobody comes", "likelihood": "3", "impact": "4", "mitigation": "Ask twice", **day("reviewed_on")}),
    ("decision", Decision, {"title": "No van", "reasons": "Asked for", **day("decided_on")}),
    ("assessment", Assessment, {"about": "equality", "title": "Steps", "text": "A ramp", "state": "draft", **day("assessed_on")}),
    ("link", Link, {"title": "Forum", "url": "https://forum.example.org/x"}),
]


@pytest.mark.parametrize(("kind", "model", "typed"), PARTS, ids=[kind for kind, _model, _typed in PARTS])
def test_a_part_is_added_once_changed_set_aside_and_taken_back(app: Flask, kind: str, model: type[Any], typed: dict[str, Any]) -> None:
    with app.app_context():
        me = add_account(Role.COORDINATOR)
        campaign_id = add_campaign(me)
    client, base = sign_in(app, me), f"/manage/campaigns/{campaign_id}"
    sent = {"form_key": str(uuid4()), "by_id": str(me), **typed}
    for _ in range(2):
        assert post(client, f"{base}/{kind}/add", **sent).status_code == 303
    with app.app_context():
        part = only(model, campaign_id)
        assert part.title == typed["title"]
        address, version = f"{base}/{kind}/{part.id}", part.version
    assert post(client, address, **{**sent, "version": str(version), "title": "Another title"}).status_code == 303
    assert post(client, f"{address}/set-aside").status_code == 303
    with app.app_context():
        part = only(model, campaign_id)
        assert part.title == "Another title"
        assert part.archived_at is not None
    section = post(client, f"{address}/take-back").location
    assert "Another title" in client.page(section).text
    with app.app_context():
        assert only(model, campaign_id).archived_at is None
        assert [act for act, _changed in acts(campaign_id)[1:]] == [
            f"campaign.part-{what}" for what in ("added", "changed", "set-aside", "taken-back")
        ]
        assert acts(campaign_id)[2][1] == ["title"]


def test_a_measurement_belongs_to_an_objective_of_its_campaign_and_is_drawn(app: Flask) -> None:
    with app.app_context():
        me = add_account(Role.COORDINATOR)
        campaign_id, other = add_campaign(me), add_campaign(me)
        complete(campaign_id, me)
        complete(other, me)
        objective_id, foreign_id = only(Objective, campaign_id).id, only(Objective, other).id
    client, path = sign_in(app, me), f"/manage/campaigns/{campaign_id}/measurement/add"
    typed = {"form_key": str(uuid4()), "by_id": str(me), "title": "Count", "value": "10", **day("measured_on")}
    assert post(client, path, objective_id=str(foreign_id), **typed).status_code == 422
    assert post(client, path, objective_id=str(objective_id), **typed).status_code == 303
    page = client.page(f"/manage/campaigns/{campaign_id}/objectives")
    assert "25% of the way" in page.text
    assert len(page.all(f"{SVG}svg")) == 1
    with app.app_context():
        assert only(Measurement, campaign_id).value == 10


def test_hours_belong_to_partner_hours_alone_and_totals_add_up(app: Flask) -> None:
    with app.app_context():
        me = add_account(Role.COORDINATOR)
        campaign_id = add_campaign(me)
        complete(campaign_id, me)
    client, path = sign_in(app, me), f"/manage/campaigns/{campaign_id}/budget"
    typed = {"form_key": str(uuid4()), "line": "print", "title": "Leaflets", "planned": "100.50", "spent": "120", "hours_planned": "9"}
    assert post(client, f"{path}/add", **typed).status_code == 303
    page = client.page(path)
    assert "£500.50" in page.text
    assert "£380.50 is left" in page.text
    with app.app_context():
        line = db.session.scalars(select(BudgetLine).where(BudgetLine.title == "Leaflets", BudgetLine.campaign_id == campaign_id)).one()
        assert line.hours_planned is None


def test_a_note_with_an_address_is_refused_and_nothing_of_it_is_kept(app: Flask) -> None:
    with app.app_context():
        me = add_account(Role.COORDINATOR)
        campaign_id = add_campaign(me)
    client = sign_in(app, me)
    for text, message in (("Mina, LS1 4AP", "postcode"), ("mina@example.org", "email address")):
        answer = post(client, f"/manage/campaigns/{campaign_id}/action/add", form_key=str(uuid4()), title="Visit", note=text)
        assert answer.status_code == 422
        assert f"Take the {message} out" in parse_page(answer.data).text
    with app.app_context():
        assert db.session.scalar(select(Action).where(Action.campaign_id == campaign_id)) is None


def test_two_people_change_one_part_and_the_second_chooses(app: Flask) -> None:
    with app.app_context():
        me = add_account(Role.COORDINATOR)
        campaign_id = add_campaign(me)
        action_id = add_action(campaign_id, me)
    client, path = sign_in(app, me), f"/manage/campaigns/{campaign_id}/action/{action_id}"
    seen = fields_of(client, path)
    assert post(client, path, **{**seen, "title": "Print them"}).status_code == 303
    answer = post(client, path, **{**seen, "note": "On thick paper"})
    assert answer.status_code == 409
    page = parse_page(answer.data)
    assert "Print them" in page.text
    assert "On thick paper" in page.text
