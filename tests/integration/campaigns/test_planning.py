"""Planning a campaign on its pages: making it, its parts, what is refused, two people at once, copies, the archive, the history."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import select

from outreach.accounts.rules import Role
from outreach.audit.models import AuditEntry
from outreach.campaigns.models import (
    Action,
    Assessment,
    Audience,
    BudgetLine,
    Campaign,
    Decision,
    Link,
    Measurement,
    Milestone,
    Objective,
    Risk,
)
from outreach.campaigns.operations import subject_of
from outreach.campaigns.rules import AssessmentState, Doing, State
from outreach.core.db import db
from tests.accounts import add_account, areas, post, sign_in
from tests.campaigns import TODAY, add_action, add_campaign, add_commitment, complete, days
from tests.client import PageClient
from tests.pages import SVG, parse_page

DAY = {"day": "3", "month": "12", "year": "2026"}


def day(name: str) -> dict[str, str]:
    return {f"{name}-{part}": value for part, value in DAY.items()}


def only(model: type[Any], campaign_id: UUID) -> Any:
    return db.session.scalars(select(model).where(model.campaign_id == campaign_id)).one()


def acts(campaign_id: UUID) -> list[tuple[str, list[str]]]:
    rows = db.session.scalars(select(AuditEntry).where(AuditEntry.subject == subject_of(campaign_id)).order_by(AuditEntry.place))
    return [(row.action, row.changed) for row in rows]


def test_a_campaign_is_planned_and_sent_twice_is_one(app: Flask) -> None:
    with app.app_context():
        add_commitment("X9", "Ninth promise")
        me, mate = add_account(Role.COORDINATOR, areas("kent", "surrey")), add_account(Role.COORDINATOR, areas("gwent"))
    client, key = sign_in(app, me), str(uuid4())
    typed = {
        "name": "Lanterns",
        "purpose": "So that people know",
        "areas": ["kent"],
        "team": [str(mate)],
        "commitments": ["X9"],
        **day("ends_on"),
    }
    for _ in range(2):
        answer = post(client, "/manage/campaigns/new", form_key=key, **typed)
        assert answer.location == f"/manage/campaigns/{key}"
    with app.app_context():
        campaign = db.session.get_one(Campaign, UUID(key))
        assert (campaign.state, campaign.owner_id, set(campaign.areas)) == (State.DRAFT, me, {"kent"})
        assert acts(campaign.id) == [("campaign.made", [])]
    page = sign_in(app, mate).page(f"/manage/campaigns/{key}")
    assert "X9 Ninth promise" in page.text
    assert "Before it can be approved" in page.text


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"areas": []}, "Choose the force areas"),
        ({"areas": ["gwent"]}, "Choose one of those in the list"),
        ({"name": ""}, "Enter a name"),
        ({"purpose": "Ask Mina, 07700 900123"}, "Take the telephone number out"),
        (
            {
                **{f"starts_on-{part}": value for part, value in DAY.items()},
                "ends_on-day": "2",
                "ends_on-month": "12",
                "ends_on-year": "2026",
            },
            "not before the first",
        ),
    ],
)
def test_what_cannot_be_is_said_at_its_field(app: Flask, typed: dict[str, Any], message: str) -> None:
    with app.app_context():
        me = add_account(Role.COORDINATOR, areas("kent"))
    answer = post(
        sign_in(app, me),
        "/manage/campaigns/new",
        **{"name": "Lanterns", "purpose": "So", "areas": ["kent"], "form_key": str(uuid4()), **typed},
    )
    assert answer.status_code == 422
    assert message in parse_page(answer.data).text


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


def test_adding_a_part_does_not_disturb_whoever_changes_the_campaign(app: Flask) -> None:
    with app.app_context():
        me = add_account(Role.COORDINATOR)
        campaign_id = add_campaign(me)
    client, path = sign_in(app, me), f"/manage/campaigns/{campaign_id}/strategy"
    seen = fields_of(client, path)
    with app.app_context():
        add_action(campaign_id, me)
    assert post(client, path, **{**seen, "strategy": "By the bakery"}).status_code == 303
    with app.app_context():
        assert db.session.get_one(Campaign, campaign_id).strategy == "By the bakery"
        assert acts(campaign_id)[-1] == ("campaign.changed", ["strategy"])


def test_a_member_from_elsewhere_keeps_the_areas_that_they_may_not_give(app: Flask) -> None:
    with app.app_context():
        owner, mate = add_account(Role.COORDINATOR, areas("kent")), add_account(Role.COORDINATOR, areas("gwent"))
        campaign_id = add_campaign(owner, "kent", team=[mate])
    client, path = sign_in(app, mate), f"/manage/campaigns/{campaign_id}/details"
    seen = fields_of(client, path)
    assert post(client, path, **{**seen, "name": "Lamps", "areas": ["kent", "gwent"]}).status_code == 303
    assert post(client, path, **{**fields_of(client, path), "areas": ["surrey"]}).status_code == 422
    with app.app_context():
        assert set(db.session.get_one(Campaign, campaign_id).areas) == {"kent", "gwent"}


def test_what_is_to_many_comes_back_from_its_form_as_it_was(app: Flask) -> None:
    with app.app_context():
        for key in ("X8", "X9"):
            add_commitment(key)
        me, mate = add_account(Role.COORDINATOR), add_account(Role.COORDINATOR)
        campaign_id = add_campaign(me, "kent", "gwent", team=[mate], commitments=["X8", "X9"])
        complete(campaign_id, me)
        audience_id = only(Audience, campaign_id).id
        action_id = add_action(campaign_id, me, title="Serving", commitments=["X9"])
        before = len(acts(campaign_id))
    client, base = sign_in(app, me), f"/manage/campaigns/{campaign_id}"
    for path in ("details", f"audience/{audience_id}", f"action/{action_id}"):
        assert post(client, f"{base}/{path}", **fields_of(client, f"{base}/{path}")).status_code == 303
    with app.app_context():
        campaign = db.session.get_one(Campaign, campaign_id)
        assert (set(campaign.areas), len(acts(campaign_id))) == ({"kent", "gwent"}, before)
    assert "X8" in client.page(base).text
    assert post(client, f"{base}/details", **{**fields_of(client, f"{base}/details"), "commitments": ["X9"]}).status_code == 303
    with app.app_context():
        assert acts(campaign_id)[-1] == ("campaign.changed", ["commitments"])


def test_a_copy_takes_the_plan_along_and_leaves_behind_what_was_done(app: Flask) -> None:
    with app.app_context():
        me = add_account(Role.COORDINATOR)
        campaign_id = add_campaign(me, "kent", state=State.CLOSED, learning="Ask earlier")
        complete(campaign_id, me)
        add_action(campaign_id, me, title="Begun", doing=Doing.DONE, started_on=TODAY, done_on=TODAY)
    key = str(uuid4())
    typed = {"form_key": key, "name": "Lanterns again", "starts_on-day": "1", "starts_on-month": "2", "starts_on-year": "2027"}
    assert post(sign_in(app, me), f"/manage/campaigns/{campaign_id}/copy", **typed).location == f"/manage/campaigns/{key}"
    with app.app_context():
        old, new = db.session.get_one(Campaign, campaign_id), db.session.get_one(Campaign, UUID(key))
        assert (new.state, new.learning, new.strategy) == (State.DRAFT, "", old.strategy)
        assert old.starts_on
        assert old.ends_on
        assert new.starts_on
        assert new.ends_on
        later = new.starts_on - old.starts_on
        assert new.ends_on - old.ends_on == later
        assert set(new.areas) == {"kent"}
        copied = db.session.scalars(select(Action).where(Action.campaign_id == new.id)).all()
        assert {(one.title, one.doing, one.due_on, one.done_on) for one in copied} == {
            (title, Doing.TODO, days(3) + later, None) for title in ("Print", "Begun")
        }
        assert {one.state for one in db.session.scalars(select(Assessment).where(Assessment.campaign_id == new.id))} == {
            AssessmentState.DRAFT
        }
        assert only(Audience, new.id).languages == {"pl"}
        assert only(Objective, new.id).due_on == days(40) + later


def test_an_archived_campaign_is_out_of_the_lists_and_can_be_taken_back(app: Flask) -> None:
    with app.app_context():
        me = add_account(Role.COORDINATOR)
        campaign_id = add_campaign(me, name="Old lamps")
        action_id = add_action(campaign_id, me)
    client, base = sign_in(app, me), f"/manage/campaigns/{campaign_id}"
    for _ in range(2):
        assert post(client, f"{base}/archive").status_code == 303
    assert "Old lamps" not in client.page("/manage/campaigns").text
    assert "Old lamps" in client.page("/manage/campaigns?archived=only").text
    assert post(client, f"{base}/action/{action_id}/doing", doing="done").status_code == 303
    assert "Nothing can be changed" in client.page(base).text
    assert post(client, f"{base}/unarchive").status_code == 303
    assert "Old lamps" in client.page("/manage/campaigns").text
    with app.app_context():
        assert db.session.get_one(Action, action_id).doing == Doing.TODO
        assert [act for act, _changed in acts(campaign_id)][-2:] == ["campaign.archived", "campaign.unarchived"]


def test_the_history_tells_who_did_what_to_which_part_and_why(app: Flask) -> None:
    with app.app_context():
        me = add_account(Role.LEAD, name="Ceri Morgan")
        campaign_id = add_campaign(me, state=State.LIVE)
        action_id = add_action(campaign_id, me, title="Print the leaflets")
    client, base = sign_in(app, me), f"/manage/campaigns/{campaign_id}"
    post(client, f"{base}/action/{action_id}/doing", doing="started")
    post(client, f"{base}/move/pause", reason="The bakery is closed")
    text = client.page(f"{base}/history").text
    assert "Moved an action : Print the leaflets (Where it stands)" in text.replace("action:", "action :")
    assert "Reason: The bakery is closed" in text
    assert "Ceri Morgan" in text
    trail = client.page("/manage/audit?q=campaign/")
    assert "Lanterns" in trail.text
    assert base in client.page(next(link for link in trail.links if link.startswith("/manage/audit/"))).links


def fields_of(client: PageClient, path: str) -> dict[str, Any]:
    """What a browser would send from the form at *path* as it stands."""
    page, found = client.page(path), dict[str, Any]()
    for field in page.all("input"):
        kind, name = field.get("type"), field.get("name", "")
        if kind in ("radio", "checkbox"):
            if field.get("checked") is not None:
                found[name] = [*found.get(name, []), field.get("value")]
        elif name != "csrf_token":
            found[name] = field.get("value", "")
    for area in page.all("textarea"):
        found[area.get("name", "")] = area.text or ""
    for select_ in page.all("select"):
        chosen = [option.get("value") for option in select_.iter("option") if option.get("selected") is not None]
        found[select_.get("name", "")] = chosen[0] if chosen else ""
    return found
