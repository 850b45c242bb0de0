"""Without a mouse, and in Welsh."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import expect

from outreach.accounts.rules import Role
from tests.accounts import PASSWORD, areas
from tests.browser.accounts.conftest import Office, address_of, sign_in
from tests.browser.accounts.window import Window

RING = """() => {
    const style = getComputedStyle(document.activeElement);
    const isOutlined = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2 && !/, 0\\)$/.test(style.outlineColor);
    return isOutlined || style.boxShadow !== 'none';
}"""
NAME = "(document.activeElement.labels?.[0] ?? document.activeElement).innerText.trim()"


def tab_to(window: Window, name: str) -> None:
    """Press Tab until the thing of this name has the focus; on the way everything shows that it has it."""
    for _ in range(40):  # the sections come before what is on the page
        window.page.keyboard.press("Tab")
        assert window.page.evaluate(RING), f"no ring: {window.page.evaluate('document.activeElement.outerHTML')}"
        if window.page.evaluate(NAME) == name:
            return
    raise AssertionError(f"{name} cannot be reached by Tab")


def test_people_are_found_with_the_keyboard_alone(office: Office, open_window: Callable[[], Window]) -> None:
    office.add("Ffion Lead")
    office.add("Cosmo Quill", Role.COORDINATOR, areas("kent"))
    window = open_window()
    keyboard = window.page.keyboard
    window.open("/manage/sign-in")
    tab_to(window, "I do not know my password")
    window.strike("Enter")
    tab_to(window, "Send the link")
    window.strike("Enter", status=422)
    expect(window.page.locator(".govuk-error-summary")).to_be_focused()
    assert window.page.title().startswith("Error: ")
    tab_to(window, "Enter your email address")
    keyboard.press("Enter")
    expect(window.page.get_by_label("Email address", exact=True)).to_be_focused()

    window.open("/manage/sign-in")
    tab_to(window, "Sign in")
    window.strike("Enter")
    expect(window.page.locator(".govuk-error-summary")).to_be_focused()
    assert window.read(".govuk-error-summary").count("is not right") == 1
    tab_to(window, "Email address")
    keyboard.type(address_of("Ffion"))
    tab_to(window, "Password")
    keyboard.type(PASSWORD)
    window.strike("Enter")

    tab_to(window, "Skip to main content")
    tab_to(window, "People")
    window.strike("Enter")
    assert window.heading == "People"
    tab_to(window, "Filter and sort")
    keyboard.press("Enter")
    tab_to(window, "Role")
    keyboard.type("Coordinator")
    tab_to(window, "Apply")
    window.strike("Enter")
    assert "1 person" in window.main()
    assert window.page.url.endswith("role=coordinator") or "role=coordinator&" in window.page.url
    tab_to(window, "Cosmo Quill")
    window.strike("Enter")
    assert window.heading == "Cosmo Quill Active"


def test_whoever_chooses_welsh_gets_welsh(office: Office, open_window: Callable[..., Window]) -> None:
    office.add("Ceri Lead")
    window = open_window()
    sign_in(window, "Ceri Lead")
    window.open("/manage/profile/details")
    window.choose("Cymraeg")
    window.press("Save")
    for path in ("/manage/", "/manage/profile", "/manage/people", "/manage/people/invite"):
        window.open(path)
        assert window.page.locator("html").get_attribute("lang") == "cy"
    before = open_window(locale="cy-GB")
    before.open("/manage/sign-in")
    assert before.page.locator("html").get_attribute("lang") == "cy"
