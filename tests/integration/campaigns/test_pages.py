"""Every page of campaigns, for every role: who opens it, and what is out of sight."""

from __future__ import annotations

from uuid import UUID

import pytest
from flask import Flask

from outreach.accounts.rules import Role
from outreach.campaigns.parts import KINDS, SECTIONS
from outreach.campaigns.rules import CHANGERS, Move
from tests.accounts import add_account, areas, post, sign_in
from tests.campaigns import add_action, add_campaign, complete

NOBODY = UUID(int=0)


def read_paths(campaign_id: UUID) -> list[str]:
    base = f"/manage/campaigns/{campaign_id}"
    return [base, *(f"{base}/{name}" for name in SECTIONS), f"{base}/actions?view=list"]


def write_paths(campaign_id: UUID) -> list[str]:
    base = f"/manage/campaigns/{campaign_id}"
    return [f"{base}/{name}" for name in ("details", "strategy", "copy", *(f"{kind}/add" for kind in KINDS), f"move/{Move.CLOSE}")]


POSTS = ("archive", "unarchive", f"action/{NOBODY}/doing", f"risk/{NOBODY}/set-aside", f"risk/{NOBODY}/take-back")


@pytest.mark.parametrize("role", Role)
def test_staff_read_leads_and_coordinators_write_and_nobody_else_enters(app: Flask, role: Role) -> None:
    with app.app_context():
        owner = add_account(Role.LEAD)
        campaign_id = add_campaign(owner, "kent")
        complete(campaign_id, owner)
        me = add_account(role, areas("kent", "surrey"))
    client = sign_in(app, me)
    is_reader, is_writer = role in (Role.LEAD, Role.COORDINATOR, Role.AUDITOR), role in CHANGERS
    for path in ["/manage/campaigns", "/manage/campaigns/actions", "/manage/timeline", *read_paths(campaign_id)]:
        assert client.get(path).status_code == (200 if is_reader else 403), path
    for path in ["/manage/campaigns/new", *write_paths(campaign_id)]:
        wanted = 200 if is_writer and not (path.endswith("close") and role is Role.COORDINATOR) else 403
        assert client.get(path).status_code == wanted, path
        if not is_writer:
            assert post(client, path).status_code == 403, path
    for name in POSTS:
        status = post(client, f"/manage/campaigns/{campaign_id}/{name}", doing="done").status_code
        assert status in ((303, 404) if is_writer else (403,)), name


@pytest.mark.parametrize("role", [Role.LEAD, Role.COORDINATOR, Role.AUDITOR])
def test_out_of_sight_is_not_there(app: Flask, role: Role) -> None:
    with app.app_context():
        campaign_id = add_campaign(add_account(Role.LEAD), "kent", name="Hidden lanterns")
        me = add_account(role, areas("surrey"))
    client = sign_in(app, me)
    for path in read_paths(campaign_id) + (write_paths(campaign_id) if role in CHANGERS else []):
        assert client.get(path).status_code == 404, path
    if role in CHANGERS:
        for name in [*POSTS, "details", "strategy", "copy", "risk/add", f"move/{Move.CLOSE}"]:
            assert post(client, f"/manage/campaigns/{campaign_id}/{name}").status_code == 404, name
    for path in (
        "/manage/campaigns",
        "/manage/campaigns/actions",
        "/manage/timeline",
        "/manage/",
        f"/manage/timeline?campaign={campaign_id}",
    ):
        assert "Hidden lanterns" not in client.page(path).text, path


def test_whoever_meets_only_a_part_of_its_areas_reads_and_does_not_write(app: Flask) -> None:
    with app.app_context():
        owner = add_account(Role.COORDINATOR, areas("kent", "surrey"))
        campaign_id = add_campaign(owner, "kent", "surrey")
        action_id = add_action(campaign_id, owner)
        me = add_account(Role.LEAD, areas("kent"))
    client = sign_in(app, me)
    for path in read_paths(campaign_id):
        page = client.page(path)
        assert not [link for link in page.links if link.endswith(("/add", "/details"))], path
    for path in write_paths(campaign_id):
        assert client.get(path).status_code == 403, path
    assert post(client, f"/manage/campaigns/{campaign_id}/action/{action_id}/doing", doing="done").status_code == 403


def test_a_part_of_another_campaign_is_not_there(app: Flask) -> None:
    with app.app_context():
        me = add_account(Role.LEAD)
        mine, other = add_campaign(me), add_campaign(me)
        action_id = add_action(other, me)
    client = sign_in(app, me)
    assert client.get(f"/manage/campaigns/{mine}/action/{action_id}").status_code == 404
    assert client.get(f"/manage/campaigns/{mine}/risk/{action_id}").status_code == 404
    assert client.get(f"/manage/campaigns/{mine}/nonsense/{action_id}").status_code == 404
    assert client.get(f"/manage/campaigns/{mine}/nonsense").status_code == 404
    assert client.get(f"/manage/campaigns/{mine}/move/nonsense").status_code == 404
    assert post(client, f"/manage/campaigns/{mine}/action/{action_id}/doing", doing="done").status_code == 404
