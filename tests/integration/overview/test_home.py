"""The first page: what is due, what waits, what others changed, for each role."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask

from outreach.accounts.models import Account, SignIn
from outreach.accounts.rules import Role
from outreach.campaigns.models import Campaign, Milestone, Objective, Risk
from outreach.campaigns.operations import add_part, change_campaign
from outreach.campaigns.rules import Doing, Level, State
from outreach.commitments.models import Commitment
from outreach.core.db import db
from outreach.policies.models import Policy
from outreach.policies.rules import Found
from tests.accounts import add_account, areas, sign_in
from tests.campaigns import add_action, add_campaign, days
from tests.conftest import NOW
from tests.pages import Page, text_of


def part_of(page: Page, heading_id: str) -> str:
    """The text of a section, '' where the page has none."""
    return next((text_of(one) for one in page.all("section") if one.get("aria-labelledby") == heading_id), "")


def add(model: type[Any], campaign_id: UUID, by: UUID, title: str, **values: Any) -> None:
    add_part(model, uuid4(), db.session.get_one(Campaign, campaign_id), {"title": title, **values}, by=by, now=NOW)
    db.session.commit()


def test_what_is_mine_stands_under_the_day_that_it_has(app: Flask) -> None:
    with app.app_context():
        me, other = add_account(Role.COORDINATOR), add_account(Role.COORDINATOR)
        campaign_id = add_campaign(me, state=State.LIVE)
        for title, number in (("Late", -3), ("Now", 0), ("Soon", 7), ("Afar", 8)):
            add_action(campaign_id, me, title=f"{title} action", due_on=days(number))
        add_action(campaign_id, me, title="Finished action", due_on=days(-1), doing=Doing.DONE, done_on=days(-1))
        add_action(campaign_id, other, title="Their action", due_on=days(0))
        add(Milestone, campaign_id, me, "Half way", due_on=days(2))
        goal = {"level": Level.OUTPUT, "measure": "x", "unit": "x", "baseline": 0, "target": 1}
        add(Objective, campaign_id, me, "Meet bakers", due_on=days(-1), **goal)
        add(Risk, campaign_id, me, "Rain", likelihood=1, impact=1, mitigation="x", owner_id=me, reviewed_on=days(-86))
    page = sign_in(app, me).page("/manage/")
    late, now, week = (part_of(page, part) for part in ("overdue", "today", "week"))
    assert "Late action" in late
    assert "Measure: Meet bakers" in late
    assert "Now action" in now
    for text in ("Soon action", "Milestone: Half way", "Review the risk: Rain"):
        assert text in week
    for text in ("Afar", "Finished", "Their action"):
        assert text not in page.text


def test_nothing_is_due_of_an_archived_campaign(app: Flask) -> None:
    with app.app_context():
        me = add_account(Role.COORDINATOR)
        campaign_id = add_campaign(me, state=State.CLOSED)
        add_action(campaign_id, me, title="Late action", due_on=days(-3))
        db.session.get_one(Campaign, campaign_id).archived_at = NOW
        db.session.commit()
    page = sign_in(app, me).page("/manage/")
    assert "Late action" not in page.text
    assert "overdue" not in page.text


def test_what_a_leaver_owned_is_due_from_their_successor(app: Flask) -> None:
    with app.app_context():
        leaver, me = add_account(Role.COORDINATOR), add_account(Role.COORDINATOR)
        add_action(add_campaign(leaver, state=State.LIVE), leaver, title="Left behind", due_on=days(0))
        account = db.session.get_one(Account, leaver)
        account.left_at, account.successor_id = NOW, me
        db.session.commit()
    assert "Left behind" in part_of(sign_in(app, me).page("/manage/"), "today")


def test_commitments_of_mine_and_policies_that_i_have_read_are_due_too(app: Flask) -> None:
    with app.app_context():
        me, other = add_account(Role.COORDINATOR), add_account(Role.COORDINATOR)
        for key, owner, state in (("Z1", me, "open"), ("Z2", other, "open"), ("Z3", me, "done")):
            db.session.add(Commitment(key=key, order=key, summary=f"Promise {key}", state=state, owner_id=owner, due_on=days(-1)))
        for place, reader in (("kent", me), ("gwent", other)):
            about = {"found": Found.NOTHING, "look_again_on": days(5), "state": "approved", "made_at": NOW, "read_on": days(-90)}
            db.session.add(Policy(place=place, number=1, read_by_id=reader, approved_by_id=other if reader == me else me, **about))
        db.session.commit()
    page = sign_in(app, me).page("/manage/")
    assert "Promise Z1" in part_of(page, "overdue")
    assert "Look again at what is published: Kent" in part_of(page, "week")
    for text in ("Promise Z2", "Promise Z3", "Gwent"):
        assert text not in page.text


def test_a_successor_is_named_as_owner_wherever_the_leaver_was(app: Flask) -> None:
    with app.app_context():
        leaver, second, me = (add_account(Role.COORDINATOR) for _ in range(3))
        campaign_id = add_campaign(leaver, state=State.LIVE, name="Lanterns")
        add_action(campaign_id, leaver, title="Left behind")
        add(Risk, campaign_id, leaver, "Rain", likelihood=1, impact=1, mitigation="x", owner_id=leaver)
        db.session.add(Commitment(key="Z1", order="Z1", summary="A promise", state="open", owner_id=leaver))
        for number, (account_id, follower) in enumerate(((leaver, second), (second, me))):
            account = db.session.get_one(Account, account_id)
            account.name, account.left_at, account.successor_id = f"Gone Person {number}", NOW, follower
        db.session.get_one(Account, me).name = "Present Person"
        db.session.commit()
        lead = add_account()
    client = sign_in(app, lead)
    campaign = f"/manage/campaigns/{campaign_id}"
    for path in ("/manage/campaigns", campaign, "/manage/campaigns/actions", f"{campaign}/actions", f"{campaign}/risks"):
        assert "Present Person" in client.page(path).text, path
    for path in ("/manage/commitments?q=promise", "/manage/commitments/Z1"):
        assert "Present Person" in client.page(path).text, path
    assert "Lanterns" in client.page("/manage/campaigns?owner=Present").text
    assert "Lanterns" not in client.page("/manage/campaigns?owner=Gone").text


@pytest.mark.parametrize(
    ("state", "more", "words"),
    [
        (State.APPROVED, {"starts_on": days(0)}, "Start it: its first day has come"),
        (State.LIVE, {"starts_on": days(-9), "ends_on": days(-1)}, "Close it, or change its dates"),
        (State.CLOSED, {}, "then mark it as evaluated"),
    ],
)
def test_my_campaigns_wait_for_their_next_step(app: Flask, state: State, more: dict[str, Any], words: str) -> None:
    with app.app_context():
        me, other = add_account(Role.COORDINATOR), add_account(Role.COORDINATOR)
        add_campaign(me, name="Lanterns", state=state, **more)
    assert words in part_of(sign_in(app, me).page("/manage/"), "waiting")
    assert words not in sign_in(app, other).page("/manage/").text


def test_approvals_wait_for_leads_of_all_the_areas_alone(app: Flask) -> None:
    with app.app_context():
        owner = add_account(Role.LEAD, areas("kent", "surrey"))
        leads = {place: add_account(Role.LEAD, areas(*place)) for place in (("kent",), ("kent", "surrey"))}
        campaign = db.session.get_one(Campaign, add_campaign(owner, "kent", "surrey", name="Lanterns"))
        campaign.asked_at = NOW
        db.session.commit()
    waits = {place: "Lanterns" in part_of(sign_in(app, lead).page("/manage/"), "waiting") for place, lead in leads.items()}
    assert waits == {("kent",): False, ("kent", "surrey"): True}
    assert "Lanterns" not in part_of(sign_in(app, owner).page("/manage/"), "waiting")


def test_it_tells_what_others_changed_since_the_visit_before_this_one(app: Flask) -> None:
    with app.app_context():
        me, other = add_account(Role.AUDITOR, areas("kent")), add_account(Role.LEAD, name="Ffion Fair")
        seen, unseen, old = (add_campaign(other, place, name=f"Of {place}") for place in ("kent", "gwent", "kent"))
        db.session.get_one(Campaign, old).name = "Untouched"
        db.session.add(SignIn(account_id=me, began_at=NOW + timedelta(hours=1), ends_at=NOW + timedelta(hours=2), browser=""))
        db.session.commit()
        for campaign_id in (seen, unseen):
            campaign = db.session.get_one(Campaign, campaign_id)
            change_campaign(campaign, {"strategy": "By the bakery"}, by=other, now=NOW + timedelta(hours=3))
        db.session.commit()
    client = sign_in(app, me)
    with app.app_context():
        newest = db.session.query(SignIn).filter_by(account_id=me, began_at=NOW).one()
        newest.began_at, newest.ends_at = NOW + timedelta(hours=4), NOW + timedelta(hours=9)
        db.session.commit()
    changed = part_of(client.page("/manage/"), "changed")
    assert "Of kent" in changed
    assert "Changed a campaign" in changed
    assert "Ffion Fair" in changed
    assert "Of gwent" not in changed
    assert "Untouched" not in changed


def test_the_first_visit_has_nothing_to_compare_with(app: Flask) -> None:
    with app.app_context():
        me = add_account(Role.LEAD)
    assert "Changed since" not in sign_in(app, me).page("/manage/").text


@pytest.mark.parametrize("role", [Role.PARTNER, Role.TRANSLATOR, Role.REVIEWER])
def test_those_without_a_part_in_campaigns_see_none_of_it(app: Flask, role: Role) -> None:
    with app.app_context():
        me = add_account(role)
        add_action(add_campaign(add_account(Role.LEAD), state=State.LIVE), me, title="Late action", due_on=days(-3))
    page = sign_in(app, me).page("/manage/")
    assert "Set up a second step" in page.text
    assert "Late action" not in page.text
    assert "/manage/campaigns" not in page.links
