"""Progress updates: states, who may do what, and what still stands between a draft and the post: pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from outreach.accounts.rules import EDITORS, Part, Role, Scope
from outreach.updates.letter import MARK, Letter, find_marks, texts_of

EVERYWHERE = Scope(is_national=True)


class State(StrEnum):
    DRAFT = "draft"
    REVIEW = "review"
    FROZEN = "frozen"
    SET_ASIDE = "set-aside"


class Verdict(StrEnum):
    """What a reviewer says."""

    COMMENT = "comment"
    APPROVE = "approve"
    RETURN = "return"


class Lack(StrEnum):
    """What keeps a document from being sent to review, or frozen."""

    NO_SECTIONS = "no-sections"
    EMPTY = "empty"
    NO_GAPS = "no-gaps"
    FIGURE = "figure"
    UNKNOWN_MARK = "unknown-mark"
    NAMED = "named"


class Refusal(StrEnum):
    """Why something about an update is not possible."""

    NOT_A_DRAFT = "not-a-draft"
    NOT_IN_REVIEW = "not-in-review"
    LACKS = "lacks"
    OWN_WORK = "own-work"
    NOT_APPROVED = "not-approved"
    CHANGED = "changed"
    FROZEN = "frozen"
    PDF = "pdf"


@dataclass(frozen=True, slots=True)
class Blocker:
    """Something that has to be mended: what, in which commitment ('' outside of them), and the words in question."""

    lack: Lack
    key: str = ""
    words: str = ""


def may_write(part: Part, *, is_owner: bool) -> bool:
    """Whether somebody may write an update, which is national: an editor for the whole programme, or the editor who owns it."""
    return part.role in EDITORS and (is_owner or part.scope.covers(EVERYWHERE))


def may_review(part: Part) -> bool:
    """Whether somebody may approve, send back and freeze updates: a national lead. Who has written one does not approve it."""
    return part.role is Role.LEAD and part.scope.covers(EVERYWHERE)


# Figures that need no evidence: days, months and years, numbers of commitments, and the two numbers to call the police.
_DAY = r"\d{1,2} (?:January|February|March|April|May|June|July|August|September|October|November|December)"
_HARMLESS = re.compile(
    rf"{MARK.pattern}|\b[A-Z][1-9]\d?\b|\b{_DAY}(?: \d{{4}})?\b|\b\d{{4}}-\d\d-\d\d\b|\b(?:19|20|21)\d\d\b|\b(?:999|101)\b"
)
_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")
_TRAILING = re.compile(rf"([.!?])((?:[ \t]*{MARK.pattern})+)")  # a reference behind the full stop belongs to the sentence before


def find_bare_figures(text: str) -> list[str]:
    """The sentences of *text* that state a figure and refer to no evidence."""
    sentences = [sentence.strip() for sentence in _SENTENCE.split(_TRAILING.sub(r"\2\1", text))]
    return [sentence for sentence in sentences if re.search(r"\d", _HARMLESS.sub("", sentence)) and not MARK.search(sentence)]


def names_in(text: str, names: Sequence[str]) -> list[str]:
    """Those of *names* that occur in *text* as words, however they are written."""
    folded = " ".join(text.casefold().split())
    return [name for name in names if re.search(rf"(?<!\w){re.escape(' '.join(name.casefold().split()))}(?!\w)", folded)]


def find_blockers(letter: Letter, *, unnamed: Sequence[str]) -> list[Blocker]:
    """What still has to be mended in a document. *unnamed* are the organisations that have not agreed to be named."""
    found = [] if letter.sections else [Blocker(Lack.NO_SECTIONS)]
    for section in letter.sections:
        if not (section.done or section.not_done):
            found.append(Blocker(Lack.EMPTY, section.key))
        if not section.gaps:
            found.append(Blocker(Lack.NO_GAPS, section.key))
    known = {source.ref for source in letter.sources}
    for key, text in texts_of(letter):
        found += [Blocker(Lack.FIGURE, key, sentence) for sentence in find_bare_figures(text)]
        found += [Blocker(Lack.UNKNOWN_MARK, key, mark) for mark in find_marks(text) if mark not in known]
    named = {(key, name): Blocker(Lack.NAMED, key, name) for key, text in _printed(letter) for name in names_in(text, unnamed)}
    return [*found, *named.values()]


def _printed(letter: Letter) -> Iterator[tuple[str, str]]:
    """Whatever of a document could name somebody: all but whom it is to, and who signs it."""
    yield from texts_of(letter)
    yield "", letter.title
    for section in letter.sections:
        yield from ((section.key, text) for text in (section.summary, section.addressee, section.promised))
        yield from ((section.key, text) for source in section.sources for text in (source.title, source.reference, source.url))
    yield from (("", party.name) for party in letter.parties)
