"""An office of its own for each journey: an installation on localhost (which browsers count as secure, as passkeys need), and windows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from playwright.sync_api import Browser
from werkzeug.serving import make_server

from outreach.accounts.links import link_for
from outreach.accounts.rules import Role, Scope
from outreach.core.clock import frozen_clock
from outreach.core.config import Config
from tests.accounts import EVERYWHERE, PASSWORD, add_account
from tests.browser.accounts.window import Window
from tests.browser.conftest import Quiet
from tests.conftest import NOW
from tests.serving import serving


@dataclass(frozen=True)
class Office:
    """A running installation without people."""

    app: Flask
    address: str

    def add(self, name: str, role: Role = Role.LEAD, scope: Scope = EVERYWHERE) -> UUID:
        """Somebody who has joined, with the address `<first name>@police.example` and PASSWORD."""
        with self.app.app_context():
            return add_account(role, scope, name=name, email=address_of(name))

    def link(self, secret: str) -> str:
        """The link that a mail about *secret* carries as it leaves."""
        with self.app.test_request_context():
            link = link_for(secret, self.app.config["OUTREACH"])
        assert link, f"no mail would carry a link for {secret}"
        return link


def address_of(name: str) -> str:
    return f"{name.split()[0].lower()}@police.example"


def sign_in(window: Window, name: str, password: str = PASSWORD) -> None:
    """From the sign-in page to the home page."""
    window.open("/manage/sign-in")
    window.fill("Email address", address_of(name))
    window.fill("Password", password)
    window.press("Sign in")


@pytest.fixture
def office(tmp_path: Path, make_app: Callable[[Config], Flask]) -> Iterator[Office]:
    def answer(environ: Any, start_response: Any) -> Any:
        return app.wsgi_app(environ, start_response)

    server = make_server("localhost", 0, answer, threaded=True, request_handler=Quiet)
    address = f"http://localhost:{server.server_port}"
    app = make_app(Config(data_dir=tmp_path, port=server.server_port, public_url=address, clock=frozen_clock(NOW)))
    with serving(server):
        yield Office(app, address)


@pytest.fixture(scope="session")
def seen() -> dict[str, str]:
    """The shapes of pages that axe has looked at in this run."""
    return {}


@pytest.fixture
def open_window(browser: Browser, office: Office, seen: dict[str, str]) -> Iterator[Callable[[], Window]]:
    """Opens browsers that share nothing, in which every page is looked at."""
    windows: list[Window] = []

    def open_one(locale: str = "en-GB") -> Window:
        windows.append(Window(browser.new_context(base_url=office.address, locale=locale), seen, office.address))
        return windows[-1]

    yield open_one
    for window in windows:
        window.context.close()
        assert window.complaints == []
