"""A browser and a server of our own: Chromium from the system, the published demonstration on a free port of this machine."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright
from werkzeug.serving import WSGIRequestHandler, make_server

from tests.conftest import CHROMIUM, LIGHTER
from tests.serving import serving

OPTIONS = [
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "/browser/" in str(item.path):
            item.add_marker("browser")


class Quiet(WSGIRequestHandler):
    def log(self, *_args: Any) -> None:
        """A server for tests writes nothing."""


@dataclass
class Site:
    """A running server: its address, and the paths that it was asked for."""

    address: str
    asked: list[str] = field(default_factory=list)


@pytest.fixture(scope="session")
def elsewhere() -> Iterator[str]:
    """Another site, where the way out leads in these tests: the real one is not to be asked by a test."""

    def app(environ: Any, start_response: Any) -> list[bytes]:
        start_response("200 OK", [("Content-Type", "text/html; charset=utf-8")])
        return [b"<!doctype html><html lang=en><title>Weather</title><h1>Weather</h1>"]

    server = make_server("localhost", 0, app, threaded=True, request_handler=Quiet)
    with serving(server):
        yield f"http://localhost:{server.server_port}/weather"


@pytest.fixture(scope="session")
def site(published: Flask) -> Iterator[Site]:
    site = Site("")

    def app(environ: Any, start_response: Any) -> Any:
        site.asked.append(environ["PATH_INFO"])
        return published.wsgi_app(environ, start_response)

    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Quiet)
    site.address = f"http://127.0.0.1:{server.server_port}"
    with serving(server):
        yield site


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    browser = playwright.chromium.launch(executable_path=LIGHTER, args=OPTIONS)
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def whole_browser(playwright: Playwright) -> Iterator[Browser]:
    """Chromium as it is on a desktop, for what the lighter one does otherwise."""
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)
    yield browser
    browser.close()


@pytest.fixture
def context(browser: Browser, site: Site, elsewhere: str) -> Iterator[BrowserContext]:
    """A window of a cheap phone. The exit address is answered by our other site."""
    context = browser.new_context(viewport={"width": 360, "height": 640}, base_url=site.address)
    context.route("https://www.bbc.co.uk/**", lambda route: route.fulfill(status=302, headers={"Location": elsewhere}))
    yield context
    context.close()


@pytest.fixture
def tab(context: BrowserContext) -> Page:
    return context.new_page()
