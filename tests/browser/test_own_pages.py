"""A partner's own pages in a browser: a change waits and is approved, its word lapses and is given again by a link, it leaves."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select
from werkzeug.serving import make_server

from outreach.accounts.queries import find_by_email
from outreach.core.clock import frozen_clock
from outreach.core.config import Config
from outreach.core.db import db
from outreach.demo.accounts import load_accounts
from outreach.partners.models import Organisation, Revision
from outreach.partners.operations import add_member
from outreach.partners.tasks import ask_partners
from outreach.partners.verifying import link_for, write_secret
from tests.browser.conftest import Quiet
from tests.browser.pictures import keep_picture
from tests.browser.test_campaigns import Office, save, tab_of
from tests.browser.test_staff import check, new_tab
from tests.conftest import NOW
from tests.partners import add_member_of, add_organisation
from tests.serving import serving

OWN = "/manage/organisation"
SIZES = [(1280, 800), (360, 640)]
ABOUT = "A weekly drop-in with soup and somebody to talk to, on Tuesdays."


@pytest.fixture
def office(make_app: Callable[[Config], Flask], tmp_path: Path) -> Iterator[Office]:
    """An installation in which the demonstration's partner speaks for an organisation that confirmed 61 days ago."""
    app = make_app(Config(data_dir=tmp_path / "own", clock=frozen_clock(NOW)))
    with app.app_context():
        load_accounts(tmp_path / "own", now=NOW)
        about: dict[str, Any] = {
            "name": "Harbour Light (invented)",
            "areas": ("west-yorkshire", "greater-manchester"),
            "website": "https://harbour.example",
        }
        organisation_id = add_organisation(now=NOW - timedelta(days=61), **about)
        account = find_by_email("partner@demo.example")
        assert account
        add_member(db.session.get_one(Organisation, organisation_id), account, is_owner=True, by=None, now=NOW)
        db.session.commit()
        add_member_of(organisation_id, is_owner=False)
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Quiet)
    with serving(server):
        yield f"http://127.0.0.1:{server.server_port}", app


def link_of(office: Office) -> str:
    with office[1].app_context():
        config: Config = office[1].config["OUTREACH"]
        link = link_for(write_secret(db.session.scalars(select(Organisation)).one()), config)
        assert link
        return link.removeprefix(config.public_url)


def look(tab: Page, path: str = "") -> None:
    if path:
        tab.goto(path)
    check(tab)


@pytest.mark.parametrize("scripts", [True, False])
def test_an_edit_waits_is_compared_and_approved(browser: Browser, office: Office, *, scripts: bool) -> None:
    tab, staff = tab_of(browser, office, "partner", scripts=scripts), tab_of(browser, office, "coordinator", (360, 640))
    tab.goto("/manage/")
    tab.get_by_role("navigation", name="Sections").get_by_role("link", name="Your organisation").first.click()
    tab.get_by_role("link", name="Profile", exact=True).last.click()
    tab.get_by_role("link", name="Change – Your organisation").click()
    tab.get_by_label("What you do").fill(ABOUT)
    save(tab, "Save")
    expect(tab.get_by_text("A change waits for approval")).to_be_visible()
    expect(tab.get_by_text("Waiting: " + ABOUT)).to_be_visible()
    staff.goto("/manage/partners/revisions")
    staff.get_by_role("link", name="Harbour Light").click()
    expect(staff.locator("ins").first).to_contain_text("soup")
    check(staff)
    staff.get_by_role("button", name="Approve").click()
    expect(staff.get_by_text("It is the profile now")).to_be_visible()
    tab.goto(f"{OWN}/profile")
    expect(tab.get_by_text(ABOUT)).to_be_visible()
    expect(tab.get_by_text("A change waits for approval")).to_have_count(0)
    for each in (tab, staff):
        each.context.close()


@pytest.mark.parametrize("size", SIZES)
def test_a_word_that_has_lapsed_is_given_again_by_the_link_in_the_mail(browser: Browser, office: Office, size: tuple[int, int]) -> None:
    with office[1].app_context():
        db.session.scalars(select(Organisation)).one().verified_at = NOW - timedelta(days=121)
        db.session.commit()
        assert ask_partners(office[1].config["OUTREACH"], NOW) == 3
    tab = new_tab(browser, office[0], size, bypass_csp=True)
    tab.goto(link_of(office))
    expect(tab.get_by_text("so readers do not see you")).to_be_visible()
    check(tab)
    tab.get_by_role("button", name="All of this is still true").click()
    expect(tab.get_by_role("heading", name="Thank you. This is confirmed")).to_be_visible()
    check(tab)
    tab.context.close()


@pytest.mark.parametrize("size", SIZES)
def test_an_owner_leaves_after_being_told_what_ends(browser: Browser, office: Office, size: tuple[int, int]) -> None:
    tab = tab_of(browser, office, "partner", size)
    tab.goto(OWN)
    tab.get_by_role("link", name="What happens when you leave").click()
    check(tab)
    save(tab, "Leave now")
    expect(tab.get_by_role("alert").get_by_text("Tick this if you want to leave")).to_be_visible()
    tab.get_by_label("We leave the programme now").check()
    save(tab, "Leave now")
    expect(tab.get_by_role("heading", name="You have left the programme")).to_be_visible()
    check(tab)
    tab.goto("/manage/")
    expect(tab.get_by_label("Password", exact=True)).to_be_visible()
    tab.context.close()


@pytest.mark.parametrize("size", SIZES)
def test_the_pages_are_accessible_and_fit(browser: Browser, office: Office, size: tuple[int, int]) -> None:
    tab, staff = tab_of(browser, office, "partner", size), tab_of(browser, office, "lead", size)
    tab.goto(f"{OWN}/profile/organisation")
    tab.get_by_label("What you do").fill(ABOUT)
    save(tab, "Save")
    tab.goto(f"{OWN}/hours/new")
    for part, text in (("Day", "20"), ("Month", "11"), ("Year", "2026")):
        tab.get_by_label(part, exact=True).fill(text)
    tab.get_by_label("Hours", exact=True).fill("1.5")
    tab.get_by_label("What for").select_option("training")
    tab.get_by_label("We ask for payment").check()
    tab.get_by_label("How much for these hours").fill("75")
    save(tab, "Save")
    pages = ["", "/profile", "/profile/reach", "/consents", "/members", "/members/invite", "/hours", "/hours/new", "/files", "/everything"]
    for number, page in enumerate([*pages, "/still-true", "/leave"]):
        look(tab, OWN + page)
        keep_picture(tab, f"own-{number}-{size[0]}")
    with office[1].app_context():
        organisation_id = db.session.scalars(select(Organisation.id)).one()
        revision_id = db.session.scalars(select(Revision.id)).one()
    paths = ["revisions", f"revisions/{revision_id}", "hours", f"{organisation_id}/confirm", f"{organisation_id}/files"]
    for number, page in enumerate(paths):
        look(staff, f"/manage/partners/{page}")
        keep_picture(staff, f"care-{number}-{size[0]}")
    staff.goto("/manage/partners/hours")
    staff.get_by_role("link", name="Harbour Light").first.click()
    check(staff)
    keep_picture(staff, f"care-hours-{size[0]}")
    for each in (tab, staff):
        each.context.close()
