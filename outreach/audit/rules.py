"""The chain of the trail as arithmetic: what a row's hash covers, and what is wrong with a chain."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

BEGINNING = "0" * 64  # the hash "before" the first row


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of the trail, as it is hashed."""

    id: UUID
    place: int
    at: datetime
    actor: str
    action: str
    subject: str
    changed: tuple[str, ...]
    detail: str
    previous: str
    hash: str = ""


@dataclass(frozen=True, slots=True)
class Head:
    """The end of the chain: the place of its last row (0 when there is none), and that row's hash."""

    place: int
    hash: str

    def __str__(self) -> str:
        return f"{self.place}:{self.hash}"


def read_head(text: str) -> Head:
    """The head that `str` of one gives. Raises ValueError when *text* is none."""
    place, _, digest = text.strip().partition(":")
    if not (place.isascii() and place.isdigit() and len(digest) == 64 and set(digest) <= set("0123456789abcdef")):
        raise ValueError(f"{text!r} is no head of the trail: it looks like 17:4be1…")
    return Head(int(place), digest)


def hash_entry(entry: Entry) -> str:
    """SHA-256 (hex) of everything in *entry* but its own hash, as JSON in a fixed form."""
    instant = entry.at.astimezone(UTC).isoformat(timespec="microseconds")
    fields = [
        str(entry.id),
        entry.place,
        instant,
        entry.actor,
        entry.action,
        entry.subject,
        list(entry.changed),
        entry.detail,
        entry.previous,
    ]
    return hashlib.sha256(json.dumps(fields, ensure_ascii=True, separators=(",", ":")).encode()).hexdigest()


def find_damage(entries: Iterable[Entry], *, head: Head, kept: Head | None) -> Iterator[str]:
    """What is wrong with the trail, a line each, naming the row; nothing when the chain is whole.

    *entries* come in the order of their places. *head* is what the database says of its end; *kept*, if any, is a head that was
    printed earlier and kept elsewhere: the chain must still lead through it.
    """
    place, before, kept_is_there = 0, BEGINNING, kept is None or kept == Head(0, BEGINNING)
    for entry in entries:
        if entry.place != place + 1:
            gap = f"row {place + 1} is" if entry.place == place + 2 else f"rows {place + 1} to {entry.place - 1} are"
            yield f"{gap} missing"
        elif entry.previous != before:
            yield f"row {entry.place} ({entry.id}) does not follow row {place}: rows were replaced or put in another order"
        if hash_entry(entry) != entry.hash:
            yield f"row {entry.place} ({entry.id}) was changed"
        if kept and entry.place == kept.place and not kept_is_there:
            kept_is_there = True
            if entry.hash != kept.hash:
                yield f"row {entry.place} ({entry.id}) is not the row that the head kept elsewhere names"
        place, before = entry.place, entry.hash
    if head != Head(place, before):
        what = f"rows after row {place} are cut off, or the head was changed"
        yield f"the trail ends at row {place}, and not at row {head.place} as its head says: {what}"
    if kept and not kept_is_there:
        yield f"the trail ends at row {place}: row {kept.place}, which the head kept elsewhere names, is cut off"
