"""The timeline as a page: what its address asks for, what is drawn, and the table beside it."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest
from flask import Flask

from outreach.accounts.rules import Role
from outreach.campaigns.models import Campaign, Milestone
from outreach.campaigns.operations import add_part
from outreach.campaigns.rules import State
from outreach.core.db import db
from tests.accounts import add_account, sign_in
from tests.campaigns import add_action, add_campaign, days
from tests.conftest import NOW
from tests.pages import SVG

PATH = "/manage/timeline"


def test_a_month_shows_campaigns_milestones_and_actions_and_the_table_says_the_same(app: Flask) -> None:
    with app.app_context():
        me = add_account(Role.LEAD)
        campaign_id = add_campaign(me, "kent", name="Lanterns", state=State.LIVE)
        add_part(Milestone, uuid4(), db.session.get_one(Campaign, campaign_id), {"title": "Half way", "due_on": days(2)}, by=me, now=NOW)
        for number in range(3):
            add_action(campaign_id, me, title=f"Action {number}", due_on=days(2))
        add_campaign(me, "kent", name="Long past", starts_on=date(2020, 1, 1), ends_on=date(2020, 2, 1))
        add_campaign(me, "kent", name="Undated", starts_on=None, ends_on=None)
    page = sign_in(app, me).page(PATH)
    assert page.heading == "Timeline: November 2026"
    drawing, table = (" ".join(page.all(name)[0].itertext()) for name in (f"{SVG}svg", "table"))
    for text in ("Lanterns", "Half way"):
        assert text in drawing
        assert text in table
    assert "3 actions due this week" in table
    assert "Today" in drawing
    for text in ("Long past", "Undated"):
        assert text not in drawing
        assert text not in table
    labels = [link.get("aria-label") or "" for link in page.all(f"{SVG}svg")[0].iter(f"{SVG}a")]
    assert all(labels)
    assert any(label.startswith("Lanterns, Live, 12 Nov 2026 to") for label in labels)
    assert "style" not in {name for element in page.all(f"{SVG}svg")[0].iter() for name in element.attrib}


@pytest.mark.parametrize(
    ("query", "heading"),
    [
        ("", "Timeline: November 2026"),
        ("view=quarter", "Timeline: October 2026 to December 2026"),
        ("on=2027-02-28", "Timeline: February 2027"),
        ("on=nonsense&view=year&area=nowhere&campaign=nonsense&page=x", "Timeline: November 2026"),
        ("on=9999-12-31", "Timeline: November 2026"),
        ("on=0001-01-01", "Timeline: November 2026"),
    ],
)
def test_the_address_says_which_time_and_nonsense_is_left_out(app: Flask, query: str, heading: str) -> None:
    with app.app_context():
        me = add_account(Role.AUDITOR)
    assert sign_in(app, me).page(f"{PATH}?{query}").heading == heading


def test_one_goes_back_and_forth_and_keeps_what_was_chosen(app: Flask) -> None:
    with app.app_context():
        me = add_account(Role.LEAD)
        add_campaign(me, "kent", name="Kentish")
        add_campaign(me, "surrey", name="Surreyan")
    client = sign_in(app, me)
    page = client.page(f"{PATH}?area=kent")
    assert "Surreyan" not in " ".join(page.all("table")[0].itertext())
    before = next(link.get("href", "") for link in page.all("a") if link.get("rel") == "prev")
    back = client.page(before)
    assert back.heading == "Timeline: October 2026"
    assert client.page(next(link.get("href", "") for link in back.all("a") if link.get("rel") == "next")).heading == page.heading
    assert "area=kent" in before


def test_one_campaign_shows_its_actions_each_on_a_lane(app: Flask) -> None:
    with app.app_context():
        me = add_account(Role.LEAD)
        campaign_id = add_campaign(me, "kent", name="Kentish", state=State.LIVE)
        add_action(campaign_id, me, title="Print the leaflets", due_on=days(3), started_on=days(-2))
        add_action(campaign_id, me, title="Without a day", due_on=None)
        add_campaign(me, "kent", name="Another")
    page = sign_in(app, me).page(f"{PATH}?campaign={campaign_id}")
    text = " ".join(page.all("table")[0].itertext())
    assert "Print the leaflets" in text
    assert "20 Nov 2026" in text
    assert "Without a day" not in text
    assert "Another" not in text


def test_many_campaigns_come_in_pages(app: Flask) -> None:
    with app.app_context():
        me = add_account(Role.LEAD)
        for number in range(30):
            add_campaign(me, "kent", name=f"Campaign {number:02}")
    client = sign_in(app, me)
    page = client.page(PATH)
    assert "Campaigns 1 to 25 of 30" in page.text
    following = next(link.get("href", "") for link in page.all("a") if "Campaigns after" in "".join(link.itertext()))
    assert "Campaigns 26 to 30 of 30" in client.page(following).text
