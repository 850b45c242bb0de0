"""From a form of the staff to a reader's phone: help in Tigrinya where there is some and where there is none; one closes and is gone."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, expect
from playwright.sync_api import Page as Tab
from werkzeug.serving import make_server

from outreach.core.clock import frozen_clock
from outreach.core.config import Config
from outreach.demo.accounts import load_accounts
from outreach.demo.partners import load_partners
from outreach.demo.services import load_services
from tests.browser.conftest import Quiet
from tests.browser.pictures import keep_picture
from tests.browser.test_campaigns import Office, save, tab_of
from tests.browser.test_public_events import check_for_readers, publish
from tests.browser.test_staff import check
from tests.conftest import NOW
from tests.moulds import copy_files, fill, make_once

INSTEAD = "tel:+448081570155"  # for somebody who finds nothing in their language
TIGRINYA = "Lantern House Tigrinya afternoon"
OFFERED = "Harbour Light choir (invented)"


@pytest.fixture(scope="module")
def listed(shared_folder: Path, copy_mould: Callable[..., Flask]) -> Config:
    """The demonstration with its organisations and services, published."""

    def make(folder: Path) -> None:
        app = copy_mould("sqlite", folder, clock=frozen_clock(NOW))
        fill(app, partial(load_accounts, folder), load_partners, load_services, now=NOW)

    return Config(data_dir=make_once(shared_folder, "listed", make))


@pytest.fixture
def town(listed: Config, make_app: Callable[[Config], Flask], tmp_path: Path) -> Iterator[Office]:
    copy_files(listed, tmp_path / "town")
    app = make_app(Config(data_dir=tmp_path / "town", clock=frozen_clock(NOW)))
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Quiet)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", app
    server.shutdown()
    server.server_close()


def look(tab: Tab, picture: str) -> None:
    check(tab)
    keep_picture(tab, picture)


def test_help_in_tigrinya_is_found_where_there_is_some_and_where_there_is_none_a_reader_is_told_what_to_do(
    browser: Browser, town: Office
) -> None:
    phone = browser.new_context(viewport={"width": 360, "height": 640}, base_url=town[0], bypass_csp=True).new_page()
    phone.goto("/ti/")
    phone.locator("a[href='/ti/find-help']").first.click()
    phone.get_by_role("link", name="West Yorkshire").click()
    expect(phone.get_by_role("heading", name=TIGRINYA)).to_be_visible()
    expect(phone.locator(f"a[href='{INSTEAD}']")).to_have_count(0)
    check_for_readers(phone, "services-with")
    phone.goto("/ti/find-help")
    phone.get_by_role("link", name="Kent").click()
    expect(phone.locator(f"a[href='{INSTEAD}']")).to_have_count(1)
    check_for_readers(phone, "services-without")
    phone.context.close()


def test_a_service_that_is_closed_is_gone_from_readers_pages(browser: Browser, town: Office) -> None:
    desk = tab_of(browser, town, "coordinator")
    desk.goto("/manage/directory")
    desk.get_by_label("Search", exact=True).fill("tigrinya")
    desk.get_by_role("button", name="Search").click()
    desk.get_by_role("link", name=TIGRINYA).click()
    phone = browser.new_context(viewport={"width": 360, "height": 640}, base_url=town[0], bypass_csp=True).new_page()
    phone.goto("/en/find-help/west-yorkshire")
    expect(phone.get_by_role("heading", name=TIGRINYA)).to_have_count(1)
    desk.get_by_role("button", name="Close it for good").click()
    expect(desk.get_by_text("It is closed for good. Readers’ pages are made anew.")).to_be_visible()
    publish(town)
    phone.reload()
    expect(phone.get_by_role("heading", name=TIGRINYA)).to_have_count(0)
    expect(phone.get_by_role("heading", name="Lantern House advice line")).to_have_count(1)
    desk.context.close()
    phone.context.close()


def test_a_member_says_that_their_service_is_full_and_readers_are_told(browser: Browser, town: Office) -> None:
    theirs = tab_of(browser, town, "partner", (360, 640))
    theirs.goto("/manage/directory")
    expect(theirs.get_by_role("link", name="Kestrel advice")).to_have_count(0)
    theirs.get_by_role("link", name="Harbour Light drop-in").click()
    theirs.get_by_role("button", name="Hours and room").click()
    theirs.get_by_label("Full", exact=True).check()
    save(theirs, "Save")
    publish(town)
    phone = browser.new_context(viewport={"width": 360, "height": 640}, base_url=town[0], bypass_csp=True).new_page()
    phone.goto("/en/find-help/greater-manchester")
    if phone.get_by_role("heading", name="Harbour Light drop-in").count() == 0:
        phone.get_by_role("link", name="Food, money, somewhere to sleep").click()
    expect(phone.locator(".service").filter(has_text="Harbour Light drop-in").get_by_text("It is full now.")).to_be_visible()
    theirs.context.close()
    phone.context.close()


@pytest.mark.parametrize("size", [(1280, 800), (360, 640)])
def test_a_partner_lists_a_service_a_coordinator_shows_it_and_a_change_of_it_waits_until_it_is_approved(
    browser: Browser, town: Office, size: tuple[int, int]
) -> None:
    theirs, desk = tab_of(browser, town, "partner", size), tab_of(browser, town, "coordinator", size)
    phone = browser.new_context(viewport={"width": 360, "height": 640}, base_url=town[0], bypass_csp=True).new_page()
    theirs.goto("/manage/directory")
    look(theirs, f"offering-list-{size[0]}")
    theirs.get_by_role("button", name="Add a service").click()
    save(theirs, "Send")
    look(theirs, f"offering-wrong-{size[0]}")
    fill_in_service(theirs)
    save(theirs, "Send")
    expect(theirs.get_by_role("heading", name="It waits to be shown to readers")).to_be_visible()
    look(theirs, f"offering-waits-{size[0]}")
    desk.goto("/manage/directory?waits=new")
    look(desk, f"offering-new-{size[0]}")
    desk.get_by_role("link", name=OFFERED).click()
    look(desk, f"offering-to-decide-{size[0]}")
    desk.get_by_role("button", name="Look at it, and decide").click()
    look(desk, f"offering-draft-{size[0]}")
    desk.get_by_role("button", name="Show it to readers").click()
    expect(desk.get_by_text("Approved, and the organisation is told by mail.")).to_be_visible()
    publish(town)
    phone.goto("/en/find-help/west-yorkshire")
    expect(phone.get_by_role("heading", name=OFFERED)).to_have_count(1)
    ask_for_a_change(theirs, f"offering-change-{size[0]}")
    phone.reload()
    expect(phone.get_by_text("Somebody to sing with.")).to_have_count(1)
    desk.goto("/manage/directory?waits=change")
    desk.get_by_role("link", name=OFFERED).click()
    desk.get_by_role("button", name="Look at it, and decide").click()
    expect(desk.locator("ins").first).to_contain_text("dance")
    look(desk, f"offering-compared-{size[0]}")
    desk.get_by_role("button", name="Approve").click()
    publish(town)
    phone.reload()
    expect(phone.get_by_text("Somebody to dance with.")).to_have_count(1)
    for tab in (theirs, desk, phone):
        tab.context.close()


def fill_in_service(tab: Tab) -> None:
    tab.get_by_label("Name", exact=True).fill(OFFERED)
    tab.get_by_label("What it does").fill("Somebody to sing with.")
    tab.get_by_label("What it is for first of all").select_option("advice")
    tab.get_by_label("West Yorkshire").check()
    tab.get_by_label("Number 1", exact=True).fill("0113 496 0177")
    tab.get_by_label("Cost 1", exact=True).select_option("free")
    tab.get_by_label("Drop in").check()
    tab.get_by_label("Language 1", exact=True).select_option("ti")
    tab.get_by_label("How 1", exact=True).select_option("native")
    tab.get_by_label("Independent of the police and the Home Office").check()


def ask_for_a_change(tab: Tab, picture: str) -> None:
    tab.reload()
    tab.get_by_role("button", name="Change it").click()
    look(tab, f"{picture}-form")
    tab.get_by_label("What it does").fill("Somebody to dance with.")
    save(tab, "Save")
    expect(tab.get_by_role("heading", name="A change waits for approval")).to_be_visible()
    look(tab, picture)


@pytest.mark.parametrize("size", [(1280, 800), (360, 640)])
def test_pages_about_services_are_accessible_and_fit(browser: Browser, town: Office, size: tuple[int, int]) -> None:
    tab = browser.new_context(viewport={"width": size[0], "height": size[1]}, base_url=town[0], bypass_csp=True).new_page()
    for tag in ("en", "ur", "ta", "zh-Hans"):
        for number, path in enumerate(["find-help", "find-help/greater-manchester", "find-help/cumbria"]):
            tab.goto(f"/{tag}/{path}")
            check_for_readers(tab, f"services-{tag}-{number}-{size[0]}")
    tab.context.close()
    desk = tab_of(browser, town, "lead", size)
    desk.goto("/manage/directory")
    look(desk, f"services-list-{size[0]}")
    desk.get_by_label("Search", exact=True).fill("willow")
    desk.get_by_role("button", name="Search").click()
    desk.get_by_role("link", name="Willow Rooms house").click()
    look(desk, f"services-page-{size[0]}")
    for name in ("Edit", "Hours and room", "Close it for a time"):
        address = desk.url
        desk.get_by_role("button", name=name, exact=True).click()
        look(desk, f"services-{name[:5].strip()}-{size[0]}")
        desk.goto(address)
    desk.context.close()
