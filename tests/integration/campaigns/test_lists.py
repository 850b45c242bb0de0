"""The lists of campaigns and actions: filters, and as many queries for many rows as for few."""

from __future__ import annotations

import csv
import io

import pytest
from flask import Flask
from sqlalchemy import select

from outreach.accounts.rules import Role
from outreach.campaigns.models import Action, Campaign
from outreach.campaigns.parts import SECTIONS
from outreach.campaigns.rules import Doing, State
from outreach.core.db import db
from tests.accounts import add_account, areas, sign_in
from tests.campaigns import add_action, add_campaign, add_commitment, complete, days
from tests.client import PageClient
from tests.queries import counted_queries


def names(client: PageClient, query: str, *, of: str = "campaigns", column: str = "Name") -> list[str]:
    path = f"/manage/campaigns{'/actions' if of == 'actions' else ''}"
    rows = csv.DictReader(io.StringIO(client.get(f"{path}?{query}&format=csv").text.removeprefix("\ufeff")))
    return [row[column] for row in rows]


def test_campaigns_are_found_by_state_area_owner_language_and_commitment(app: Flask) -> None:
    with app.app_context():
        add_commitment("X9")
        me, other = add_account(Role.LEAD, name="Ffion Fair"), add_account(Role.LEAD, name="Cosmo Quill")
        add_campaign(me, "kent", name="Kentish", commitments=["X9"])
        add_campaign(other, "surrey", name="Surreyan", state=State.LIVE)
        spoken = add_campaign(other, name="National")
        complete(spoken, other)
    client = sign_in(app, me)
    assert names(client, "") == ["Kentish", "National", "Surreyan"]
    assert names(client, "state=live") == ["Surreyan"]
    assert names(client, "area=kent") == ["Kentish", "National"]
    assert names(client, "owner=quill") == ["National", "Surreyan"]
    assert names(client, "language=pl") == ["National"]
    assert names(client, "language=ur") == []
    assert names(client, "commitment=x9") == ["Kentish"]
    assert names(client, "q=surr") == ["Surreyan"]
    page = client.page("/manage/campaigns?area=kent&state=draft")
    assert "Force area: Kent" in page.text
    assert "State: Draft" in page.text


def test_actions_are_found_across_campaigns(app: Flask) -> None:
    with app.app_context():
        me = add_account(Role.LEAD, name="Ffion Fair")
        campaign_id = add_campaign(me, "kent", name="Kentish")
        add_action(campaign_id, me, title="Late", due_on=days(-1))
        add_action(campaign_id, me, title="Early", due_on=days(1))
        add_action(campaign_id, me, title="Done late", due_on=days(-1), doing=Doing.DONE, done_on=days(0))
        add_action(campaign_id, me, title="Whose", owner_id=None, due_on=None)
    client = sign_in(app, me)
    assert names(client, "due=overdue", of="actions", column="Action") == ["Late"]
    assert names(client, "due=later", of="actions", column="Action") == ["Early"]
    assert names(client, "doing=done", of="actions", column="Action") == ["Done late"]
    assert sorted(names(client, "owner=ffion", of="actions", column="Action")) == ["Done late", "Early", "Late"]
    assert "Whose" in names(client, "campaign=kentish&area=kent", of="actions", column="Action")
    assert names(client, "", column="Overdue") == ["1"]
    assert names(client, "", column="Actions open") == ["3"]


@pytest.mark.parametrize("role", [Role.LEAD, Role.COORDINATOR])
def test_pages_cost_as_many_queries_for_many_rows_as_for_few(app: Flask, role: Role) -> None:
    with app.app_context():
        me = add_account(role, areas("kent", "surrey"))
        first = add_campaign(me, "kent", state=State.LIVE)
        complete(first, me)
    client = sign_in(app, me)
    base = f"/manage/campaigns/{first}"
    paths = [
        "/manage/",
        "/manage/campaigns",
        "/manage/campaigns/actions",
        "/manage/timeline?view=quarter",
        f"/manage/timeline?campaign={first}",
        base,
        *(f"{base}/{name}" for name in SECTIONS),
        f"{base}/actions?view=list",
        f"{base}/action/add",
    ]
    few = {path: count(app, client, path) for path in paths}
    with app.app_context():
        for number in range(12):
            campaign_id = add_campaign(me, "kent", "surrey", name=f"Campaign {number}", state=State.LIVE)
            complete(campaign_id, me)
        for number in range(20):
            add_action(first, me, due_on=days(number - 10), doing=list(Doing)[number % 3])
        complete(first, me)
        assert len(db.session.scalars(select(Campaign.id)).all()) > 12
        assert len(db.session.scalars(select(Action.id)).all()) > 30
    assert {path: count(app, client, path) for path in paths} == few


def count(app: Flask, client: PageClient, path: str) -> int:
    with counted_queries(app) as asked:
        assert client.get(path).status_code == 200, path
    return len(asked)
