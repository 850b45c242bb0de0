"""Entries about forces' policies: their states, who may change and approve them, and how a place stands: pure."""

from __future__ import annotations

import re
from datetime import date, timedelta
from enum import StrEnum

from babel.dates import format_date

from outreach.accounts.rules import EDITORS, Part, Scope
from outreach.content.library import ClaimKind
from outreach.core.areas import AREAS

NATIONAL = "national"
PLACES = (NATIONAL, *AREAS)
"""Where a policy is of: the national guidance, then the 43 areas in the order of the regions."""

SOON_DAYS = 30
LONGEST = timedelta(days=366)  # from one look to the next
LONGEST_SENTENCE = 300
_MARKUP = re.compile(r"[{}<>]|\]\(|https?:|www\.|^[#-]|^\d+[.)]", re.I)


class Found(StrEnum):
    """What somebody who looked has found."""

    LINK = "link"
    TEXT = "text"
    NOTHING = "nothing"


class State(StrEnum):
    DRAFT = "draft"
    APPROVED = "approved"
    SET_ASIDE = "set-aside"


class Tone(StrEnum):
    """What the sentence about a policy does to those who read it."""

    WARNING = "warning"
    ENCOURAGING = "encouraging"


CLAIM_KINDS = {Tone.WARNING: ClaimKind.CAUTION, Tone.ENCOURAGING: ClaimKind.REASSURANCE}
"""What kind of claim a sentence is: a warning is never lost, and what encourages stands beside every caution of its page, or nowhere."""


class Standing(StrEnum):
    """How a place stands in the table of all."""

    MISSING = "missing"
    WAITING = "waiting"
    DUE = "due"
    NOTHING = "nothing"
    APPROVED = "approved"


class Told(StrEnum):
    """How readers are told the sentence of the entry that holds now."""

    SHOWN = "shown"
    LAPSED = "lapsed"
    WITHDRAWN = "withdrawn"
    NOT = "not"


class Refusal(StrEnum):
    """Why something about an entry is not possible."""

    DRAFT_THERE = "draft-there"
    NOT_A_DRAFT = "not-a-draft"
    SAME_READER = "same-reader"
    SET_ASIDE = "set-aside"
    TOO_EARLY = "too-early"
    TOO_LATE = "too-late"


def scope_of(place: str) -> Scope:
    """The scope that a place is."""
    return Scope(is_national=True) if place == NATIONAL else Scope(is_national=False, areas=frozenset({place}))


def may_see(scope: Scope, place: str) -> bool:
    """Whether the entries of *place* are in sight from *scope*: the national guidance is from everywhere."""
    return scope.meets(scope_of(place))


def may_change(part: Part, place: str) -> bool:
    """Whether somebody may enter, approve and set aside what is known of *place*."""
    return part.role in EDITORS and part.scope.covers(scope_of(place))


def find_refusal(look_again_on: date, today: date) -> Refusal | None:
    """Why an entry that was read today cannot be looked at again only on that day; None when it can."""
    if look_again_on <= today:
        return Refusal.TOO_EARLY
    return Refusal.TOO_LATE if look_again_on > today + LONGEST else None


def standing_of(found: Found | None, look_again_on: date | None, *, has_draft: bool, today: date) -> Standing:
    """How a place stands, from its current approved entry (None where there is none) and whether a draft waits for a second reader."""
    if found is None:
        return Standing.WAITING if has_draft else Standing.MISSING
    if look_again_on is not None and look_again_on <= today:
        return Standing.DUE
    return Standing.NOTHING if found is Found.NOTHING else Standing.APPROVED


def has_markup(sentence: str) -> bool:
    """Whether a sentence is more than words: placeholders, links, headings, lists. Readers would see the signs, or be led elsewhere."""
    return bool(_MARKUP.search(sentence))


def claim_key(place: str) -> str:
    """The key of the claim that a place's sentence is."""
    return f"policy-{place}"


def source_title(place: str, edition: str, dated_on: date | None) -> str:
    """What readers are told of where a sentence comes from, in English: whose policy, which version, of which day."""
    parts = [f"Policy of {AREAS[place].name} police"]
    parts += [f"version {edition}"] if edition else []
    parts += [f"dated {format_date(dated_on, 'd MMMM y', locale='en')}"] if dated_on else []
    return ", ".join(parts)
