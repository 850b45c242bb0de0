"""A campaign copied as a template, archived and taken back; and its history."""

from __future__ import annotations

from uuid import UUID, uuid4

from flask import Flask
from sqlalchemy import select

from outreach.accounts.rules import Role
from outreach.campaigns.models import (
    Action,
    Assessment,
    Audience,
    Campaign,
    Objective,
)
from outreach.campaigns.rules import AssessmentState, Doing, State
from outreach.core.db import db
from tests.accounts import add_account, post, sign_in
from tests.campaigns import TODAY, acts, add_action, add_campaign, complete, days, only


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
