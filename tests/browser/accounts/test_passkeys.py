"""Passkeys, with an authenticator that Chromium pretends to have (WebDriver virtual authenticators, WebAuthn level 3, section 11)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playwright.sync_api import expect

from tests.browser.accounts.conftest import Office, sign_in
from tests.browser.accounts.window import Window


class Device:
    """A phone with a fingerprint reader, in the hands of the window's owner."""

    def __init__(self, window: Window) -> None:
        self.session = window.context.new_cdp_session(window.page)
        self.session.send("WebAuthn.enable")
        about = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
        made = self.session.send("WebAuthn.addVirtualAuthenticator", {"options": about | {"isUserVerified": True}})
        self.id = made["authenticatorId"]

    def recognises_its_owner(self, is_so: bool) -> None:
        self._send("setUserVerified", isUserVerified=is_so)

    def is_touched(self, is_so: bool) -> None:
        self._send("setAutomaticPresenceSimulation", enabled=is_so)

    def count_keys(self) -> int:
        return len(self._send("getCredentials")["credentials"])

    def _send(self, command: str, **about: Any) -> Any:
        return self.session.send(f"WebAuthn.{command}", {"authenticatorId": self.id, **about})


def add_passkey(window: Window, name: str, use: str) -> None:
    window.open("/manage/profile/passkeys")
    window.fill("Name of the passkey", name)
    window.choose(use)
    window.press("Go on", to="**/manage/profile")
    assert f"The passkey “{name}” is added" in window.main()


def test_a_passkey_is_the_second_step(office: Office, open_window: Callable[[], Window]) -> None:
    office.add("Ceri Lead")
    window = open_window()
    device = Device(window)
    sign_in(window, "Ceri Lead")
    window.open("/manage/profile/passkeys")
    window.press("Go on")
    assert "Enter a name" in window.main()
    device.is_touched(False)
    window.fill("Name of the passkey", "My phone")
    window.press("Go on")
    assert "Your browser now asks for your passkey" in window.main()
    assert "could not be used" not in window.main()
    window.follow("Go back")
    device.is_touched(True)
    add_passkey(window, "My phone", "As the second step, after my password")
    window.press("Sign out")

    sign_in(window, "Ceri Lead")
    assert window.heading == "Use your passkey"
    window.press("Use a passkey", to="**/manage/")
    assert window.heading == "Hello, Ceri Lead"

    window.open("/manage/profile/passkeys")
    window.press("Remove My phone")
    window.open("/manage/profile/passkeys")
    assert "My phone" not in window.main().partition("Add a passkey")[0]
    window.open("/manage/profile")
    window.press("Sign out")
    sign_in(window, "Ceri Lead")
    assert window.heading == "Hello, Ceri Lead"


def test_a_passkey_signs_in_without_a_password(office: Office, open_window: Callable[[], Window]) -> None:
    office.add("Ceri Lead")
    window = open_window()
    device = Device(window)
    sign_in(window, "Ceri Lead")
    add_passkey(window, "My laptop", "To sign in without a password")
    assert device.count_keys() == 1
    window.press("Sign out")

    window.follow("Sign in with a passkey")
    device.recognises_its_owner(False)
    window.press("Use a passkey")
    expect(window.page.get_by_role("alert")).to_contain_text("The passkey could not be used")
    window.look()

    device.recognises_its_owner(True)
    window.open("/manage/sign-in/passkey")
    window.press("Use a passkey", to="**/manage/")
    assert window.heading == "Hello, Ceri Lead"
