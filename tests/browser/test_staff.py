"""The frame, forms and lists of the signed-in pages in a real browser, on toys: wide and narrow, from the left and from the right."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select
from werkzeug.serving import make_server

from outreach.core.clock import frozen_clock
from outreach.core.config import Config
from outreach.core.db import db
from tests.browser.axe import violations
from tests.browser.conftest import Quiet
from tests.browser.pictures import keep_picture
from tests.conftest import NOW
from tests.serving import serving
from tests.toys import Toy, add_toys, make_toy

SIZES = [(1280, 800), (360, 640), (320, 568)]
PATHS = [
    "/manage/toys?page=2",
    "/manage/toys?q=bear&kind=soft&any=soft&any=loud&made_from=2026-06-01&sort=-weight",
    "/manage/toys?q=zebra",
    "/manage/toys/new",
    "/manage/nothing",
]


def serve(make_app: Callable[[Config], Flask], folder: Path, language: str | None) -> Iterator[tuple[str, Flask]]:
    app = make_app(Config(data_dir=folder, clock=frozen_clock(NOW)))
    add_toys(app, language=language)
    with app.app_context():
        db.session.add_all(make_toy(number) for number in range(60))
        db.session.commit()
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Quiet)
    with serving(server):
        yield f"http://127.0.0.1:{server.server_port}", app


@pytest.fixture(scope="module")
def shop(make_app: Callable[[Config], Flask], tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Flask]]:
    yield from serve(make_app, tmp_path_factory.mktemp("shop"), None)


@pytest.fixture(scope="module")
def urdu_shop(make_app: Callable[[Config], Flask], tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Flask]]:
    """From the right: no such language is offered to staff, but translators' languages stand on these pages."""
    yield from serve(make_app, tmp_path_factory.mktemp("urdu"), "ur")


def new_tab(browser: Browser, address: str, size: tuple[int, int], **more: Any) -> Page:
    tab = browser.new_context(viewport={"width": size[0], "height": size[1]}, base_url=address, **more).new_page()
    tab.set_default_timeout(10_000)
    return tab


def is_known(found: dict[str, Any]) -> bool:
    """govuk-frontend says by aria-expanded that a radio button opens a field. ARIA does not foresee it; screen readers say it."""
    return found["rule"] == "aria-allowed-attr" and all("govuk-radios__input" in element for element in found["elements"])


def check(tab: Page, *, is_narrow_too: bool = False) -> None:
    """Colours are the same at every width: contrast is measured in wide windows, and in narrow ones on the toys of this file alone."""
    has_contrast = is_narrow_too or tab.evaluate("innerWidth > 1000")
    found = violations(tab, contrast="minimum" if has_contrast else "")
    assert [one for one in found if not is_known(one)] == [], tab.url
    assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{tab.url} is wider than the screen"


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("path", PATHS)
def test_a_page_is_accessible_and_fits(browser: Browser, shop: tuple[str, Flask], path: str, size: tuple[int, int]) -> None:
    tab = new_tab(browser, shop[0], size, bypass_csp=True)
    tab.goto(path)
    check(tab, is_narrow_too=True)
    keep_picture(tab, f"staff-{PATHS.index(path)}-{size[0]}")
    tab.context.close()


@pytest.mark.parametrize("size", SIZES)
def test_from_the_right_too(browser: Browser, urdu_shop: tuple[str, Flask], size: tuple[int, int]) -> None:
    tab = new_tab(browser, urdu_shop[0], size, bypass_csp=True)
    for path in PATHS:
        tab.goto(path)
        assert tab.evaluate("document.documentElement.dir") == "rtl"
        check(tab, is_narrow_too=True)
    tab.goto(PATHS[3])
    tab.get_by_role("button", name="Save").click()
    check(tab, is_narrow_too=True)
    bar = tab.evaluate("getComputedStyle(document.querySelector('.govuk-form-group--error')).borderRightWidth")
    assert bar == "5px"
    if size[0] > 1000:
        side, main = tab.locator(".app-navigation--large").bounding_box(), tab.locator("main").bounding_box()
        assert side is not None
        assert main is not None
        assert side["x"] > main["x"]
    tab.context.close()


def test_errors_take_the_focus_and_lead_to_their_fields(browser: Browser, shop: tuple[str, Flask]) -> None:
    tab = new_tab(browser, shop[0], (1280, 800), bypass_csp=True)
    tab.goto("/manage/toys/new")
    tab.get_by_role("button", name="Save").click()
    expect(tab).to_have_title("Error: A toy – Outreach")
    assert tab.evaluate("document.activeElement.classList.contains('govuk-error-summary')")
    for message, field in (
        ("Enter the weight", "weight"),
        ("Enter the day and the time", "made_at-day"),
        ("Choose at least one colour", "colours"),
    ):
        tab.locator(".govuk-error-summary").get_by_text(message).click()
        assert tab.evaluate("document.activeElement.id") == field
    check(tab, is_narrow_too=True)
    tab.context.close()


def test_a_page_runs_its_own_script_and_breaks_no_rule_of_its_policy(browser: Browser, shop: tuple[str, Flask]) -> None:
    tab = new_tab(browser, shop[0], (1280, 800))
    said: list[str] = []
    tab.on("console", lambda message: said.append(message.text))
    tab.on("pageerror", lambda error: said.append(str(error)))
    tab.goto("/manage/toys/new")
    expect(tab.locator("#address")).to_be_hidden()
    tab.get_by_label("Letter").check()
    expect(tab.locator("#address")).to_be_visible()
    tab.get_by_label("Note").fill("x" * 290)
    expect(tab.get_by_text("You have 10 characters left").first).to_be_attached()
    assert said == []
    tab.context.close()


def test_without_scripts_everything_can_be_reached(browser: Browser, shop: tuple[str, Flask]) -> None:
    tab = new_tab(browser, shop[0], (360, 640), java_script_enabled=False)
    tab.goto("/manage/toys")
    tab.get_by_text("Menu", exact=True).click()
    expect(tab.get_by_role("navigation", name="Sections").get_by_role("link", name="Toys")).to_be_visible()
    tab.get_by_text("Filter and sort").click()
    tab.get_by_label("Sort by").select_option("-weight")
    tab.get_by_role("button", name="Apply").click()
    expect(tab.locator("tbody a").first).to_have_text("Bear 059")
    tab.goto("/manage/toys/new")
    expect(tab.locator("#address")).to_be_visible()
    tab.context.close()


def test_a_toy_is_added_by_keyboard_alone(browser: Browser, shop: tuple[str, Flask]) -> None:
    tab = new_tab(browser, shop[0], (1280, 800))
    tab.goto("/manage/toys/new")
    tab.keyboard.press("Tab")
    expect(tab.get_by_text("Skip to main content")).to_be_focused()
    tab.keyboard.press("Enter")
    tab.keyboard.press("Tab")
    expect(tab.get_by_label("Name of the toy")).to_be_focused()
    typed = [
        "Zebra",
        "Wo",
        "120",
        "A note",
        "maker@example.org",
        "",
        "a password",
        None,
        "27",
        "3",
        "2026",
        "2pm",
        "",
        "",
        "",
        "",
        " ",
        None,
        " ",
        " ",
    ]
    for text in typed:
        if text is not None:  # None: the button that shows the password, the second box
            tab.keyboard.type(text)
        tab.keyboard.press("Tab")
    tab.get_by_role("button", name="Save").press("Enter")
    expect(tab.get_by_text("The toy is on the list. People can find it now.")).to_be_visible()
    tab.goto("/manage/toys?q=zebra")
    expect(tab.locator("tbody tr")).to_have_count(1)
    tab.context.close()


def test_a_small_screen_shows_each_row_as_a_card_with_the_heads_of_its_columns(browser: Browser, shop: tuple[str, Flask]) -> None:
    tab = new_tab(browser, shop[0], (360, 640))
    tab.goto("/manage/toys")
    expect(tab.locator("thead")).to_be_hidden()
    expect(tab.locator("tbody tr").first.get_by_text("Weight (g)")).to_be_visible()
    expect(tab.get_by_role("row")).to_have_count(25)
    expect(tab.get_by_role("cell", name="Weight (g) 1", exact=True)).to_have_count(1)
    tab.context.close()


def test_two_people_and_one_toy(browser: Browser, shop: tuple[str, Flask]) -> None:
    """The second editor gets both versions, chooses by keyboard, and loses nothing."""
    with shop[1].app_context():
        toy_id: UUID = db.session.scalars(select(Toy.id).where(Toy.name == "Bear 007")).one()
    first, second = (new_tab(browser, shop[0], size, bypass_csp=True) for size in ((1280, 800), (360, 640)))
    for tab in (first, second):
        tab.goto(f"/manage/toys/{toy_id}")
    first.get_by_label("Name of the toy").fill("Theirs")
    first.get_by_label("Weight").fill("99")
    first.get_by_role("button", name="Save").click()
    second.get_by_label("Name of the toy").fill("Mine")
    second.get_by_label("Note").fill("One line\nand another")
    second.get_by_role("button", name="Save").click()
    expect(second.get_by_role("heading", name="Somebody else has changed this meanwhile")).to_be_visible()
    check(second)
    expect(second.locator("#choose-weight-theirs")).to_be_checked()
    second.locator("#choose-name-mine").press("ArrowUp")
    second.get_by_role("button", name="Save these choices").click()
    second.wait_for_url("**/manage/toys")
    with shop[1].app_context():
        toy = db.session.get_one(Toy, toy_id)
        assert (toy.name, toy.weight, toy.note) == ("Theirs", 99, "One line\nand another")
    for tab in (first, second):
        tab.context.close()


def test_a_form_whose_session_is_gone_is_sent_again_with_two_clicks(browser: Browser, shop: tuple[str, Flask]) -> None:
    tab = new_tab(browser, shop[0], (360, 640), bypass_csp=True)
    tab.goto("/manage/toys/new")
    tab.get_by_label("Name of the toy").fill("Kept")
    tab.context.clear_cookies()
    tab.get_by_role("button", name="Save").click()
    expect(tab.get_by_role("heading", name="Check and send again")).to_be_visible()
    check(tab, is_narrow_too=True)
    tab.get_by_role("button", name="Send again").click()
    expect(tab.get_by_label("Name of the toy")).to_have_value("Kept")
    tab.context.close()


def test_on_paper_there_is_the_table_and_nothing_to_click(browser: Browser, shop: tuple[str, Flask]) -> None:
    tab = new_tab(browser, shop[0], (1280, 800))
    tab.goto("/manage/toys")
    tab.emulate_media(media="print")
    expect(tab.locator("table")).to_be_visible()
    for hidden in (".app-navigation--large", ".app-filters", ".govuk-pagination", ".app-account"):
        expect(tab.locator(hidden)).to_be_hidden()
    tab.context.close()
