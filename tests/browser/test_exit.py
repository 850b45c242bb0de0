"""Leaving the site."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import Site

WEATHER = "Weather"


def is_ours(tab: Page, site: Site) -> bool:
    """Whether the reader sees anything of ours."""
    return tab.url.startswith(site.address) and tab.locator("h1").first.is_visible()


def go_back(tab: Page) -> None:
    tab.evaluate("history.back()")
    tab.wait_for_timeout(400)
    tab.wait_for_load_state("load")


def read(tab: Page) -> None:
    """From the list of languages to a page, as a reader goes."""
    tab.goto("/")
    tab.click("a[href='/ur/']")
    tab.click("main a[href='/ur/your-information']")
    expect(tab.locator("h1")).to_have_count(1)


def test_leaving_shows_nothing_of_ours_and_back_does_not_return_twice(tab: Page, site: Site) -> None:
    read(tab)
    tab.click("[data-leave]")
    expect(tab.locator("h1")).to_have_text(WEATHER)
    for _ in range(2):
        go_back(tab)
        expect(tab.locator("h1")).to_have_text(WEATHER)
        assert not is_ours(tab, site)


def test_shift_three_times_leaves(tab: Page) -> None:
    read(tab)
    for _ in range(3):
        tab.keyboard.press("Shift")
    expect(tab.locator("h1")).to_have_text(WEATHER)


def test_shift_with_other_keys_between_does_not_leave(tab: Page, site: Site) -> None:
    read(tab)
    for key in ("Shift", "Shift", "a", "Shift", "Shift"):
        tab.keyboard.press(key)
    tab.wait_for_timeout(300)
    assert is_ours(tab, site)


def test_the_page_is_covered_at_once_before_the_other_site_has_answered(tab: Page) -> None:
    read(tab)
    covered = tab.evaluate(
        """() => {
            document.querySelector('[data-leave]').click();
            return [document.documentElement.offsetHeight, document.title];
        }"""
    )
    assert covered == [0, ""]


def test_who_comes_back_on_purpose_can_read_again(tab: Page, site: Site) -> None:
    read(tab)
    tab.click("[data-leave]")
    expect(tab.locator("h1")).to_have_text(WEATHER)
    tab.goto("/ur/")
    assert is_ours(tab, site)
    tab.click("main a[href='/ur/your-information']")
    assert is_ours(tab, site)
    tab.reload()
    assert is_ours(tab, site)


def test_the_way_out_can_be_taken_by_keyboard_alone(tab: Page) -> None:
    tab.goto("/en/your-information")
    for _ in range(30):
        tab.keyboard.press("Tab")
        if tab.evaluate("document.activeElement.matches('[data-leave]')"):
            break
    tab.keyboard.press("Enter")
    expect(tab.locator("h1")).to_have_text(WEATHER)


@pytest.mark.parametrize("path", ["/", "/ur/", "/ur/your-information", "/ur/nothing"])
def test_without_scripts_it_is_a_link(whole_browser: Browser, site: Site, path: str) -> None:
    context = whole_browser.new_context(java_script_enabled=False, base_url=site.address)
    tab = context.new_page()
    context.route("https://www.bbc.co.uk/**", lambda route: route.fulfill(body="<h1>Weather</h1>", content_type="text/html"))
    tab.goto(path)
    tab.click("[data-leave]")
    expect(tab.locator("h1")).to_have_text(WEATHER)
    assert tab.url.startswith("https://www.bbc.co.uk/")
    context.close()


def test_nothing_is_stored_in_the_browser(context: BrowserContext, tab: Page) -> None:
    read(tab)
    assert context.cookies() == []
    assert tab.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]
    assert tab.evaluate("indexedDB.databases().then(found => found.length)") == 0
    assert tab.evaluate("caches ? caches.keys().then(found => found.length) : 0") == 0
