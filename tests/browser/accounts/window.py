"""One person's browser on the signed-in pages. Every page that it reaches is looked at: is it accessible, does it fit a phone and a desk,
does it load anything from elsewhere, does it break its own policy.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Locator, Request, Response, ViewportSize

from tests.browser.axe import violations

PHONE, DESK = ViewportSize(width=320, height=640), ViewportSize(width=1280, height=900)
SHAPE = "[...document.querySelectorAll('html, body *')].map(e => e.tagName + e.className + e.lang).join()"
WIDTH = "[document.documentElement.scrollWidth, innerWidth]"


class Window:
    """Clicks and types as its owner would, by the words that stand on the page."""

    def __init__(self, context: BrowserContext, seen: dict[str, str], address: str) -> None:
        """*seen*: the shapes of pages that axe has looked at, by what they are called; one dictionary for a whole run."""
        self.context, self.seen, self.address = context, seen, address
        self.page = context.new_page()
        self.page.set_default_timeout(10_000)
        self.complaints: list[str] = []
        self.page.on("console", self._note_console)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", self._note_request)
        self.page.on("response", self._note_response)

    def open(self, address: str, *, status: int = 200) -> None:
        self._go(lambda: self.page.goto(address), status)

    def follow(self, link: str, *, status: int = 200) -> None:
        self._go(self.page.get_by_role("link", name=link, exact=True).click, status)

    def press(self, button: str, *, status: int = 200, to: str = "**") -> None:
        """Press a button, or a link that looks like one. *to*: the address (with wildcards) that is waited for, where pages follow by
        themselves.
        """
        self._go(self.page.get_by_role("button", name=button, exact=True).click, status, to)

    def strike(self, key: str, *, status: int = 200) -> None:
        """A key that leads to another page."""
        self._go(lambda: self.page.keyboard.press(key), status)

    def fill(self, label: str, text: str) -> None:
        self.page.get_by_label(label, exact=True).fill(text)

    def choose(self, *labels: str) -> None:
        """Radios and boxes to tick."""
        for label in labels:
            self.page.get_by_label(label, exact=True).check()

    def read(self, selector: str) -> str:
        return self.page.locator(selector).inner_text()

    def main(self) -> str:
        return self.read("main")

    @property
    def heading(self) -> str:
        return self.read("h1")

    @property
    def path(self) -> str:
        return urlsplit(self.page.url).path

    def row(self, words: str) -> Locator:
        """The row with these words, in a list or a table."""
        return self.page.locator("main tbody tr, main li, .govuk-summary-list__row").filter(has_text=words)

    def _go(self, act: Callable[[], object], status: int, to: str = "**") -> None:
        with self.page.expect_navigation(url=to) as arriving:
            act()
        assert arriving.value.status == status, f"{self.page.url}: {arriving.value.status}: {self.main()}"
        self.look()

    def look(self) -> None:
        """Fails when anything is wrong with the page as it stands. A page of a shape that axe knows is not shown to it again."""
        shape = self.page.evaluate(SHAPE)
        is_new = shape not in self.seen
        self.seen.setdefault(shape, self.page.title())
        self._measure(PHONE)
        found = violations(self.page) if is_new else []
        assert not found, f"{self.path}: {found}"
        self._measure(DESK)
        if is_new and "SCREENSHOTS" in os.environ:
            self._photograph(Path(os.environ["SCREENSHOTS"]))
        assert self.complaints == []

    def _measure(self, size: ViewportSize) -> None:
        self.page.set_viewport_size(size)
        wide, shown = self.page.evaluate(WIDTH)
        assert wide <= shown, f"{self.path} is wider than {shown} px"

    def _photograph(self, folder: Path) -> None:
        """For the eye: the whole page on a phone and on a desk."""
        name = re.sub(r"\W+", "-", f"{len(self.seen):03} {self.heading}").strip("-").lower()
        for width in (360, 1280):
            self.page.set_viewport_size({"width": width, "height": 640 if width == 360 else 900})
            self.page.screenshot(path=folder / f"{name}-{width}.png", full_page=True)

    def _note_console(self, message: ConsoleMessage) -> None:
        is_status = message.text.startswith("Failed to load resource: the server responded")  # every status is asserted elsewhere
        if message.type in ("error", "warning") and not is_status:
            self.complaints.append(message.text)

    def _note_request(self, request: Request) -> None:
        asked, own = urlsplit(request.url), urlsplit(self.address)
        if asked.scheme != "data" and asked.netloc != own.netloc:
            self.complaints.append(f"asked elsewhere: {request.url}")

    def _note_response(self, response: Response) -> None:
        if response.status >= 400 and not response.request.is_navigation_request():
            self.complaints.append(f"{response.status}: {response.url}")
