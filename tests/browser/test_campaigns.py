"""A campaign is planned to its start in a browser: blocked, then unblocked; its pages are accessible, narrow and on paper."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from uuid import UUID

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, expect
from sqlalchemy import select
from werkzeug.serving import make_server

from outreach.accounts.queries import find_by_email
from outreach.campaigns.models import Campaign
from outreach.campaigns.parts import SECTIONS
from outreach.core.clock import frozen_clock
from outreach.core.config import Config
from outreach.core.db import db
from outreach.demo.accounts import load_accounts
from outreach.demo.campaigns import load_campaigns
from tests.accounts import sign_in
from tests.browser.conftest import Quiet
from tests.browser.pictures import keep_picture
from tests.browser.test_staff import check
from tests.conftest import NOW
from tests.serving import serving

SIZES = [(1280, 800), (360, 640)]
Office = tuple[str, Flask]


@pytest.fixture(scope="module")
def office(make_app: Callable[[Config], Flask], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    folder = tmp_path_factory.mktemp("office")
    app = make_app(Config(data_dir=folder, clock=frozen_clock(NOW)))
    with app.app_context():
        load_accounts(folder, now=NOW)
        load_campaigns(now=NOW)
        db.session.commit()
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Quiet)
    with serving(server):
        yield f"http://127.0.0.1:{server.server_port}", app


def tab_of(browser: Browser, office: Office, who: str, size: tuple[int, int] = (1280, 800), *, scripts: bool = True) -> Page:
    """A window in which one of the demonstration's people is signed in."""
    address, app = office
    with app.app_context():
        account = find_by_email(f"{who}@demo.example")
        assert account
        account_id = account.id
    client = sign_in(app, account_id)
    cookie = client.get_cookie("outreach", path="/manage")
    assert cookie
    context: BrowserContext = browser.new_context(
        viewport={"width": size[0], "height": size[1]}, base_url=address, bypass_csp=True, java_script_enabled=scripts
    )
    context.add_cookies([{"name": cookie.key, "value": cookie.value, "domain": "127.0.0.1", "path": "/manage"}])
    tab = context.new_page()
    tab.set_default_timeout(10_000)
    return tab


def find_campaign(office: Office, name: str) -> UUID:
    with office[1].app_context():
        return db.session.scalars(select(Campaign.id).where(Campaign.name.startswith(name))).one()


def fill_day(tab: Page, legend: str, day: int, month: int, year: int) -> None:
    group = tab.get_by_role("group", name=legend)
    for part, number in (("Day", day), ("Month", month), ("Year", year)):
        group.get_by_label(part).fill(str(number))


def save(tab: Page, button: str) -> None:
    tab.locator("main form").get_by_role("button", name=button, exact=True).click()


def test_a_campaign_is_planned_to_live_blocked_and_then_unblocked(browser: Browser, office: Office) -> None:
    mine, theirs = tab_of(browser, office, "coordinator"), tab_of(browser, office, "lead")
    mine.goto("/manage/campaigns")
    mine.get_by_role("button", name="Plan a campaign").click()
    mine.get_by_label("Name").fill("Tea at the tram depot (invented)")
    mine.get_by_label("What it is for").fill("Night drivers know whom they can ask.")
    fill_day(mine, "First day", NOW.day, NOW.month, NOW.year)
    fill_day(mine, "Last day", 20, 12, 2026)
    mine.get_by_label("West Yorkshire").check()
    save(mine, "Make the draft")
    expect(mine.get_by_text("Before it can be approved:")).to_be_visible()
    home = mine.url
    mine.get_by_role("link", name="Ask for approval").click()
    expect(mine.get_by_role("heading", name="This has to be there first")).to_be_visible()
    mend(mine, home)
    mine.goto(home)
    expect(mine.get_by_text("Nothing is missing.")).to_be_visible()
    mine.get_by_role("link", name="Ask for approval").click()
    save(mine, "Ask for approval")
    theirs.goto("/manage/")
    theirs.get_by_role("link", name="Tea at the tram depot (invented)").first.click()
    theirs.get_by_role("link", name="Approve", exact=True).click()
    save(theirs, "Approve")
    mine.goto(home)
    for hurdle in ("No note on data protection is agreed", "It has no action"):
        expect(mine.get_by_role("link", name=hurdle)).to_be_visible()
    mine.get_by_role("link", name="No note on data protection is agreed").click()
    mine.get_by_role("link", name="Change – No names are written down").click()
    mine.get_by_label("Agreed").check()
    save(mine, "Save")
    mine.goto(home)
    mine.get_by_role("link", name="It has no action").click()
    mine.get_by_label("Action", exact=True).fill("Ask the night shift")
    fill_day(mine, "Due on", 1, 12, 2026)
    save(mine, "Add an action")
    mine.goto(home)
    mine.get_by_role("link", name="Start", exact=True).click()
    save(mine, "Start")
    expect(mine.get_by_text("The campaign is live.")).to_be_visible()
    expect(mine.get_by_role("heading", level=1)).to_contain_text("Live")
    for tab in (mine, theirs):
        tab.context.close()


def mend(tab: Page, home: str) -> None:
    """Write what the checklist of a new campaign asks for, each thing from its own link."""
    follow(tab, home, "No audience is named")
    tab.get_by_label("Community").fill("Night drivers")
    tab.get_by_label("Polish").check()
    save(tab, "Add an audience")
    follow(tab, home, "What is known of the audiences is not written down")
    tab.get_by_label("Audience insight").fill("They trust the depot’s canteen.")
    tab.get_by_label("Strategy", exact=True).fill("Through the canteen.")
    save(tab, "Save")
    follow(tab, home, "It has no objective")
    tab.get_by_label("Objective", exact=True).fill("Forty drivers know whom to ask")
    tab.get_by_label("Output", exact=True).check()
    for label, text in (("Measure", "Drivers met"), ("Unit", "people"), ("Now", "0"), ("Target", "40")):
        tab.get_by_label(label, exact=True).fill(text)
    fill_day(tab, "To be reached by", 15, 12, 2026)
    save(tab, "Add an objective")
    follow(tab, home, "The budget has no line for partner hours")
    tab.get_by_label("Partner hours, and their payment").check()
    for label, text in (("Hours planned", "12"), ("What for", "Harbour Light"), ("Planned", "240"), ("Spent so far", "0")):
        tab.get_by_label(label, exact=True).fill(text)
    save(tab, "Add a budget line")
    follow(tab, home, "No risk is named")
    tab.get_by_label("Risk", exact=True).fill("Somebody is seen")
    tab.get_by_role("group", name="Likelihood").get_by_label("3, possible").check()
    tab.get_by_role("group", name="Impact").get_by_label("4, grave").check()
    tab.get_by_label("What is done about it").fill("Tea as on any other night")
    fill_day(tab, "Reviewed on", NOW.day, NOW.month, NOW.year)
    save(tab, "Add a risk")
    for hurdle, about, line, state in (
        ("There is no note on equality impact", "Equality impact", "Night work", "Agreed"),
        ("There is no note on data protection", "Data protection", "No names are written down", "Draft"),
    ):
        follow(tab, home, hurdle)
        tab.get_by_label(about, exact=True).check()
        tab.get_by_label("In one line").fill(line)
        tab.get_by_label("Assessment", exact=True).fill("Looked at.")
        tab.get_by_label(state, exact=True).check()
        save(tab, "Add an assessment")


def follow(tab: Page, home: str, hurdle: str) -> None:
    tab.goto(home)
    tab.get_by_role("link", name=hurdle).click()


def test_an_action_moves_without_a_mouse_and_without_scripts(browser: Browser, office: Office) -> None:
    tab = tab_of(browser, office, "coordinator", (360, 640), scripts=False)
    tab.goto(f"/manage/campaigns/{find_campaign(office, 'Lanterns')}/actions")
    started = tab.get_by_role("region", name="Started")
    expect(started.get_by_role("link", name="Write to the chapel")).to_have_count(0)
    tab.get_by_role("button", name="Started – Write to the chapel").press("Enter")
    expect(started.get_by_role("link", name="Write to the chapel")).to_have_count(1)
    tab.get_by_role("link", name="As a list").press("Enter")
    tab.get_by_role("button", name="To do – Write to the chapel").press("Enter")
    expect(tab.get_by_role("row").filter(has_text="Write to the chapel")).to_contain_text("To do")
    assert "view=list" in tab.url
    tab.context.close()


def test_the_timeline_is_walked_by_keyboard(browser: Browser, office: Office) -> None:
    tab = tab_of(browser, office, "lead")
    tab.goto("/manage/timeline?view=quarter")
    tab.get_by_role("region", name="Timeline, a drawing").focus()
    tab.keyboard.press("Tab")
    assert "Every desk knows" in str(tab.evaluate("document.activeElement.getAttribute('aria-label')"))
    tab.keyboard.press("Enter")
    expect(tab.get_by_role("heading", level=1)).to_contain_text("Every desk knows")
    tab.context.close()


@pytest.mark.parametrize("size", SIZES)
def test_the_pages_are_accessible_and_fit(browser: Browser, office: Office, size: tuple[int, int]) -> None:
    tab, base = tab_of(browser, office, "coordinator", size), f"/manage/campaigns/{find_campaign(office, 'Lanterns')}"
    paths = ["/manage/", "/manage/campaigns", "/manage/campaigns/new", "/manage/timeline", "/manage/timeline?view=quarter", base]
    paths += [*(f"{base}/{name}" for name in SECTIONS), f"{base}/actions?view=list", f"{base}/details", f"{base}/move/pause"]
    for number, path in enumerate(paths):
        tab.goto(path)
        check(tab)
        keep_picture(tab, f"campaigns-{number}-{size[0]}")
    tab.context.close()


def test_the_timeline_prints_on_sheets_across(browser: Browser, office: Office) -> None:
    tab = tab_of(browser, office, "lead")
    tab.goto("/manage/timeline?view=quarter")
    tab.emulate_media(media="print")
    for hidden in (".app-steps", ".app-filters", ".app-navigation--large"):
        expect(tab.locator(hidden)).to_be_hidden()
    paper = tab.pdf(prefer_css_page_size=True)
    widths = {int(width) for width in re.findall(rb"/MediaBox \[0 0 (\d+)", paper)}
    assert widths <= {841, 842}, "A4, 297 mm across"
    assert widths
    tab.context.close()
