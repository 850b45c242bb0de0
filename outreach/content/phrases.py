"""What no page may ever say, in any language: exact phrases, each with sentences that must be refused and that must pass."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from outreach.content.library import Library
from outreach.content.rules import PageReading
from outreach.core.languages import ENGLISH


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase that is refused, why, and the words that make it harmless when they come before it in the same clause."""

    text: str
    reason: str
    unless_after: tuple[str, ...] = ()
    refuse: tuple[str, ...] = ()
    allow: tuple[str, ...] = ()


NeverSay = Mapping[str, tuple[Phrase, ...]]  # by language tag


@dataclass(frozen=True, slots=True)
class Overclaim:
    """A phrase found: in which unit, in which language, and why it is refused."""

    phrase: str
    unit: str
    tag: str
    reason: str


_CLAUSES = re.compile(r"[.!?;:,。！？；：，、۔؟،؛।።፤]+")


def find_phrase(text: str, phrases: Iterable[Phrase]) -> Phrase | None:
    """The first of *phrases* that *text* says, however it is spaced, capitalised, hyphenated or emphasised."""
    plain = _plain(text)
    for phrase in phrases:
        words = _plain(phrase.text)
        if words not in plain:
            continue
        for clause in _CLAUSES.split(plain):
            at = clause.find(words)
            while at >= 0:
                if not any(_plain(before) in clause[:at] for before in phrase.unless_after):
                    return phrase
                at = clause.find(words, at + 1)
    return None


def find_overclaim(page: PageReading, library: Library, never_say: NeverSay) -> Overclaim | None:
    """The first thing on a page, as its reader gets it, that must never be said in the language that it is said in."""
    readings = [("title", page.title), ("heading", page.heading), *page.blocks]
    readings += [(library.claims[key].unit.key, reading) for key, reading in page.claims.items()]
    readings += [(f"contact/{key}", reading) for key, contact in page.contacts.items() for reading in contact.texts]
    texts = [(unit, tag, text) for unit, r in readings for tag, text in ((r.tag, r.text), (ENGLISH, r.behind))]
    if page.own:
        own = library.claims[page.own]
        texts.append((f"{own.unit.key}, its source", ENGLISH, own.source.title))
    for unit, tag, text in texts:
        phrase = find_phrase(text, never_say.get(tag, ()))
        if phrase:
            return Overclaim(phrase.text, unit, tag, phrase.reason)
    return None


@lru_cache(maxsize=20_000)  # the same claims stand on many pages, and each is held against every phrase
def _plain(text: str) -> str:
    shown = "".join(c for c in unicodedata.normalize("NFKC", text) if unicodedata.category(c) != "Cf" or c in "\u200c\u200d")
    folded = shown.casefold().replace("’", "'")
    return re.sub(r"[\s\-‐-–*_#]+", " ", folded).strip()
