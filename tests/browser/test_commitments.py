"""The promises of the letter in a real browser: evidence for L2, and a progress update that is written, approved, frozen and opened."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect
from werkzeug.serving import make_server

from outreach.accounts.queries import find_by_email
from outreach.core.clock import frozen_clock
from outreach.core.config import Config
from outreach.core.db import db
from outreach.demo.accounts import load_accounts
from outreach.demo.programme import load_programme
from tests.accounts import sign_in
from tests.browser.conftest import Quiet
from tests.browser.pictures import keep_picture
from tests.browser.test_staff import check, new_tab
from tests.conftest import NOW
from tests.serving import serving

SIZES = [(1280, 800), (360, 640)]
PATHS = [
    "/manage/commitments",
    "/manage/commitments/L2",
    "/manage/commitments/L2/evidence",
    "/manage/policies",
    "/manage/policies/entries?due=soon",
    "/manage/policies/west-yorkshire",
    "/manage/policies/durham/new",
    "/manage/updates",
    "/manage/updates/new",
]


@pytest.fixture(scope="module")
def programme(make_app: object, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Flask]]:
    """The demonstration's programme on a server of its own."""
    folder = tmp_path_factory.mktemp("programme")
    app: Flask = make_app(Config(data_dir=folder, clock=frozen_clock(NOW)))  # type: ignore[operator]
    with app.app_context():
        load_accounts(folder, now=NOW)
        load_programme(now=NOW)
        db.session.commit()
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Quiet)
    with serving(server):
        yield f"http://127.0.0.1:{server.server_port}", app


def open_as(name: str, browser: Browser, programme: tuple[str, Flask], size: tuple[int, int] = SIZES[0]) -> Page:
    """A tab in which this person of the demonstration is signed in."""
    address, app = programme
    with app.app_context():
        account = find_by_email(f"{name}@demo.example")
        assert account is not None
        account_id: UUID = account.id
    tab = new_tab(browser, address, size, bypass_csp=True)
    for cookie in (sign_in(app, account_id)._cookies or {}).values():
        tab.context.add_cookies([{"name": cookie.key, "value": cookie.value, "domain": "127.0.0.1", "path": cookie.path}])
    return tab


@pytest.mark.parametrize("size", SIZES)
def test_pages_are_accessible_and_fit(browser: Browser, programme: tuple[str, Flask], size: tuple[int, int]) -> None:
    tab = open_as("lead", browser, programme, size)
    for number, path in enumerate(PATHS):
        tab.goto(path)
        check(tab)
        keep_picture(tab, f"commitments-{number}-{size[0]}")
    tab.context.close()


def test_a_coordinator_records_evidence_for_l2(browser: Browser, programme: tuple[str, Flask]) -> None:
    tab = open_as("coordinator", browser, programme, SIZES[1])
    tab.goto("/manage/commitments")
    tab.get_by_role("link", name="L2 Communicate the protocol").click()
    tab.get_by_role("button", name="Add evidence").click()
    tab.get_by_role("button", name="Add evidence").click()
    expect(tab.locator(".govuk-error-summary")).to_contain_text("Enter what it shows")
    check(tab)
    tab.get_by_label("What it shows").fill("3 briefings of the invented day shift")
    tab.get_by_label("A file that is kept elsewhere").check()
    tab.get_by_label("Where the file is kept").fill("Briefing register, sheet 9 (invented)")
    for part, value in (("Day", "20"), ("Month", "11"), ("Year", "2026")):
        tab.get_by_label(part, exact=True).fill(value)
    tab.get_by_label("West Yorkshire").check()
    tab.get_by_label("Note").fill("Ask the sergeant on 07700 900123")
    tab.get_by_role("button", name="Add evidence").click()
    expect(tab.get_by_label("Note")).to_have_value("Ask the sergeant on 07700 900123")
    tab.get_by_label("Note").fill("")
    tab.get_by_role("button", name="Add evidence").click()
    expect(tab.get_by_text("Added as L2.4")).to_be_visible()
    expect(tab.get_by_text("3 briefings of the invented day shift")).to_be_visible()
    tab.context.close()


def test_an_update_is_mended_approved_frozen_and_opened_as_a_pdf(browser: Browser, programme: tuple[str, Flask]) -> None:
    lead, second = (open_as(name, browser, programme) for name in ("lead", "second-lead"))
    lead.goto("/manage/updates?state=draft")
    lead.get_by_role("link", name="Progress update, next edition").click()
    address = lead.url
    expect(lead.get_by_text("We met 9 organisations (invented).")).to_be_visible()
    lead.get_by_role("button", name="Send to review").click()
    expect(lead.get_by_text("Something has to be mended first")).to_be_visible()
    lead.get_by_role("link", name="Mend L6").first.click()
    lead.get_by_label("Done", exact=True).fill("We met organisations; how many is not on record (invented).")
    lead.get_by_role("button", name="Save").click()
    expect(lead.get_by_text("Nothing has to be mended.")).to_be_visible()
    lead.get_by_role("button", name="Send to review").click()
    second.goto("/manage/updates?state=review")
    expect(second.get_by_role("link", name="Progress updates 1 to do").first).to_be_visible()
    second.goto(f"{address}/document")
    check(second)
    second.goto(f"{address}/verdict")
    second.get_by_label("Approve it as it is").check()
    second.get_by_role("button", name="Put it on record").click()
    lead.goto(address)
    lead.get_by_role("button", name="Freeze").click()
    lead.get_by_role("button", name="Freeze").click()
    expect(lead.get_by_text("Nothing of it can be changed any more.")).to_be_visible()
    check(lead)
    digest = lead.locator(".app-digest").inner_text()
    pdf = lead.context.request.get(f"{address}/document.pdf")
    assert pdf.headers["content-type"] == "application/pdf"
    assert pdf.body().startswith(b"%PDF-1.7")
    assert digest[:8] in pdf.headers["content-disposition"]
    lead.goto(f"{address}/document")
    expect(lead.locator(".app-letter__hash")).to_contain_text(digest)
    lead.emulate_media(media="print")
    for hidden in (".app-navigation--large", ".app-unprinted", ".govuk-back-link"):
        expect(lead.locator(hidden).first).to_be_hidden()
    for tab in (lead, second):
        tab.context.close()
