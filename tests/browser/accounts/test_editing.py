"""Two people at one record."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import expect

from outreach.accounts.rules import Role
from tests.accounts import areas
from tests.browser.accounts.conftest import Office, sign_in
from tests.browser.accounts.window import Window


def test_two_leads_change_one_person_and_neither_loses_anything(office: Office, open_window: Callable[[], Window]) -> None:
    office.add("Ffion Lead")
    office.add("Wyn Lead")
    account_id = office.add("Cosmo Quill", Role.COORDINATOR, areas("kent"))
    first, second = open_window(), open_window()
    for window, name in ((first, "Ffion Lead"), (second, "Wyn Lead")):
        sign_in(window, name)
        window.open(f"/manage/people/{account_id}")
        window.press("Change role or scope")
    expect(first.page.get_by_label("Kent", exact=True)).to_be_checked()
    first.choose("Surrey")
    first.fill("Organisation", "South East")
    first.press("Save")
    assert "Saved. They are told by mail." in first.main()

    second.fill("Organisation", "Force of the South East")
    second.page.get_by_label("Kind of organisation").select_option("Police force")
    second.press("Save", status=409)
    assert second.heading == "Somebody else has changed this meanwhile"
    group = second.page.get_by_role("group", name="Organisation", exact=True)
    assert "South East" in group.get_by_label("Saved now").locator("..").inner_text()
    assert "Force of the South East" in group.get_by_label("What you typed").locator("..").inner_text()
    group.get_by_label("Saved now").check()
    second.press("Save these choices")
    shown = second.main()
    assert "Kent, Surrey" in shown, "the first one's change is kept"
    assert "Police force" in shown, "and so is the second one's"
    assert "South East" in shown
    assert "Force of the South East" not in shown, "the choice counts"
