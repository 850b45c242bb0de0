"""What in a text could lead to a person: telephone numbers, mail addresses, postcodes. Notes about the programme have no use for them."""

from __future__ import annotations

import re

_MAIL = re.compile(r"[^\s@<>(),;:]+@[^\s@<>(),;:]+\.[A-Za-z]{2,}")
_TELEPHONE = re.compile(r"(?<![\w.,-])(?:\+|\(?0)[\d\s()./-]{7,}\d")
_POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[ABD-HJLNP-UW-Z]{2}\b", re.I)
_ORDINALS = ("st", "nd", "rd", "th")
_DIGITS = range(10, 16)


def find_trace(text: str) -> str:
    """The first piece of *text* that looks like a telephone number, a mail address or a British postcode, or ''."""
    for found in (_MAIL.search(text), *_TELEPHONE.finditer(text), *_POSTCODE.finditer(text)):
        if found and _leads_to_somebody(found):
            return found[0].strip()
    return ""


def _leads_to_somebody(found: re.Match[str]) -> bool:
    """A row of digits is a number to call from 10 to 15 of them on; 'L2 1st' is the first of something, and no postcode."""
    if found.re is _TELEPHONE:
        return sum(sign.isdigit() for sign in found[0]) in _DIGITS
    return found.re is not _POSTCODE or not found[0].endswith(_ORDINALS)
