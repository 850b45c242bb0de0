"""A series of events is scheduled in a browser: a conflict is resolved, one day is cancelled. Its pages are accessible and narrow."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select
from werkzeug.serving import make_server

from outreach.core.clock import frozen_clock
from outreach.core.config import Config
from outreach.core.db import db
from outreach.demo.accounts import load_accounts
from outreach.demo.campaigns import load_campaigns
from outreach.demo.events import load_events
from outreach.events.models import Event, Venue
from outreach.events.queries import Title
from tests.browser.conftest import Quiet
from tests.browser.pictures import keep_picture
from tests.browser.test_campaigns import Office, fill_day, save, tab_of
from tests.browser.test_staff import check
from tests.conftest import NOW
from tests.serving import serving

SIZES = [(1280, 800), (360, 640)]


@pytest.fixture(scope="module")
def diary(make_app: Callable[[Config], Flask], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    folder = tmp_path_factory.mktemp("diary")
    app = make_app(Config(data_dir=folder, clock=frozen_clock(NOW)))
    with app.app_context():
        load_accounts(folder, now=NOW)
        load_campaigns(now=NOW)
        load_events(now=NOW)
        db.session.commit()
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Quiet)
    with serving(server):
        yield f"http://127.0.0.1:{server.server_port}", app


def event_path(diary: Office, title: str) -> str:
    with diary[1].app_context():
        wanted = select(Event.id).join(Title, Event.title_key == Title.key).where(Title.english == title).order_by(Event.held_on)
        return f"/manage/events/{db.session.scalars(wanted).first()}"


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("scripts", [True, False])
def test_a_series_is_scheduled_a_conflict_resolved_and_one_day_cancelled(
    browser: Browser, diary: Office, size: tuple[int, int], *, scripts: bool
) -> None:
    tab, title = tab_of(browser, diary, "coordinator", size, scripts=scripts), f"Lamp evening {size[0]} {scripts}"
    tab.goto("/manage/events")
    tab.get_by_role("button", name="Schedule an event").click()
    fill_in(tab, title)
    save(tab, "Schedule it")
    blocked = tab.get_by_role("region", name="Before you save").or_(tab.get_by_role("alert").filter(has_text="Taken already"))
    expect(blocked.first).to_contain_text("Cosmo Quillfeather is taken from 2pm by Tea and questions")
    if scripts:
        check(tab)
    tab.get_by_label("Starts at").fill("5pm")
    tab.get_by_label("Ends at").fill("6pm")
    tab.get_by_label("Person 1").select_option("")
    tab.get_by_label("Role 1").select_option("")
    save(tab, "Schedule it")
    expect(tab.get_by_text("3 events are scheduled. This is the first.")).to_be_visible()
    cancel_second(tab)
    expect(tab.get_by_text("1 event is cancelled.")).to_be_visible()
    tab.goto("/manage/events?q=Lamp+evening&state=cancelled")
    expect(tab.get_by_role("row").filter(has_text=title)).to_have_count(1)
    tab.context.close()


def fill_in(tab: Page, title: str) -> None:
    tab.get_by_label("Title").fill(title)
    tab.get_by_label("Kind").select_option("workshop")
    fill_day(tab, "Day", 24, 11, 2026)
    tab.get_by_label("Starts at").fill("2pm")
    tab.get_by_label("Ends at").fill("3pm")
    tab.get_by_label("By the week").check()
    tab.get_by_label("A number of times").check()
    tab.get_by_label("How many events").fill("3")
    tab.get_by_label("Force area").select_option("west-yorkshire")
    tab.get_by_label("The host tells you where").check()
    tab.get_by_label("No police").check()


def cancel_second(tab: Page) -> None:
    tab.locator("summary").filter(has_text="3 events").click()
    tab.locator("section[aria-labelledby=series] a").first.click()
    tab.get_by_role("link", name="Cancel this event").click()
    tab.get_by_label("This event only").check()
    tab.get_by_label("Reason", exact=True).fill("The heating has failed")
    save(tab, "Cancel it")


@pytest.mark.parametrize("size", SIZES)
def test_the_pages_are_accessible_and_fit(browser: Browser, diary: Office, size: tuple[int, int]) -> None:
    tab = tab_of(browser, diary, "lead", size)
    with diary[1].app_context():
        venue = db.session.scalars(select(Venue.id)).first()
    series = event_path(diary, "Tuesday table")
    paths = [f"/manage/events{page}" for page in ("", "/month?on=2026-12-01", "/week?on=2026-11-30", "/agenda?kind=drop-in", "/new")]
    paths += [event_path(diary, title) for title in ("Tea and questions", "Cake at the chapel", "Open day of all services")]
    paths += [series, f"{series}/change", f"{series}/edit", f"{series}/edit?which=all", f"{series}/cancel"]
    paths += ["/manage/events/venues", f"/manage/events/venues/{venue}", "/manage/events/interpreters", "/manage/events/venues/new"]
    for number, path in enumerate([*paths, "/manage/", "/manage/timeline"]):
        tab.goto(path)
        check(tab)
        keep_picture(tab, f"events-{number}-{size[0]}")
    tab.context.close()


def test_a_calendar_is_walked_by_keyboard_and_prints_without_its_frame(browser: Browser, diary: Office) -> None:
    tab = tab_of(browser, diary, "lead")
    tab.goto("/manage/events/month?on=2026-11-22")
    tab.get_by_role("link", name="Month before").focus()
    tab.keyboard.press("Tab")
    tab.keyboard.press("Tab")
    tab.keyboard.press("Enter")
    expect(tab.get_by_role("heading", level=1)).to_have_text("Events in December 2026")
    tab.goto("/manage/events/month?on=2026-11-22")
    tab.emulate_media(media="print")
    for hidden in (".app-steps", ".app-filters", ".app-tabs"):
        expect(tab.locator(hidden)).to_be_hidden()
    expect(tab.get_by_role("link", name="Advisory group")).to_be_visible()
    tab.context.close()
