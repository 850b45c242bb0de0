"""A progress update as a document: what it says, in a form that always gives the same bytes, and the hash of those bytes. Pure.

Whatever is printed is in a `Letter`; the screen, the paper and the PDF are made of it and of nothing else.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from outreach.core.text import normalised

FORM = 2
"""The version of the canonical form. A frozen document keeps the one that it was frozen in: form 1 had no `alerts`."""

MARK = re.compile(r"\[([A-Z][1-9]\d{0,2}\.\d+)\]")
"""How a text refers to evidence: [L2.3]."""


@dataclass(frozen=True, slots=True)
class Source:
    """A piece of evidence, as the document names it. `dated` is a day in ISO form."""

    ref: str
    title: str
    dated: str
    places: str
    url: str = ""
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A commitment: what was promised, done and not done, and what is not known. `confirmed` is the day on which its text was checked."""

    key: str
    summary: str
    addressee: str
    promised: str
    confirmed: str
    state: str
    done: str
    not_done: str
    gaps: str
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class Party:
    """An organisation that took part. `name` is its own when it has agreed (`approved`, a day in ISO form), and otherwise a description.

    `dissent` is its own note, printed beside.
    """

    name: str
    approved: str
    contribution: str
    dissent: str


@dataclass(frozen=True, slots=True)
class Alerts:
    """How the practice alerts of an area stood at the end of the period, as words or numbers, none of them from 1 to 4."""

    area: str
    waiting: str
    late: str
    answered: str
    disputed: str


@dataclass(frozen=True, slots=True)
class Letter:
    """The whole document. `dated`, `period_from` and `period_to` are days in ISO form.

    `alerts` is None in a document of form 1, which says nothing of practice alerts; it is written again as it was.
    """

    title: str
    dated: str
    period_from: str
    period_to: str
    addressee_name: str
    addressee_office: str
    addressee_body: str
    address: str
    salutation: str
    opening: str
    closing: str
    signed_name: str
    signed_office: str
    sections: tuple[Section, ...] = ()
    parties: tuple[Party, ...] = ()
    alerts: tuple[Alerts, ...] | None = None

    @property
    def sources(self) -> tuple[Source, ...]:
        return tuple(source for section in self.sections for source in section.sources)


def write_canonical(letter: Letter) -> str:
    """The document as JSON in one fixed form: sorted names, no spaces, texts in their normal form."""
    form, content = FORM, _settled(asdict(letter))
    if letter.alerts is None:
        form = 1
        del content["alerts"]
    return json.dumps({"form": form, **content}, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def read_canonical(text: str) -> Letter:
    """The document that `write_canonical` made *text* of. Raises ValueError when it was made in a form that is not known."""
    found: dict[str, Any] = json.loads(text)
    form = found.pop("form")
    if form not in range(1, FORM + 1) or ("alerts" in found) != (form > 1):
        raise ValueError("a progress update in a form that is not known here")
    sections = tuple(Section(**{**section, "sources": tuple(Source(**one) for one in section["sources"])}) for section in found["sections"])
    found |= {"sections": sections, "parties": tuple(Party(**party) for party in found["parties"])}
    return Letter(**found | ({"alerts": tuple(Alerts(**one) for one in found["alerts"])} if form > 1 else {}))


def digest(text: str) -> str:
    """SHA-256 of a canonical text, 64 hex digits."""
    return hashlib.sha256(text.encode()).hexdigest()


def find_marks(text: str) -> list[str]:
    """The evidence that *text* refers to, in its order."""
    return MARK.findall(text)


def texts_of(letter: Letter) -> Iterator[tuple[str, str]]:
    """Everything that was written for this document, with the place where it stands: a commitment's key, or '' outside of them."""
    yield from (("", text) for text in (letter.opening, letter.closing))
    for section in letter.sections:
        yield from ((section.key, text) for text in (section.done, section.not_done, section.gaps))
    yield from (("", text) for party in letter.parties for text in (party.contribution, party.dissent))


def _settled(value: Any) -> Any:
    if isinstance(value, str):
        return normalised(value)
    if isinstance(value, dict):
        return {name: _settled(each) for name, each in value.items()}
    return [_settled(each) for each in value] if isinstance(value, list | tuple) else value
