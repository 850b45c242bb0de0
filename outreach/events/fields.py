"""Fields that only forms of events have: lists of names and of days, one on each line."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _

from outreach.core.dates import day_digits, read_day
from outreach.web.fields import TextArea
from outreach.web.jinja import day_text
from outreach.web.notes import Note

MOST = 12  # communities of an event
LONGEST = 120


class Names(Note):
    """Names, one on each line. The data is a list without repeats."""

    def __init__(self, label: Any = "", *args: Any, **rest: Any) -> None:
        wrong = _("Enter at most 12 names, each of at most 120 characters")
        super().__init__(label, *args, **{"longest": MOST * LONGEST, "rows": 3, "wrong": wrong, **rest})

    def read(self, typed: str) -> list[str]:
        names = sorted({line.strip() for line in typed.splitlines() if line.strip()}, key=str.casefold)
        if len(names) > MOST or any(len(name) > LONGEST for name in names):
            raise ValueError
        return names

    def write(self, data: Sequence[str] | None) -> str:
        return "\n".join(data or ())


class Days(TextArea):
    """Days, one on each line: '27 12 2026' or '27/12/2026'. The data is a list in their order."""

    def __init__(self, label: Any = "", *args: Any, **rest: Any) -> None:
        wrong = _("Enter real dates, one on each line, like 27 12 2026")
        super().__init__(label, *args, **{"longest": 2000, "rows": 3, "wrong": wrong, **rest})

    def read(self, typed: str) -> list[date]:
        return sorted({read_day(line) for line in typed.splitlines() if line.strip()})

    def write(self, data: Sequence[date] | None) -> str:
        return "\n".join(map(day_digits, data or ()))

    def describe(self, data: Sequence[date] | None) -> str:
        return ", ".join(day_text(on) for on in data or ())
