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


def revision_id(text: str) -> str:
    """SHA-256 of the normal form of *text*, 64 hex digits: the same on every installation."""
    return hashlib.sha256(normalised(text).encode()).hexdigest()
