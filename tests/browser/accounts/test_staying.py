"""Passwords that are forgotten, sessions that end: by their owner, by a lead, by time."""

from __future__ import annotations

from collections.abc import Callable

from outreach.accounts.operations import end_sign_ins
from outreach.accounts.rules import Role
from outreach.core.db import db
from tests.accounts import PASSWORD, areas
from tests.browser.accounts.conftest import Office, address_of, sign_in
from tests.browser.accounts.window import Window
from tests.conftest import NOW

NEW_PASSWORD = "three words apart"


def test_a_forgotten_password_is_replaced_by_its_owner(office: Office, open_window: Callable[[], Window]) -> None:
    account_id = office.add("Ceri Lead")
    window, other = open_window(), open_window()
    sign_in(other, "Ceri Lead")
    sign_in(window, "Ceri Lead", "what was it")
    assert "The address or the password is not right" in window.main()
    window.follow("I do not know my password")
    window.press("Send the link", status=422)
    window.fill("Email address", address_of("Ceri"))
    window.press("Send the link")
    assert window.heading == "Look at your mail"
    link = office.link(f"recovery:{account_id}")
    window.open(link)
    window.fill("New password", "short")
    window.fill("The new password again", "short")
    window.press("Change the password")
    assert "Use at least 12 characters" in window.main()
    window.fill("New password", NEW_PASSWORD)
    window.fill("The new password again", NEW_PASSWORD)
    window.press("Change the password")
    assert "Your password is changed. Sign in with it" in window.main()
    sign_in(window, "Ceri Lead", NEW_PASSWORD)
    assert window.heading == "Hello, Ceri Lead"
    window.open(link)
    assert window.heading != "Choose a new password", "the link worked twice"
    other.open("/manage/")
    assert other.path == "/manage/sign-in", "a new password ends every session"


def test_somebody_who_guesses_has_to_wait(office: Office, open_window: Callable[[], Window]) -> None:
    office.add("Ceri Lead")
    window = open_window()
    for _ in range(5):
        sign_in(window, "Ceri Lead", "a guess")
    window.fill("Email address", address_of("Ceri"))
    window.fill("Password", PASSWORD)
    window.press("Sign in", status=429)
    assert window.heading == "Wait a little"
    assert "Try again in 1 minute, at Sun 22 November 2026, 9:00am" in window.main()


def test_whoever_is_suspended_is_out_at_the_next_click(office: Office, open_window: Callable[[], Window]) -> None:
    office.add("Ffion Lead")
    account_id = office.add("Cosmo Quill", Role.COORDINATOR, areas("kent"))
    lead, cosmo = open_window(), open_window()
    sign_in(lead, "Ffion Lead")
    sign_in(cosmo, "Cosmo Quill")
    lead.open(f"/manage/people/{account_id}")
    lead.press("Suspend")
    lead.press("Suspend", status=422)
    lead.fill("Reason", "The laptop was left on a train")
    lead.press("Suspend")
    assert lead.heading == "Cosmo Quill Suspended"
    cosmo.follow("Profile")
    assert cosmo.path == "/manage/sign-in"
    sign_in(cosmo, "Cosmo Quill")
    assert "The address or the password is not right" in cosmo.main()
    lead.press("Open the account again")
    assert lead.heading == "Cosmo Quill Active"
    sign_in(cosmo, "Cosmo Quill")
    assert cosmo.heading == "Hello, Cosmo Quill"
    lead.press("Hand over and end")
    lead.press("End the account", status=422)
    lead.page.get_by_label("Who takes over").select_option(index=1)
    lead.press("End the account")
    assert lead.heading == "Cosmo Quill Left"
    assert "Erased" in lead.main()
    cosmo.follow("Profile")
    assert cosmo.path == "/manage/sign-in"


def test_a_session_is_ended_from_another_browser(office: Office, open_window: Callable[[], Window]) -> None:
    office.add("Ceri Lead")
    here, library, train = open_window(), open_window(), open_window()
    for window in (library, train, here):
        sign_in(window, "Ceri Lead")
    here.follow("Profile")
    sessions = here.page.locator(".app-rows li")
    assert sessions.count() == 3
    assert [row.count("This one") for row in sessions.all_inner_texts()].count(1) == 1
    here.page.get_by_role("button", name="Sign out there – Chrome, Linux").first.click()
    here.page.wait_for_load_state()
    here.look()
    assert sessions.count() == 2
    here.press("Sign out everywhere else")
    assert sessions.count() == 1
    for window in (library, train):
        window.open("/manage/profile")
        assert window.path == "/manage/sign-in"
    here.open("/manage/profile")
    assert here.heading == "My profile"


def test_what_was_typed_before_a_session_ended_is_not_lost(office: Office, open_window: Callable[[], Window]) -> None:
    account_id = office.add("Ffion Lead")
    window = open_window()
    sign_in(window, "Ffion Lead")
    window.open("/manage/people/invite")
    window.fill("Email address", "new@charity.example")
    window.choose("Partner", "Kent", "Sussex")
    window.page.get_by_label("Kind of organisation").select_option("Charity")
    window.fill("Organisation", "Harbour & Light")
    with office.app.app_context():
        end_sign_ins(account_id, now=NOW)
        db.session.commit()
    window.press("Send the invitation", status=400)
    assert "You are signed out. Nothing has been saved yet, and nothing that you typed is lost." in window.main()
    assert "Harbour & Light" in window.main()

    with window.context.expect_page() as opened:
        window.page.get_by_role("link", name="Sign in (opens in a new tab)").click()
    tab = opened.value
    tab.get_by_label("Email address", exact=True).fill(address_of("Ffion"))
    tab.get_by_label("Password", exact=True).fill(PASSWORD)
    tab.get_by_role("button", name="Sign in", exact=True).click()
    tab.wait_for_url("**/manage/")
    tab.close()

    window.press("Send again", status=400)
    assert "you have signed in again since" in window.main()
    window.press("Send again")
    assert window.heading == "new@charity.example Invited"
    assert "Kent, Sussex" in window.main()
    assert "Harbour & Light" in window.main()
    window.open("/manage/people?standing=invited")
    assert "1 person" in window.main(), "sent twice, made once"


def test_a_sign_in_form_that_was_open_for_too_long_asks_for_the_password_only(office: Office, open_window: Callable[[], Window]) -> None:
    office.add("Ceri Lead")
    window = open_window()
    window.open("/manage/sign-in")
    window.context.clear_cookies()
    window.fill("Email address", address_of("Ceri"))
    window.fill("Password", PASSWORD)
    window.press("Sign in", status=400)
    assert "Passwords and codes are not kept" in window.main()
    assert "You are signed out" not in window.main()
    window.press("Send again")
    window.fill("Password", PASSWORD)
    window.press("Sign in")
    assert window.heading == "Hello, Ceri Lead"
