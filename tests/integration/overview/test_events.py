"""Events on the pages that read many features: home, timeline, everything done for a commitment, the trail."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from outreach.accounts.rules import Role
from outreach.core.db import db
from outreach.events.operations import cancel_event
from outreach.events.rules import StaffRole, Visibility, Whereabouts
from tests.accounts import add_account, areas, sign_in
from tests.campaigns import add_campaign, add_commitment, days
from tests.events import act, add_event, add_series, add_venue, load
from tests.pages import text_of
from tests.partners import add_member_of, add_organisation


def test_the_home_page_names_the_events_of_the_week_at_which_somebody_works(app: Flask) -> None:
    with app.app_context():
        me, other = add_account(), add_account()
        for title, number, who in (("Mine", 3, me), ("Theirs", 3, other), ("Over", -1, me), ("Much later", 30, me)):
            add_event(me, title=f"{title} marker", held_on=days(number), staff=[(who, StaffRole.SUPPORT)])
        off = add_event(me, title="Off marker", held_on=days(4), staff=[(me, StaffRole.LEAD)])
        cancel_event(load(off, me), "Ill", act(me))
        db.session.commit()
    text = sign_in(app, me).page("/manage/").text
    assert "Event: Mine marker, 10am" in text
    for words in ("Theirs marker", "Event: Over marker", "Much later marker", "Off marker"):
        assert words not in text


def test_the_timeline_counts_the_events_of_campaigns_and_shows_each_of_one_campaign(app: Flask) -> None:
    with app.app_context():
        me, near = add_account(), add_account(Role.LEAD, areas("kent"))
        campaign = add_campaign(me, "kent", "surrey", name="Lanterns")
        add_event(me, title="Tea marker", held_on=days(1), campaign_id=campaign)
        add_event(me, title="Far marker", held_on=days(1), campaign_id=campaign, area="surrey")
    assert "2 events this week" in sign_in(app, me).page("/manage/timeline").text
    page = sign_in(app, me).page(f"/manage/timeline?campaign={campaign}")
    assert "Tea marker" in page.text
    assert "Far marker" in page.text
    page = sign_in(app, near).page(f"/manage/timeline?campaign={campaign}")
    assert "1 event this week" in page.text
    assert "Far marker" not in page.text


def test_what_was_done_for_a_commitment_has_its_events(app: Flask) -> None:
    with app.app_context():
        me, near = add_account(), add_account(Role.LEAD, areas("kent"))
        add_commitment("L4")
        add_event(me, title="Tea marker", commitments=["L4"])
        add_event(me, title="Far marker", commitments=["L4"], area="surrey")
    assert "Tea marker" in sign_in(app, me).page("/manage/commitments/L4/work").text
    text = sign_in(app, near).page("/manage/commitments/L4/work").text
    assert "Tea marker" in text
    assert "Far marker" not in text


def test_the_trail_names_events_and_shows_an_area_s_lead_those_in_sight(app: Flask) -> None:
    with app.app_context():
        lead, near = add_account(), add_account(Role.LEAD, areas("kent"))
        add_event(lead, title="Tea marker")
        add_event(lead, title="Far marker", area="surrey")
    assert "Tea marker" in sign_in(app, lead).page("/manage/audit").text
    text = sign_in(app, near).page("/manage/audit").text
    assert "Scheduled an event" in text
    assert "Tea marker" in text
    assert "Far marker" not in text


@pytest.mark.parametrize("is_approved", [True, False])
def test_an_approved_partner_is_told_of_events_in_its_areas_that_partners_may_know_of_and_of_no_place(
    app: Flask, is_approved: bool
) -> None:
    with app.app_context():
        lead = add_account()
        organisation = add_organisation(is_approved=is_approved, areas=("kent",))
        partner = add_member_of(organisation)
        host: dict[str, Any] = {"visibility": Visibility.PARTNERS, "whereabouts": Whereabouts.VENUE, "venue_id": add_venue(lead)}
        add_event(lead, title="Near marker", held_on=days(3), host_name="Host marker", risks="Risk marker", **host)
        add_event(lead, title="Open marker", held_on=days(4), visibility=Visibility.PUBLIC)
        add_event(lead, title="Whole marker", held_on=days(5), area=None, visibility=Visibility.PARTNERS)
        off = add_event(lead, title="Off marker", held_on=days(6), visibility=Visibility.PARTNERS)
        cancel_event(load(off, lead), "Reason marker", act(lead))
        add_event(lead, title="Far marker", area="surrey", visibility=Visibility.PARTNERS)
        add_event(lead, title="Staff marker")
        add_event(lead, title="Over marker", held_on=days(-1), visibility=Visibility.PARTNERS)
        db.session.commit()
    text = sign_in(app, partner).page("/manage/").text
    shown = ["Near marker", "Open marker", "Whole marker", "Off marker (cancelled)"]
    assert [words in text for words in shown] == [is_approved] * 4
    for words in (
        "Far marker",
        "Staff marker",
        "Over marker",
        "Host marker",
        "Risk marker",
        "Reason marker",
        "Lantern Hall",
        "Invented Row",
    ):
        assert words not in text


def test_a_partner_is_told_of_a_series_once_with_how_many_more_there_are_and_of_what_is_cancelled(app: Flask) -> None:
    with app.app_context():
        lead = add_account()
        partner = add_member_of(add_organisation(areas=("kent",)))
        made = add_series(lead, "FREQ=WEEKLY;COUNT=40", title="Weekly marker", visibility=Visibility.PARTNERS)
        cancel_event(load(made[0], lead), "Ill", act(lead))
        add_event(lead, title="Last marker", held_on=days(300), visibility=Visibility.PARTNERS)
        db.session.commit()
    page = sign_in(app, partner).page("/manage/")
    lines = [text_of(line) for line in page.all("li") if "marker" in text_of(line)]
    assert ["(cancelled)" in line for line in lines] == [True, False, False]
    assert "38 more of this series, until Sun 29 August 2027" in lines[1]
    assert "more of this series" not in lines[0] + lines[2]
