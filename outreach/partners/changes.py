"""What differs between two versions of a text or of a list, for people to see: pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a text; *is_changed* where the other side does not have it."""

    text: str
    is_changed: bool


Sides = tuple[list[list[Piece]], list[list[Piece]]]


def compare(before: Sequence[str], after: Sequence[str]) -> Sides:
    """Both sides line by line. Of one text the words are compared; of lists, the lines."""
    if len(before) <= 1 and len(after) <= 1:
        old, new = _words(before[0] if before else "", after[0] if after else "")
        return [old] if old else [], [new] if new else []
    return [[Piece(line, line not in after)] for line in before], [[Piece(line, line not in before)] for line in after]


def _words(before: str, after: str) -> tuple[list[Piece], list[Piece]]:
    old, new = re.findall(r"\s+|\S+", before), re.findall(r"\s+|\S+", after)
    left: list[Piece] = []
    right: list[Piece] = []
    for tag, first, last, start, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if last > first:
            left.append(Piece("".join(old[first:last]), tag != "equal"))
        if end > start:
            right.append(Piece("".join(new[start:end]), tag != "equal"))
    return left, right
