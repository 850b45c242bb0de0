"""Planning a campaign on its pages: making it, its parts, what is refused, two people at once, copies, the archive, the history."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask

from outreach.accounts.rules import Role
from outreach.campaigns.models import (
    Audience,
    Campaign,
)
from outreach.campaigns.rules import State
from outreach.core.db import db
from tests.accounts import add_account, areas, post, sign_in
from tests.campaigns import DAY, acts, add_action, add_campaign, add_commitment, complete, day, fields_of, only
from tests.pages import parse_page


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
