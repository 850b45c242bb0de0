"""A field for the address of a page."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from flask_babel import lazy_gettext

from outreach.web.fields import Text, Words


class WebAddress(Text):
    """The address of a page, beginning with https:// or http://, and holding no password."""

    kind = "url"

    def __init__(self, label: Words = "", *args: Any, **rest: Any) -> None:
        wrong = lazy_gettext("Enter the whole address of the page, beginning with https://")
        super().__init__(label, *args, **{"longest": 1000, "wrong": wrong, "look": {"spellcheck": False}, **rest})

    def read(self, typed: str) -> str:
        parts = urlsplit(typed)
        if parts.scheme not in ("http", "https") or not parts.hostname or "@" in parts.netloc or " " in typed:
            raise ValueError
        return typed
