"""What in a free text might be the address or number of a person who has asked for help: it has no place in a plan or a report."""

from __future__ import annotations

import re
from enum import StrEnum


class PrivateData(StrEnum):
    EMAIL = "email"
    TELEPHONE = "telephone"
    POSTCODE = "postcode"


_EMAIL = re.compile(r"[^\s@<>()]+@[^\s@<>()]+\.[^\s@<>()]+")
_TELEPHONE = re.compile(r"(?<![\w£+])(?:\+|0)[\d ()-]{7,}\d")
_POSTCODE = re.compile(r"\b[a-z]{1,2}\d[a-z\d]? ?\d[abd-hjlnp-uw-z]{2}\b", re.I)
_ORDINALS = ("st", "nd", "rd", "th")
_DIGITS = range(9, 16)  # of a telephone number; the short ones of services (999, 101) belong to nobody


def find_private_data(text: str) -> PrivateData | None:
    """The first kind of private data that *text* seems to hold. 'L2 1st quarter' looks like a postcode, and is none."""
    if _EMAIL.search(text):
        return PrivateData.EMAIL
    if any(sum(sign.isdigit() for sign in found) in _DIGITS for found in _TELEPHONE.findall(text)):
        return PrivateData.TELEPHONE
    if any(not found.endswith(_ORDINALS) for found in _POSTCODE.findall(text)):
        return PrivateData.POSTCODE
    return None
