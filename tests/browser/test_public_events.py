"""From a form of the staff to a reader's phone: a series is scheduled, is public in Urdu, and says so when one of its days is cancelled."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, expect
from playwright.sync_api import Page as Tab
from sqlalchemy import select
from werkzeug.serving import make_server

from outreach.content.library import Translation
from outreach.content.operations import save_translation
from outreach.core.clock import frozen_clock
from outreach.core.db import db
from outreach.core.text import revision_id
from outreach.demo.accounts import load_accounts
from outreach.demo.events import load_events
from outreach.events.models import Event
from outreach.events.queries import Title
from outreach.site.operations import publish_site
from outreach.site.tasks import publish_requested
from tests.browser.axe import violations
from tests.browser.conftest import Quiet
from tests.browser.pictures import keep_picture
from tests.browser.test_campaigns import Office, save, tab_of
from tests.browser.test_events import cancel_second, fill_in
from tests.browser.test_staff import check
from tests.conftest import NOW

TITLE, IN_URDU = "Lamp evening", "چراغ کی شام"
CANCELLED = "یہ پروگرام منسوخ ہو گیا ہے۔"


@pytest.fixture
def town(make_copy: Callable[..., Flask]) -> Iterator[Office]:
    app = make_copy("sqlite", clock=frozen_clock(NOW))
    config = app.config["OUTREACH"]
    with app.app_context():
        load_accounts(config.data_dir, now=NOW)
        load_events(now=NOW)
        db.session.commit()
        publish_site(config, now=NOW)
        db.session.commit()
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Quiet)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", app
    server.shutdown()
    server.server_close()


def publish(town: Office) -> None:
    """What the worker does every five seconds; a server looks once a second."""
    with town[1].app_context():
        assert publish_requested(town[1].config["OUTREACH"], NOW) == 1
    threading.Event().wait(1.1)


def translate(town: Office) -> None:
    with town[1].app_context():
        wanted = select(Event.title_key).join(Title, Event.title_key == Title.key).where(Title.english == TITLE)
        key = db.session.scalars(wanted).first()
        assert key
        save_translation(key, "ur", Translation(IN_URDU, revision_id(TITLE), by="mt"))
        db.session.commit()


def check_for_readers(tab: Tab, picture: str) -> None:
    tab.evaluate("document.querySelector('.bar').style.position = 'static'")
    assert violations(tab) == [], tab.url
    assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth"), tab.url
    keep_picture(tab, picture)


def test_a_series_is_public_in_urdu_and_one_day_of_it_is_cancelled(browser: Browser, town: Office) -> None:
    desk = tab_of(browser, town, "coordinator")
    desk.goto("/manage/events/new")
    fill_in(desk, TITLE)
    desk.get_by_label("Starts at").fill("5pm")
    desk.get_by_label("Ends at").fill("6pm")
    desk.get_by_label("Person 1").select_option("")
    desk.get_by_label("Role 1").select_option("")
    desk.get_by_label("Public", exact=True).check()
    save(desk, "Schedule it")
    expect(desk.get_by_text("3 events are scheduled. This is the first.")).to_be_visible()
    translate(town)
    publish(town)

    phone = browser.new_context(viewport={"width": 360, "height": 640}, base_url=town[0], bypass_csp=True).new_page()
    phone.goto("/ur/")
    phone.get_by_role("link", name="پروگرام جہاں آپ سوال پوچھ سکتے ہیں").click()
    phone.get_by_role("link", name="West Yorkshire").click()
    expect(phone.get_by_role("link", name=IN_URDU)).to_have_count(3)
    assert phone.evaluate("[document.documentElement.lang, document.documentElement.dir, document.title]") == ["ur", "rtl", "تاریخیں"]
    check_for_readers(phone, "public-list")
    phone.get_by_role("link", name=IN_URDU).first.click()
    expect(phone.get_by_role("heading", level=1)).to_have_text(IN_URDU)
    expect(phone.get_by_text("پروگرام کے میزبان آپ کو جگہ بتاتے ہیں۔")).to_be_visible()
    expect(phone.get_by_text(CANCELLED)).to_have_count(0)
    check_for_readers(phone, "public-event")

    cancel_second(desk)
    expect(desk.get_by_text("1 event is cancelled.")).to_be_visible()
    publish(town)
    phone.goto("/ur/events/west-yorkshire")
    told = phone.get_by_role("link", name=IN_URDU).filter(has_text=CANCELLED)
    expect(told).to_have_count(1)
    told.click()
    expect(phone.locator("main > :first-child")).to_have_text(CANCELLED)
    check_for_readers(phone, "public-cancelled")
    phone.context.close()
    desk.context.close()


@pytest.mark.parametrize("size", [(1280, 800), (360, 640)])
def test_the_pages_of_the_demonstration_are_accessible_and_fit(browser: Browser, town: Office, size: tuple[int, int]) -> None:
    tab = browser.new_context(viewport={"width": size[0], "height": size[1]}, base_url=town[0], bypass_csp=True).new_page()
    with town[1].app_context():
        wanted = (
            select(Event.id)
            .join(Title, Event.title_key == Title.key)
            .where(Title.english.in_(["Tea and questions", "Open day of all services"]))
        )
        events = db.session.scalars(wanted).all()
    for tag in ("en", "ur", "ta", "zh-Hans"):
        for number, path in enumerate(["events", "events/greater-manchester", *(f"events/{event_id}" for event_id in events)]):
            tab.goto(f"/{tag}/{path}")
            check_for_readers(tab, f"public-{tag}-{number}-{size[0]}")
    tab.context.close()


@pytest.mark.parametrize("size", [(1280, 800), (360, 640)])
def test_the_programme_and_the_own_calendar_are_accessible_and_print_without_their_frame(
    browser: Browser, town: Office, size: tuple[int, int]
) -> None:
    desk = tab_of(browser, town, "lead", size)
    desk.goto("/manage/events")
    desk.get_by_role("link", name="To print").click()
    desk.get_by_label("Force area").select_option("west-yorkshire")
    desk.get_by_label("Language").select_option("ur")
    desk.get_by_role("button", name="Show").click()
    expect(desk.get_by_role("heading", name="چائے اور سوال")).to_be_visible()
    check(desk)
    keep_picture(desk, f"programme-{size[0]}")
    desk.emulate_media(media="print")
    for hidden in (".app-filters", ".app-tabs", ".app-navigation--large"):
        expect(desk.locator(hidden)).to_be_hidden()
    expect(desk.get_by_role("heading", name="چائے اور سوال")).to_be_visible()
    desk.emulate_media(media="screen")
    desk.goto("/manage/profile")
    desk.get_by_role("button", name="Make an address").click()
    expect(desk.locator("code")).to_contain_text("/m/calendar/")
    check(desk)
    keep_picture(desk, f"own-calendar-{size[0]}")
    desk.context.close()
