"""Normal forms of text."""

from __future__ import annotations

import hashlib
import re
import unicodedata


def normalised(text: str) -> str:
    """*text* in NFC, with Unix line ends, no space at line ends, at most one empty line between, none around.

    Two texts with the same normal form are the same text: re-saving or moving one changes nothing.
    """
    lines = [line.rstrip() for line in unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n ")


ERASED = "–"
"""What stands where a text has to be and was erased."""


def revision_id(text: str) -> str:
    """SHA-256 of the normal form of *text*, 64 hex digits: the same on every installation."""
    return hashlib.sha256(normalised(text).encode()).hexdigest()


# Controls (but for line breaks), lone surrogates, and signs that turn the direction of whatever follows them.
_UNFIT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069\ufffe\uffff]")
_BREAK = re.compile(r"\r\n?|\u2028|\u2029|\x85")
_EDGE = re.compile(r"^[\s\u00ad\u200b-\u200f\u2060\ufeff]+|[\s\u00ad\u200b-\u200f\u2060\ufeff]+$")


def many_lines(typed: str) -> str:
    """What somebody typed into a large field, fit to be kept: in NFC, without controls, with Unix line ends, nothing blank around it."""
    return _EDGE.sub("", unicodedata.normalize("NFC", _UNFIT.sub("", _BREAK.sub("\n", typed))))


def one_line(typed: str) -> str:
    """What somebody typed into a small field, fit to be kept: as `many_lines`, with a space for each break."""
    return re.sub(r"[\t\n]+", " ", many_lines(typed))
