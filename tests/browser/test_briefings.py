"""Briefings in a real browser: issued by a lead, acknowledged by the force's coordinator on a phone, re-issued after a change."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from uuid import UUID

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select
from werkzeug.serving import make_server

from outreach.briefings.models import Briefing, Edition, Issue
from outreach.core.clock import frozen_clock
from outreach.core.config import Config
from outreach.core.db import db
from outreach.demo.accounts import load_accounts
from outreach.demo.programme import load_programme
from tests.browser.conftest import Quiet
from tests.browser.pictures import keep_picture
from tests.browser.test_campaigns import Office, fill_day, tab_of
from tests.browser.test_staff import check
from tests.conftest import NOW
from tests.serving import serving

SIZES = [(1280, 800), (360, 640)]


@pytest.fixture(scope="module")
def office(make_app: Callable[[Config], Flask], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """The demonstration's programme on a server of its own."""
    folder = tmp_path_factory.mktemp("briefings")
    app = make_app(Config(data_dir=folder, clock=frozen_clock(NOW)))
    with app.app_context():
        load_accounts(folder, now=NOW)
        load_programme(now=NOW)
        db.session.commit()
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Quiet)
    with serving(server):
        yield f"http://127.0.0.1:{server.server_port}", app


def material(office: Office, title: str) -> UUID:
    with office[1].app_context():
        return db.session.scalars(select(Briefing.id).where(Briefing.title.startswith(title))).one()


def paths(office: Office) -> dict[str, str]:
    """A page of each kind."""
    first, second = material(office, "Somebody"), material(office, "Before")
    with office[1].app_context():
        version = db.session.scalars(select(Edition.id).where(Edition.briefing_id == second, Edition.number == 2)).one()
        corrected = db.session.scalars(select(Issue.id).where(Issue.briefing_id == second, Issue.area == "surrey")).one()
        small = db.session.scalars(select(Issue.id).where(Issue.briefing_id == second, Issue.area == "kent")).one()
    root = "/manage/briefings"
    return {
        "home": "/manage/",
        "list": root,
        "material": f"{root}/{second}",
        "coverage": f"{root}/{first}/coverage",
        "coverage-old": f"{root}/{second}/coverage",
        "new": f"{root}/new",
        "draft": f"{root}/{second}/versions/new",
        "version": f"{root}/versions/{version}",
        "target": f"{root}/{second}/target",
        "issue-to": f"{root}/{first}/issue?area=kent",
        "reissue": f"{root}/{second}/reissue",
        "issues": f"{root}/issues?state=late",
        "issue": f"{root}/issues/{corrected}",
        "small": f"{root}/issues/{small}",
        "change": f"{root}/issues/{small}/edit",
        "take-back": f"{root}/issues/{small}/take-back",
        "acknowledge": f"{root}/issues/{small}/acknowledge",
        "protocol": f"{root}/protocol",
        "look": f"{root}/protocol/look",
        "work": "/manage/commitments/L4/work",
    }


@pytest.mark.parametrize("size", SIZES)
def test_pages_are_accessible_and_fit(browser: Browser, office: Office, size: tuple[int, int]) -> None:
    tab = tab_of(browser, office, "lead", size)
    for name, path in paths(office).items():
        tab.goto(path)
        check(tab)
        keep_picture(tab, f"briefings-{name}-{size[0]}")
    tab.context.close()


def issue_to_west_yorkshire(lead: Page, office: Office) -> str:
    """A lead issues to a team that is in no list; the address of the issue."""
    lead.goto(f"/manage/briefings/{material(office, 'Somebody')}")
    lead.get_by_role("button", name="Issue it to a team").click()
    lead.get_by_role("button", name="Issue").click()
    expect(lead.locator(".govuk-error-summary")).to_contain_text("Enter how many people")
    check(lead)
    lead.get_by_label("Force area").select_option(label="West Yorkshire")
    lead.get_by_label("Another team").check()
    lead.get_by_label("Which team").fill("Night desk (invented)")
    lead.get_by_label("How many people are addressed").fill("42")
    lead.get_by_role("button", name="Issue").click()
    expect(lead.get_by_text("have been mailed")).to_be_visible()
    check(lead)
    return lead.url


def test_a_lead_issues_and_the_forces_coordinator_acknowledges_on_a_phone(browser: Browser, office: Office) -> None:
    lead, coordinator = tab_of(browser, office, "lead"), tab_of(browser, office, "coordinator", SIZES[1])
    address = issue_to_west_yorkshire(lead, office)
    coordinator.goto("/manage/briefings/issues?state=open&q=Night")
    coordinator.get_by_role("link", name="West Yorkshire, Night desk (invented)").click()
    coordinator.get_by_role("button", name="Say how many were reached").click()
    expect(coordinator.get_by_text("42 people of this team are not acknowledged yet.")).to_be_visible()
    expect(coordinator.get_by_label("Who told you")).to_have_count(0)
    coordinator.get_by_label("How many people were reached?").fill("43")
    fill_day(coordinator, "On which day?", 22, 11, 2026)
    coordinator.get_by_label("In person").check()
    coordinator.get_by_label("How many answered the question?").fill("40")
    coordinator.get_by_label("How many of them answered right?").fill("31")
    coordinator.get_by_role("button", name="Acknowledge").click()
    expect(coordinator.locator(".govuk-error-summary")).to_contain_text("More people would be reached than were addressed")
    check(coordinator)
    coordinator.get_by_label("How many people were reached?").fill("41")
    coordinator.get_by_role("button", name="Acknowledge").click()
    expect(coordinator.get_by_text("31 of 40 answered right")).to_be_visible()
    check(coordinator)
    assert coordinator.url == address
    lead.goto(address)
    expect(lead.get_by_text("41 people reached")).to_be_visible()
    expect(lead.get_by_text("No published protocol has been found.").first).to_be_visible()
    for tab in (lead, coordinator):
        tab.context.close()


def test_after_a_change_of_meaning_a_coordinator_re_issues_to_the_same_teams(browser: Browser, office: Office) -> None:
    tab = tab_of(browser, office, "coordinator")
    tab.goto("/manage/")
    tab.get_by_role("link", name="Before you share").first.click()
    expect(tab.get_by_text("A second officer reads the reasons (invented).")).to_be_visible()
    tab.get_by_role("button", name="Re-issue to 2 teams").click()
    expect(tab.get_by_text("Re-issued to 2 teams.")).to_be_visible()
    expect(tab.get_by_text("out of date")).to_have_count(0)
    tab.get_by_role("button", name="Coverage by force").click()
    expect(tab.get_by_text("Not acknowledged").first).to_be_visible()
    tab.emulate_media(media="print")
    expect(tab.locator(".app-tiles")).to_be_visible()
    expect(tab.locator(".app-navigation--large")).to_be_hidden()
    tab.context.close()
