"""Fields for what staff write down: notes that hold nothing of a victim, and addresses of pages."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from flask_babel import gettext, lazy_gettext

from outreach.core.traces import find_trace
from outreach.web.fields import Text, TextArea, Words

NOTHING_PERSONAL = lazy_gettext("Nothing about a victim or a witness. Telephone numbers, email addresses and postcodes are refused.")


class Note(TextArea):
    """Several lines about the programme. A text that could lead to a person is refused, and the hint says so."""

    def __init__(self, label: Words = "", *args: Any, hint: Words | None = None, **rest: Any) -> None:
        both = lazy_gettext("%(hint)s %(rule)s", hint=hint, rule=NOTHING_PERSONAL) if hint else NOTHING_PERSONAL
        super().__init__(label, *args, **{"rows": 4, "hint": both, **rest})

    def process_formdata(self, valuelist: list[Any]) -> None:
        super().process_formdata(valuelist)
        if trace := find_trace(self.typed):
            self.data = None
            raise ValueError(gettext("Take out “%(trace)s”: it could lead to a person", trace=trace))


class WebAddress(Text):
    """The address of a page, beginning with https:// or http://."""

    kind = "url"

    def __init__(self, label: Words = "", *args: Any, **rest: Any) -> None:
        wrong = lazy_gettext("Enter the whole address of the page, beginning with https://")
        super().__init__(label, *args, **{"longest": 1000, "wrong": wrong, "look": {"spellcheck": False}, **rest})

    def read(self, typed: str) -> str:
        parts = urlsplit(typed)
        if parts.scheme not in ("http", "https") or not parts.hostname or "@" in parts.netloc or " " in typed:
            raise ValueError
        return typed
