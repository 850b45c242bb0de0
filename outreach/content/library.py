"""What readers can be told, as data: units of text with their history and translations, claims, contacts, pages.

A *unit* is a piece of English that is translated as one: a block of a page, a page's title, a claim, a withdrawal text, a
field of a contact. Its key is its `msgctxt` in PO files.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import IntEnum, StrEnum

from outreach.core.text import revision_id

LINKS = ("police", "home-office")  # whom a service can be linked to: what a reader has to know before calling
AREA_PAGE = "your-information"  # the page that an area has its own of, with what its police publish
EVENTS_PAGE = "events"  # the page that public events stand on; they and each area have their own
SERVICES_PAGE = "find-help"  # the page that services stand on; each area has its own
COMPOSED = frozenset({EVENTS_PAGE, SERVICES_PAGE})  # what `site` makes of these is more than the page itself


class Gravity(IntEnum):
    """How grave it is when a text changes, least first. Blocks are wording, meaning or safety; changes may be cosmetic."""

    COSMETIC = 0
    WORDING = 1
    MEANING = 2
    SAFETY = 3


class State(StrEnum):
    """How far a translation has been checked."""

    MACHINE = "machine"
    CHECKED = "checked"
    APPROVED = "approved"


class ClaimKind(StrEnum):
    LIFELINE = "lifeline"
    CAUTION = "caution"
    REASSURANCE = "reassurance"
    FACT = "fact"


@dataclass(frozen=True, slots=True)
class Revision:
    """One English text of a unit, known by its id, and how grave the change was that brought it (None for the first)."""

    id: str
    change: Gravity | None = None
    on: date | None = None
    text: str | None = None  # None where this installation never had it


@dataclass(frozen=True, slots=True)
class Translation:
    """A text in another language, made from the English revision `source` (a revision id)."""

    text: str
    source: str
    state: State = State.MACHINE
    by: str = ""
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Unit:
    """A piece of English with its history (oldest first, never empty) and its translations by language tag.

    The last revision is that of `english`. Raises ValueError when it is not.
    """

    key: str
    kind: Gravity
    english: str
    revisions: tuple[Revision, ...]
    translations: Mapping[str, Translation] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not self.revisions or self.revisions[-1].id != revision_id(self.english):
            raise ValueError(f"{self.key}: its history does not end with its text")


@dataclass(frozen=True, slots=True)
class Source:
    """Where a claim or a number comes from. `key` names it in the file of claims."""

    title: str
    address: str
    on: date
    key: str = ""


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence that readers act upon, with who answers for it and what it rests on.

    A claim with an `area` stands on that area's own page and in no block. It comes from the installation and not from its files.
    """

    key: str
    kind: ClaimKind
    unit: Unit
    owner: str
    source: Source
    nations: tuple[str, ...]
    review_by: date | None = None
    depends_on: tuple[str, ...] = ()
    withdrawal: Unit | None = None
    is_withdrawn: bool = False
    area: str = ""

    def is_in_force(self, today: date) -> bool:
        """Not withdrawn and not past its review. A lifeline never lapses by date: no number is worse than an old one."""
        lapsed = self.kind is not ClaimKind.LIFELINE and self.review_by is not None and self.review_by < today
        return not self.is_withdrawn and not lapsed


@dataclass(frozen=True, slots=True)
class Contact:
    """A number to call. `texts` are its translatable fields (what it is, hours, cost, languages), in the order of reading.

    `linked_to` are those of LINKS that it is linked to: None when nobody knows, empty when it is known to be linked to none.
    `checked_on` is when a person, `checked_by`, last rang it; `has_failed` says that the last check found it wrong, and hides it.
    """

    key: str
    name: str
    dial: str
    display: str
    run_by: str
    texts: tuple[Unit, ...]
    source: Source
    checked_on: date | None = None
    is_invented: bool = False
    has_failed: bool = False
    textphone: str = ""
    funded_by: str = ""
    linked_to: tuple[str, ...] | None = None
    checked_by: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """A page: a neutral title for the browser's history, a heading that says what it is about, and blocks in order."""

    slug: str
    is_essential: bool
    title: Unit
    heading: Unit
    blocks: tuple[Unit, ...]
    nations: tuple[str, ...] = ()
    position: int = 0

    @property
    def units(self) -> tuple[Unit, ...]:
        return (self.title, self.heading, *self.blocks)


@dataclass(frozen=True, slots=True)
class Library:
    """Everything that readers can be told, as of one moment."""

    pages: tuple[Page, ...]
    claims: Mapping[str, Claim]
    contacts: Mapping[str, Contact]
    withdrawal: Unit


def units_of(library: Library) -> dict[str, Unit]:
    """Every unit of *library* by its key, in the order of reading."""
    units = [library.withdrawal]
    for page in library.pages:
        units += page.units
    for claim in library.claims.values():
        units += [claim.unit, *([claim.withdrawal] if claim.withdrawal else [])]
    for contact in library.contacts.values():
        units += contact.texts
    return {unit.key: unit for unit in units}


def with_units(library: Library, units: Mapping[str, Unit]) -> Library:
    """*library* with its units replaced by those of the same key in *units*."""
    pages = tuple(
        replace(p, title=units[p.title.key], heading=units[p.heading.key], blocks=tuple(units[block.key] for block in p.blocks))
        for p in library.pages
    )
    claims = {
        key: replace(c, unit=units[c.unit.key], withdrawal=units[c.withdrawal.key] if c.withdrawal else None)
        for key, c in library.claims.items()
    }
    contacts = {key: replace(c, texts=tuple(units[text.key] for text in c.texts)) for key, c in library.contacts.items()}
    return Library(pages, claims, contacts, units[library.withdrawal.key])
