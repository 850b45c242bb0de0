"""From draft to evaluated: who moves a campaign, what stands in the way, and that the operation refuses what the page does not offer."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import select, update

from outreach.accounts.models import Account
from outreach.accounts.rules import Role
from outreach.campaigns.models import Action, Assessment, Campaign, Measurement, Objective
from outreach.campaigns.operations import CampaignRefused, add_part, move_campaign
from outreach.campaigns.queries import asker_of, get_campaign
from outreach.campaigns.rules import AssessmentState, Block, Doing, Move, Refusal, State
from outreach.core.db import db
from tests.accounts import add_account, areas, post, sign_in
from tests.campaigns import TODAY, add_campaign, complete
from tests.client import PageClient
from tests.conftest import NOW
from tests.pages import parse_page


def move(client: PageClient, campaign_id: UUID, step: Move, reason: str = "") -> int:
    return post(client, f"/manage/campaigns/{campaign_id}/move/{step}", reason=reason).status_code


def state_of(app: Flask, campaign_id: UUID) -> str:
    with app.app_context():
        return db.session.get_one(Campaign, campaign_id).state


def test_a_campaign_goes_from_draft_to_evaluated(app: Flask) -> None:
    with app.app_context():
        owner, lead = add_account(Role.COORDINATOR, areas("kent")), add_account(Role.LEAD, areas("kent"))
        campaign_id = add_campaign(owner, "kent", name="Lanterns of Kent")
        complete(campaign_id, owner)
    mine, theirs = sign_in(app, owner), sign_in(app, lead)
    assert move(mine, campaign_id, Move.APPROVE) == 403
    assert move(mine, campaign_id, Move.ASK) == 303
    assert "Lanterns of Kent" in theirs.page("/manage/").text
    assert move(theirs, campaign_id, Move.GIVE_BACK, "Name a second partner") == 303
    assert "Approve, or give back" not in theirs.page("/manage/").text
    assert move(theirs, campaign_id, Move.APPROVE) == 303
    assert "Start it: its first day has come" in mine.page("/manage/").text
    assert move(mine, campaign_id, Move.START) == 303
    assert move(mine, campaign_id, Move.PAUSE) == 422
    assert move(mine, campaign_id, Move.PAUSE, "The bakery is closed") == 303
    assert move(mine, campaign_id, Move.RESUME) == 303
    assert move(mine, campaign_id, Move.CLOSE, "Done") == 422
    with app.app_context():
        db.session.execute(
            update(Action).where(Action.campaign_id == campaign_id).values(doing=Doing.DONE, started_on=TODAY, done_on=TODAY)
        )
        db.session.commit()
    assert move(mine, campaign_id, Move.CLOSE, "Done") == 303
    assert move(mine, campaign_id, Move.EVALUATE) == 422
    page = mine.page(f"/manage/campaigns/{campaign_id}")
    assert "An objective has not been measured" in page.text
    assert "What was learnt is not written down" in page.text
    with app.app_context():
        campaign = db.session.get_one(Campaign, campaign_id)
        campaign.learning = "Ask earlier"
        objective = db.session.scalars(select(Objective.id).where(Objective.campaign_id == campaign_id)).one()
        values = {"title": "Count", "objective_id": objective, "measured_on": TODAY, "value": 40, "note": "", "by_id": owner}
        add_part(Measurement, uuid4(), campaign, values, by=owner, now=NOW)
        db.session.commit()
    assert move(mine, campaign_id, Move.EVALUATE) == 303
    assert state_of(app, campaign_id) == State.EVALUATED
    assert (
        post(
            mine, f"/manage/campaigns/{campaign_id}/risk/add", form_key=str(uuid4()), title="x", likelihood="1", impact="1", mitigation="x"
        ).status_code
        == 303
    )
    assert "Nothing can be changed" in mine.page(f"/manage/campaigns/{campaign_id}/risks").text
    assert move(mine, campaign_id, Move.REVISE, "A late survey") == 403
    assert move(theirs, campaign_id, Move.REVISE, "A late survey") == 303


def test_the_page_lists_what_stands_in_the_way_and_leads_to_each_thing(app: Flask) -> None:
    with app.app_context():
        owner = add_account(Role.COORDINATOR)
        campaign_id = add_campaign(owner)
    client, base = sign_in(app, owner), f"/manage/campaigns/{campaign_id}"
    for path in (base, f"{base}/move/{Move.ASK}"):
        page = client.page(path)
        assert "No audience is named" in page.text
        for target in ("audience/add", "objective/add", "budget/add", "risk/add", "assessment/add", "strategy"):
            assert f"{base}/{target}" in page.links, (path, target)
            assert client.get(f"{base}/{target}").status_code == 200
    answer = post(client, f"{base}/move/{Move.ASK}")
    assert answer.status_code == 422
    assert "Something still stands in the way" in parse_page(answer.data).text


@pytest.mark.parametrize("role", [Role.LEAD, Role.COORDINATOR])
def test_a_step_from_another_state_changes_nothing_and_is_explained(app: Flask, role: Role) -> None:
    with app.app_context():
        owner = add_account(role)
        campaign_id = add_campaign(owner, state=State.LIVE)
    client = sign_in(app, owner)
    assert move(client, campaign_id, Move.START) == 303
    assert "has been moved since" in client.page(f"/manage/campaigns/{campaign_id}").text
    assert state_of(app, campaign_id) == State.LIVE


def test_the_operation_itself_refuses_whoever_asks(app: Flask) -> None:
    with app.app_context():
        owner, lead, far = add_account(Role.LEAD), add_account(Role.LEAD), add_account(Role.LEAD, areas("kent"))
        campaign_id = add_campaign(owner)

        def refusal(account_id: UUID, step: Move, reason: str = "") -> CampaignRefused:
            account = db.session.get_one(Account, account_id)
            campaign = get_campaign(campaign_id, asker=asker_of(account), is_locked=True)
            with pytest.raises(CampaignRefused) as caught:
                move_campaign(campaign, step, asker=asker_of(account), by=account_id, reason=reason, now=NOW)
            return caught.value

        assert refusal(owner, Move.APPROVE).refusal is Refusal.MOVER
        assert refusal(far, Move.APPROVE).refusal is Refusal.MOVER
        assert refusal(lead, Move.START).refusal is Refusal.STATE
        assert refusal(lead, Move.GIVE_BACK).refusal is Refusal.REASON
        assert Block.OBJECTIVE in refusal(lead, Move.APPROVE).blocks
        complete(campaign_id, owner)
        db.session.execute(update(Assessment).where(Assessment.campaign_id == campaign_id).values(state=AssessmentState.DRAFT))
        db.session.execute(update(Campaign).where(Campaign.id == campaign_id).values(state=State.APPROVED))
        db.session.expire_all()
        assert refusal(owner, Move.START).blocks == [Block.EQUALITY_AGREED, Block.PROTECTION_AGREED]
        db.session.execute(update(Campaign).where(Campaign.id == campaign_id).values(archived_at=NOW))
        db.session.expire_all()
        assert refusal(owner, Move.START).refusal is Refusal.FROZEN
        db.session.rollback()


def test_actions_move_by_buttons_and_their_days_follow(app: Flask) -> None:
    with app.app_context():
        owner = add_account(Role.COORDINATOR)
        campaign_id = add_campaign(owner, state=State.LIVE)
        complete(campaign_id, owner)
        action_id = db.session.scalars(select(Action.id).where(Action.campaign_id == campaign_id)).one()
    client, base = sign_in(app, owner), f"/manage/campaigns/{campaign_id}"
    for doing, days in (("done", (TODAY, TODAY)), ("waiting", (TODAY, None)), ("todo", (None, None))):
        answer = post(client, f"{base}/action/{action_id}/doing", doing=doing)
        assert answer.location == f"{base}/actions#action-{action_id}"
        with app.app_context():
            action = db.session.get_one(Action, action_id)
            assert (action.doing, (action.started_on, action.done_on)) == (doing, days)
    assert post(client, f"{base}/action/{action_id}/doing", doing="nonsense").status_code == 400
    assert f"action-{action_id}" in {element.get("id") for element in client.page(f"{base}/actions").all("li")}
    assert post(client, f"{base}/action/{action_id}/doing?view=list", doing="done").location.endswith(f"?view=list#action-{action_id}")
