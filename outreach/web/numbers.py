"""Fields for amounts of money and for measured values, as people write them."""

from __future__ import annotations

import re
from typing import Any

from flask_babel import lazy_gettext as _

from outreach.web.fields import Text, Words

_POUNDS = re.compile(r"£?(\d{1,9})(?:\.(\d{2}))?", re.ASCII)
_NUMBER = re.compile(r"-?\d{1,9}(?:\.\d{1,3})?", re.ASCII)


def _plain(typed: str) -> str:
    return typed.replace(",", "").replace(" ", "").replace("\u2212", "-")


def pounds(pence: int) -> str:
    """'£1,250.50', and '£1,250' for whole pounds."""
    whole, rest = divmod(pence, 100)
    return f"£{whole:,}.{rest:02}" if rest else f"£{whole:,}"


def plain_number(value: float) -> str:
    """'12.5', and '12' for whole numbers: with thousands, without needless places."""
    return f"{value:,.3f}".rstrip("0").rstrip(".")


class Money(Text):
    """Pounds, with or without pence. The data is a number of pence."""

    def __init__(self, label: Words = "", *args: Any, **rest: Any) -> None:
        wrong = _("Enter an amount in pounds, like 1,250 or 1250.50")
        look = {"prefix": {"text": "£"}}
        super().__init__(label, *args, **{"longest": 20, "width": "10", "inputmode": "decimal", "wrong": wrong, "look": look, **rest})

    def read(self, typed: str) -> int:
        found = _POUNDS.fullmatch(_plain(typed))
        if not found:
            raise ValueError
        return int(found[1]) * 100 + int(found[2] or 0)

    def write(self, data: int | None) -> str:
        return "" if data is None else pounds(data).removeprefix("£")


class Number(Text):
    """A number with up to three decimal places, from *lowest*."""

    def __init__(self, label: Words = "", *args: Any, lowest: float = 0, **rest: Any) -> None:
        wrong = _("Enter a number, like 120 or 12.5")
        super().__init__(label, *args, **{"longest": 20, "width": "10", "inputmode": "decimal", "wrong": wrong, **rest})
        self.lowest = lowest

    def read(self, typed: str) -> float:
        plain = _plain(typed)
        if not _NUMBER.fullmatch(plain) or float(plain) < self.lowest:
            raise ValueError
        return float(plain)

    def write(self, data: float | None) -> str:
        return "" if data is None else plain_number(data)
