"""Pages in a real browser: accessible, whole on a small screen, one request each."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from outreach.core.languages import LANGUAGES
from outreach.site.rules import HOME
from tests.browser.axe import violations
from tests.browser.conftest import Site
from tests.conftest import AREAS_SHOWN
from tests.own_content import own_library

READY = ("en", "ur", "ta", "zh-Hans")
PATHS = [
    "/",
    *(f"/{tag}/{slug}" for tag in READY for slug in ("", "your-information", "your-information/gwent", "what-we-keep", "nothing")),
]
SLUGS = [page.slug if page.slug != HOME else "" for page in own_library().pages]
SLUGS += [f"your-information/{area}" for area in AREAS_SHOWN]


def check(tab: Page, path: str) -> None:
    tab.goto(path)
    # A target half under the bar counts as small, wherever the page is scrolled to; what has the focus never is (a test below).
    tab.evaluate("document.querySelector('.bar').style.position = 'static'")
    assert violations(tab) == [], path
    assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{path} is wider than the screen"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PATHS)
def test_a_page_is_accessible_and_fits_a_small_screen(browser: Browser, site: Site, path: str, scheme: Any) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 568}, color_scheme=scheme, base_url=site.address, bypass_csp=True)
    check(context.new_page(), path)
    context.close()


@pytest.mark.long
@pytest.mark.parametrize("slug", [*SLUGS, "nothing"])
@pytest.mark.parametrize("tag", LANGUAGES)
def test_every_page_in_every_language_is_accessible_and_fits_in_one_request(browser: Browser, site: Site, tag: str, slug: str) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 568}, base_url=site.address, bypass_csp=True)
    tab = context.new_page()
    site.asked.clear()
    check(tab, f"/{tag}/{slug}")
    assert site.asked == [f"/{tag}/{slug}"]
    spoken = tab.evaluate("[document.documentElement.lang, document.documentElement.dir]")
    assert spoken == [LANGUAGES[tag].html, LANGUAGES[tag].direction]
    context.close()


@pytest.mark.parametrize("path", PATHS)
def test_a_page_is_one_request_and_breaks_no_rule_of_its_own_policy(tab: Page, site: Site, path: str) -> None:
    said: list[str] = []
    tab.on("console", lambda message: said.append(message.text))
    site.asked.clear()
    tab.goto(path, wait_until="networkidle")
    assert site.asked == [path]
    assert [line for line in said if "404" not in line] == []


def test_pages_can_be_read_at_400_percent(browser: Browser, site: Site) -> None:
    """WCAG 2.2, 1.4.10: 1280 × 1024 at 400 % is 320 × 256."""
    context = browser.new_context(viewport={"width": 320, "height": 256}, base_url=site.address)
    tab = context.new_page()
    for path in PATHS:
        tab.goto(path)
        assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
        bar = tab.locator(".bar").bounding_box()
        assert bar is not None
        assert bar["height"] <= 256 / 3, f"{path}: the bar takes too much of a small window"
    context.close()


@pytest.mark.parametrize("path", ["/en/your-information", "/ur/your-information", "/"])
def test_what_has_the_focus_is_never_under_the_bar(tab: Page, path: str) -> None:
    tab.goto(path)
    for _ in range(60):
        tab.keyboard.press("Tab")
        overlap = tab.evaluate(
            """() => {
                const element = document.activeElement, bar = document.querySelector('.bar');
                if (element === document.body || bar.contains(element)) return 0;
                return element.getBoundingClientRect().bottom - bar.getBoundingClientRect().top;
            }"""
        )
        assert overlap <= 0, tab.evaluate("document.activeElement.outerHTML")


@pytest.mark.parametrize("tag", READY)
def test_the_bar_stands_at_the_end_of_the_line_and_of_the_page(tab: Page, tag: str) -> None:
    tab.goto(f"/{tag}/your-information")
    leave, call = tab.locator("[data-leave]").bounding_box(), tab.locator(".call").bounding_box()
    assert leave is not None
    assert call is not None
    assert (leave["x"] < call["x"]) is (tag == "ur")
    assert leave["height"] >= 48
    assert call["height"] >= 48
    tab.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    end = tab.evaluate("document.querySelector('main').getBoundingClientRect().bottom")
    assert end <= tab.evaluate("document.querySelector('.bar').getBoundingClientRect().top")


def shown_at_once(tab: Page, tag: str) -> list[str]:
    """Which of the three answers stand wholly above the bar when the page has just been opened."""
    top = tab.evaluate("document.querySelector('.bar').getBoundingClientRect().top")
    boxes = {name: tab.locator(name).first.bounding_box() for name in (".languages summary", ".danger .number", "p.caution")}
    return [name for name, box in boxes.items() if box and box["y"] + box["height"] <= top]


@pytest.mark.parametrize("tag", ["en", "ur", "zh-Hans"])
def test_the_first_screen_answers_language_danger_and_honesty(tab: Page, tag: str) -> None:
    tab.goto(f"/{tag}/")
    assert len(shown_at_once(tab, tag)) == 3


@pytest.mark.parametrize("tag", LANGUAGES)
def test_the_first_screen_answers_them_in_every_language_as_production_shows_it(tab: Page, tag: str) -> None:
    """In production neither notice stands there: it is no test site, and a language is offered when its pages are approved."""
    tab.goto(f"/{tag}/")
    tab.evaluate("document.querySelectorAll('.notice').forEach(notice => notice.remove())")
    assert len(shown_at_once(tab, tag)) == 3


@pytest.mark.parametrize("tag", READY)
def test_targets_are_large_enough_for_a_thumb(tab: Page, tag: str) -> None:
    tab.goto(f"/{tag}/your-information")
    tab.click("summary")
    small = tab.evaluate(
        """() => [...document.querySelectorAll('nav a, .bar a, .number, summary')]
            .filter(e => e.getBoundingClientRect().height < 48).map(e => e.outerHTML)"""
    )
    assert small == []


def test_switching_the_language_keeps_the_page_and_leaves_no_extra_step_in_history(tab: Page) -> None:
    tab.goto("/en/your-information")
    before = tab.evaluate("history.length")
    tab.click("summary")
    assert tab.evaluate("history.length") == before
    tab.click("details a[lang='ur']")
    assert tab.url.endswith("/ur/your-information")
    assert tab.evaluate("[document.documentElement.lang, document.documentElement.dir]") == ["ur", "rtl"]


def test_on_paper_there_is_a_code_for_the_list_of_languages_and_a_warning(context: BrowserContext, tab: Page) -> None:
    tab.goto("/en/your-information")
    tab.emulate_media(media="print")
    assert tab.locator(".paper svg").is_visible()
    assert tab.locator(".paper p").is_visible()
    assert not tab.locator(".bar").is_visible()
    pdf = tab.pdf(format="A4", prefer_css_page_size=True)
    assert pdf.startswith(b"%PDF")


@pytest.mark.parametrize("media", [{"contrast": "more"}, {"forced_colors": "active"}])
def test_high_contrast_is_respected(browser: Browser, site: Site, media: Any) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 640}, base_url=site.address, bypass_csp=True, **media)
    tab = context.new_page()
    tab.goto("/en/your-information")
    assert violations(tab) == []
    border = tab.evaluate("getComputedStyle(document.querySelector('.leave')).borderTopWidth")
    assert border == "2px"
    context.close()


@pytest.mark.parametrize("width", [360, 1280])
def test_screenshots_for_the_eye(browser: Browser, site: Site, tmp_path: Path, width: int) -> None:
    """Kept where SCREENSHOTS names a folder; otherwise only proven possible."""
    folder = Path(os.environ.get("SCREENSHOTS", tmp_path))
    context = browser.new_context(viewport={"width": width, "height": 640 if width == 360 else 800}, base_url=site.address)
    tab = context.new_page()
    for path in PATHS:
        tab.goto(path)
        shot = folder / f"{path.strip('/').replace('/', '-') or 'root'}-{width}.png"
        tab.screenshot(path=shot)
        assert shot.stat().st_size > 1000
    context.close()
