"""From an invitation to the first day's work."""

from __future__ import annotations

import time
from collections.abc import Callable

from passlib.totp import TOTP
from playwright.sync_api import expect

from outreach.accounts.rules import Role
from tests.accounts import areas
from tests.browser.accounts.conftest import Office, sign_in
from tests.browser.accounts.window import Window

WORDS = "three words apart"


def code_of(key: str, *, later_s: int = 0) -> str:
    """What an authenticator app shows for *key*, now or a little later. A code is good once."""
    return str(TOTP(key=key).generate(int(time.time()) + later_s).token)


def test_somebody_is_invited_joins_and_comes_back_with_a_second_step(office: Office, open_window: Callable[[], Window]) -> None:
    office.add("Ffion Lead")
    lead, newcomer = open_window(), open_window()

    sign_in(lead, "Ffion Lead")
    lead.follow("People")
    lead.press("Invite somebody")
    lead.press("Send the invitation", status=422)
    expect(lead.page.locator(".govuk-error-summary")).to_be_focused()
    lead.fill("Email address", "cosmo@police.example")
    lead.choose("Coordinator", "West Yorkshire", "Greater Manchester")
    lead.page.get_by_label("Kind of organisation").select_option("Police force")
    lead.fill("Organisation", "Northern force")
    lead.press("Send the invitation")
    assert "The invitation is on its way to cosmo@police.example" in lead.main()
    assert lead.heading == "cosmo@police.example Invited"
    account_id = lead.path.rpartition("/")[2]

    link = office.link(f"invitation:{account_id}")
    newcomer.open(link[:-5], status=404)
    newcomer.open(link)
    assert "You are invited as Coordinator, for Northern force" in newcomer.main()
    newcomer.fill("Your name", "Cosmo Quill")
    newcomer.fill("Password", WORDS)
    newcomer.fill("The same password again", WORDS + "!")
    newcomer.press("Join", status=422)
    newcomer.fill("Password", WORDS)
    newcomer.fill("The same password again", WORDS)
    newcomer.press("Join")
    assert newcomer.path == "/manage/sign-in"
    newcomer.open(link, status=404)

    sign_in(newcomer, "Cosmo Quill", WORDS)
    assert newcomer.heading == "Hello, Cosmo Quill"
    newcomer.follow("Set up a second step")
    newcomer.press("Set up an app")
    expect(newcomer.page.locator(".app-qr")).to_have_js_property("complete", True)
    key = newcomer.read(".app-key")
    newcomer.fill("Code", "12345")
    newcomer.press("Go on", status=422)
    assert newcomer.read(".app-key") == key, "a mistyped code is not the end of the key that was scanned"
    newcomer.fill("Code", code_of(key))
    newcomer.press("Go on")
    assert "Your authenticator app is set up" in newcomer.main()
    newcomer.open("/manage/")
    newcomer.follow("Make recovery codes")
    newcomer.press("Make new codes")
    codes = newcomer.page.locator(".app-codes code").all_inner_texts()
    assert len(set(codes)) == 8
    newcomer.follow("Back to my profile")
    newcomer.press("Sign out")

    sign_in(newcomer, "Cosmo Quill", WORDS)
    assert newcomer.heading == "Enter the code"
    newcomer.open("/manage/", status=200)
    assert newcomer.path == "/manage/sign-in", "a password alone opened the house"
    sign_in(newcomer, "Cosmo Quill", WORDS)
    newcomer.fill("Code", code_of(key, later_s=30))
    newcomer.press("Go on")
    assert newcomer.heading == "Hello, Cosmo Quill"
    newcomer.press("Sign out")

    sign_in(newcomer, "Cosmo Quill", WORDS)
    newcomer.follow("I do not have my phone: use a recovery code")
    newcomer.fill("Recovery code", "nothing like it")
    newcomer.press("Go on")
    newcomer.fill("Recovery code", f" {codes[0].upper()} ")
    newcomer.press("Go on")
    assert newcomer.heading == "Hello, Cosmo Quill"
    newcomer.follow("Profile")
    assert "7 left" in newcomer.main()
    lead.open(f"/manage/people/{account_id}")
    assert lead.heading == "Cosmo Quill Active"


def test_nobody_sees_what_is_not_theirs(office: Office, open_window: Callable[[], Window]) -> None:
    office.add("Wyn Lead", Role.LEAD, areas("west-yorkshire"))
    office.add("Cosmo Quill", Role.COORDINATOR, areas("west-yorkshire"))
    elsewhere = office.add("Kit Elsewhere", Role.COORDINATOR, areas("kent"))

    lead = open_window()
    sign_in(lead, "Wyn Lead")
    lead.open("/manage/people")
    assert "Cosmo Quill" in lead.main()
    assert "Kit Elsewhere" not in lead.main()
    lead.open(f"/manage/people/{elsewhere}", status=404)
    assert lead.heading == "Page not found"
    assert "may be outside your area" in lead.main()
    assert "Kit" not in lead.page.content()

    coordinator = open_window()
    sign_in(coordinator, "Cosmo Quill")
    coordinator.open("/manage/people/invite", status=403)
    assert coordinator.heading == "You cannot do this"
    assert "ask your programme lead" in coordinator.main()
