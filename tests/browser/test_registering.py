"""An organisation registers in a browser, with and without scripts, on a screen and on a phone: each page is accessible and narrow."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select
from werkzeug.serving import make_server

from outreach.core.config import Config
from outreach.core.db import db
from outreach.partners.links import Purpose
from outreach.partners.models import Organisation
from tests.browser.conftest import Quiet
from tests.browser.test_staff import check, new_tab
from tests.registering import id_of, link_of

Office = tuple[str, Flask]
MORE_THAN_SHORTEST_MS = 3_200


@pytest.fixture
def office(make_app: Callable[[Config], Flask], tmp_path: Path) -> Iterator[Office]:
    app = make_app(Config(data_dir=tmp_path / "office"))
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Quiet)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", app
    server.shutdown()
    server.server_close()


def go_on(tab: Page, *, checked: bool, button: str = "Save and go on") -> None:
    if checked:
        check(tab)
    tab.get_by_role("button", name=button, exact=True).click()


@pytest.mark.parametrize(("size", "scripts"), [((1280, 800), True), ((360, 640), True), ((360, 640), False)])
def test_an_organisation_registers_from_the_first_page_to_the_last(
    browser: Browser, office: Office, size: tuple[int, int], *, scripts: bool
) -> None:
    tab = new_tab(browser, office[0], size, bypass_csp=True, java_script_enabled=scripts)
    tab.goto("/partners/register")
    go_on(tab, checked=scripts, button="Go on")
    tab.get_by_label("Your email address at work").fill("noor@harbour.example")
    expect(tab.get_by_label("Leave this empty")).to_be_hidden()
    tab.wait_for_timeout(MORE_THAN_SHORTEST_MS)
    go_on(tab, checked=scripts, button="Start")
    expect(tab.get_by_text("0 of 12 parts")).to_be_visible()
    address = tab.url.removeprefix(office[0])
    go_on(tab, checked=scripts, button="Begin")
    fill_sections(tab, checked=scripts)
    expect(tab.get_by_role("heading", name="Check your answers")).to_be_visible()
    tab.get_by_label("I may speak for this organisation").check()
    go_on(tab, checked=scripts, button="Go on to the last step")
    expect(tab.get_by_role("heading", name="Look into your mail")).to_be_visible()
    if scripts:
        check(tab)
    tab.goto(link_of(office[1], id_of(address), Purpose.CONFIRM))
    go_on(tab, checked=scripts, button="Send the registration")
    expect(tab.get_by_text("Your registration is sent")).to_be_visible()
    if scripts:
        check(tab)
    with office[1].app_context():
        assert db.session.scalars(select(Organisation.name)).all() == ["Harbour Light"]
    tab.context.close()


def fill_sections(tab: Page, *, checked: bool) -> None:
    go_on(tab, checked=False)
    expect(tab.get_by_role("link", name="Enter the name of your organisation")).to_be_visible()
    tab.get_by_label("Name", exact=True).fill("Harbour Light")
    tab.get_by_label("Charity", exact=True).check()
    tab.get_by_label("What you do").fill("A weekly drop-in with tea.")
    go_on(tab, checked=checked)
    tab.get_by_label("Website").fill("www.harbour.example")
    go_on(tab, checked=checked)
    tab.get_by_label("Register 1").select_option("GB-SC")
    tab.get_by_label("Number 1").fill("051284")
    go_on(tab, checked=False)
    expect(tab.get_by_role("link", name="A number of the Scottish Charity Regulator begins with SC")).to_be_visible()
    tab.get_by_label("Number 1").fill("SC051284")
    go_on(tab, checked=checked)
    tab.get_by_label("In some police force areas").check()
    tab.get_by_label("Kent", exact=True).check()
    go_on(tab, checked=checked)
    tab.get_by_label("Arabic", exact=True).check()
    tab.get_by_label("Which variety or dialect of Arabic").fill("Sudanese")
    go_on(tab, checked=checked)
    go_on(tab, checked=checked)
    tab.get_by_label("Name of the contact").fill("Noor Malik")
    tab.get_by_label("Role of the contact").fill("Manager")
    go_on(tab, checked=checked)
    tab.get_by_label("Who leads on safeguarding").fill("Ana Silva")
    go_on(tab, checked=checked)
    go_on(tab, checked=checked)
    tab.get_by_label("No", exact=True).check()
    go_on(tab, checked=checked)
    tab.get_by_label("None of these").check()
    go_on(tab, checked=checked)
    for group in ("Show us to readers", "Include us in the open data feed", "Show our logo", "Name us in reports on the programme"):
        tab.get_by_role("group", name=group).get_by_label("No").check()
    go_on(tab, checked=checked)


def test_the_language_changes_under_what_is_being_typed(browser: Browser, office: Office) -> None:
    tab = new_tab(browser, office[0], (360, 640), bypass_csp=True)
    tab.goto("/partners/register/start")
    tab.get_by_label("Your email address at work").fill("noor@harbour.example")
    tab.get_by_role("button", name="Cymraeg").click()
    expect(tab.get_by_label("Eich cyfeiriad e-bost yn y gwaith")).to_have_value("noor@harbour.example")
    assert tab.evaluate("document.documentElement.lang") == "cy"
    check(tab)
    tab.wait_for_timeout(MORE_THAN_SHORTEST_MS)
    tab.get_by_label("Eich cyfeiriad e-bost yn y gwaith").press("Enter")  # saves, and does not press the button of the language
    expect(tab.get_by_role("heading", name="Eich cofrestriad")).to_be_visible()
    tab.context.close()
