"""What a reader gets: pure rules over a library of content.

Whether a translation is current is arithmetic over revision ids, never a comparison of clocks.

The invariant of this module: **a reader never keeps a reassurance and loses its caution.** A reassurance is shown on a page
only where every caution that it depends on is shown on that same page, in force, and current in the reader's language.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

from outreach.content.library import AREA_PAGE, Claim, ClaimKind, Contact, Gravity, Library, Page, State, Unit
from outreach.core.areas import AREAS
from outreach.core.languages import ENGLISH

CONTACT_LASTS = timedelta(days=90)
_PLACEHOLDER = re.compile(r"\{(claim|contact):([a-z0-9-]+)\}")
_BRACES = re.compile(r"[{}]")
_LINK = re.compile(r"\]\(([^)]*)\)")


class Outcome(StrEnum):
    """What became of one unit for one reader, in the order of precedence of the contract."""

    WITHDRAWN = "withdrawn"  # 1: the withdrawal text instead
    UNSURE = "unsure"  # 2: a caution not current here: the withdrawal text, and the English under it
    HIDDEN = "hidden"  # 2: a reassurance whose caution is not kept
    ENGLISH = "english"  # 3: missing, or stale where safety is at stake: the English, labelled
    MEANING = "meaning"  # 4: stale in meaning: shown with a dated note
    WORDING = "wording"  # 5: stale in wording: shown with a small note
    CURRENT = "current"  # 6


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader gets of one unit: `text` in language `tag`. `behind` is the English under an UNSURE caution."""

    outcome: Outcome
    text: str
    tag: str
    since: date | None = None
    behind: str = ""
    is_unchecked: bool = False


@dataclass(frozen=True, slots=True)
class ContactReading:
    """What a reader gets of a number to call. `run_by` is told when it is not the name; `last_checked` when it is long ago."""

    name: str
    dial: str
    display: str
    texts: tuple[Reading, ...]
    last_checked: date | None
    run_by: str = ""
    funded_by: str = ""
    textphone: str = ""
    linked_to: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class PageReading:
    """What a reader gets of a page. `blocks` pairs each block's key with its reading; `claims` and `contacts` fill placeholders.

    On the page of an `area`, `own` is the key of that area's claim, among `claims`; empty where this reader gets nothing of it.
    """

    title: Reading
    heading: Reading
    blocks: tuple[tuple[str, Reading], ...]
    claims: Mapping[str, Reading]
    contacts: Mapping[str, ContactReading]
    area: str = ""
    own: str = ""

    @property
    def is_untranslated(self) -> bool:
        """Whether the page is not there in the reader's language: not even its heading. What it shares with others may be."""
        return self.title.outcome is Outcome.ENGLISH and self.heading.outcome is Outcome.ENGLISH

    @property
    def is_unchecked(self) -> bool:
        """Whether any text on the page, in the reader's language, has not been checked by a person."""
        fields = [reading for contact in self.contacts.values() for reading in contact.texts]
        return any(r.is_unchecked for r in (self.title, self.heading, *(b for _, b in self.blocks), *self.claims.values(), *fields))


def placeholders(text: str) -> list[str]:
    """The claims and contacts that *text* names, sorted, as 'claim:key' and 'contact:key', repeats kept."""
    return sorted(f"{kind}:{key}" for kind, key in _PLACEHOLDER.findall(text))


@lru_cache(maxsize=20_000)  # the same texts stand on many pages
def structure(text: str) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """What a translation has to keep: the placeholders and the targets of links, sorted; None when a placeholder does not stand
    alone in its paragraph or list item, so that it would be shown as braces, or when there is nothing to read.
    """
    if not any(character.isalnum() for character in text):
        return None
    lines = ["", *text.splitlines(), ""]
    for before, line, after in zip(lines, lines[1:], lines[2:], strict=False):
        if not _BRACES.search(line):
            continue
        is_item = line.startswith("- ")
        if not _PLACEHOLDER.fullmatch(line.removeprefix("- ")) or (after and not after.startswith("- ")):
            return None
        if before and not (is_item and before.startswith("- ")):
            return None
    return tuple(placeholders(text)), tuple(sorted(_LINK.findall(text)))


def named(text: str, kind: str) -> list[str]:
    """Keys of the *kind* ('claim' or 'contact') named in *text*, in the order of reading."""
    return [key for found, key in _PLACEHOLDER.findall(text) if found == kind]


def linked(text: str) -> list[str]:
    """Slugs of the pages that *text* links to, in the order of reading. A target that is no page of this site is kept as it is."""
    return [target.removeprefix("page:") for target in _LINK.findall(text)]


def cautions_in(texts: Iterable[str], kinds: Mapping[str, ClaimKind]) -> tuple[str, ...]:
    """The cautions that *texts* name, in the order of reading, each once. *kinds* are those of all claims."""
    keys = dict.fromkeys(key for text in texts for key in named(text, "claim"))
    return tuple(key for key in keys if kinds.get(key) is ClaimKind.CAUTION)


def areas_of(page: Page, library: Library) -> dict[str, Claim]:
    """The areas that have a page of their own of *page*, each with its claim, by the areas' names."""
    found = {claim.area: claim for claim in library.claims.values() if claim.area} if page.slug == AREA_PAGE else {}
    return dict(sorted(found.items(), key=lambda item: AREAS[item[0]].name))


def staleness(unit: Unit, source: str) -> tuple[Gravity, date | None]:
    """How grave what has happened to *unit* is for a translation made from revision *source*, and since when.

    COSMETIC means current. Over several changes the gravest counts; each weighs as much as the graver of the unit's kind and
    its own, but for a cosmetic one, which weighs nothing. A source that the unit never had counts as SAFETY: never trust it.
    """
    ids = [revision.id for revision in unit.revisions]
    if source not in ids:
        return Gravity.SAFETY, None
    latest = len(ids) - 1 - ids[::-1].index(source)
    worst, since = Gravity.COSMETIC, None
    for revision in unit.revisions[latest + 1 :]:
        change = Gravity.SAFETY if revision.change is None else revision.change
        weight = Gravity.COSMETIC if change is Gravity.COSMETIC else max(unit.kind, change)
        if weight > worst:
            worst, since = weight, revision.on
    return worst, since


def read_unit(unit: Unit, tag: str) -> Reading:
    """Rules 3 to 6: what a reader of *tag* gets of a unit that is in force."""
    if tag == ENGLISH:
        return Reading(Outcome.CURRENT, unit.english, ENGLISH)
    translation = unit.translations.get(tag)
    english = Reading(Outcome.ENGLISH, unit.english, ENGLISH)
    if translation is None or structure(translation.text) != structure(unit.english):
        return english
    worst, since = staleness(unit, translation.source)
    if worst is Gravity.SAFETY:
        return english
    outcome = {Gravity.MEANING: Outcome.MEANING, Gravity.WORDING: Outcome.WORDING, Gravity.COSMETIC: Outcome.CURRENT}[worst]
    return Reading(outcome, translation.text, tag, since, is_unchecked=translation.state is State.MACHINE)


def _is_kept(claim: Claim, tag: str, today: date) -> bool:
    return claim.is_in_force(today) and read_unit(claim.unit, tag).outcome is Outcome.CURRENT


def read_claim(claim: Claim, *, library: Library, tag: str, today: date, kept: frozenset[str]) -> Reading:
    """Rules 1 to 6 for one claim. `kept` are the cautions that this reader keeps on this page."""
    withdrawal = read_unit(claim.withdrawal or library.withdrawal, tag)
    if not claim.is_in_force(today):
        return replace(withdrawal, outcome=Outcome.WITHDRAWN, since=None)
    if claim.kind is ClaimKind.CAUTION and claim.key not in kept:
        return replace(withdrawal, outcome=Outcome.UNSURE, since=None, behind=claim.unit.english)
    if claim.kind is ClaimKind.REASSURANCE and not kept.issuperset(claim.depends_on):
        return Reading(Outcome.HIDDEN, "", tag)
    return read_unit(claim.unit, tag)


def read_contact(contact: Contact, *, tag: str, today: date) -> ContactReading:
    """What a reader of *tag* gets of a number: it stays however old its check is, and the reader is told when that is long ago."""
    is_old = contact.checked_on is not None and today - contact.checked_on > CONTACT_LASTS
    texts = tuple(read_unit(text, tag) for text in contact.texts)
    return ContactReading(
        name=contact.name,
        dial=contact.dial,
        display=contact.display,
        texts=texts,
        last_checked=contact.checked_on if is_old else None,
        run_by=contact.run_by if contact.run_by != contact.name else "",
        funded_by=contact.funded_by,
        textphone=contact.textphone,
        linked_to=contact.linked_to,
    )


def read_page(page: Page, *, library: Library, tag: str, today: date, area: str = "") -> PageReading:
    """What a reader of *tag* gets of *page*, or of the page that *area* has of it: the same, and the claim of that area.

    A contact that the library lacks (an invented one, in production) or whose check has failed is left out. Raises KeyError for a
    claim that it lacks.
    """
    blocks = tuple((block.key, read_unit(block, tag)) for block in page.blocks)
    own = areas_of(page, library)[area] if area else None
    on_page = [library.claims[key] for _, reading in blocks for key in named(reading.text, "claim")] + ([own] if own else [])
    kept = frozenset(c.key for c in on_page if c.kind is ClaimKind.CAUTION and _is_kept(c, tag, today))
    numbers = [library.contacts.get(key) for _, reading in blocks for key in named(reading.text, "contact")]
    title, heading = read_unit(page.title, tag), read_unit(page.heading, tag)
    if title.text == heading.text:  # a title must not say what the page is about
        title = Reading(Outcome.ENGLISH, page.title.english, ENGLISH)
    claims = {c.key: read_claim(c, library=library, tag=tag, today=today, kept=kept) for c in on_page}
    return PageReading(
        title=title,
        heading=heading,
        blocks=blocks,
        claims=claims,
        contacts={c.key: read_contact(c, tag=tag, today=today) for c in numbers if c and not c.has_failed},
        area=area,
        own=own.key if own and claims[own.key].outcome is not Outcome.HIDDEN else "",
    )


def withheld(page: Page, *, library: Library, tag: str, area: str = "") -> PageReading:
    """What a reader of *tag* gets of a page that was refused at publication: that it is being checked, and nothing else of it."""
    withdrawal = read_unit(library.withdrawal, tag)
    return PageReading(read_unit(page.title, tag), read_unit(page.heading, tag), (("withheld", withdrawal),), {}, {}, area)


def is_written_in(page: Page, tag: str) -> bool:
    """Whether *page* has its heading and a block in *tag*, so that it may call itself a page in that language."""
    return all(any(read_unit(unit, tag).tag == tag for unit in units) for units in ([page.heading], page.blocks))


def is_offered(library: Library, tag: str, *, is_demo: bool) -> bool:
    """Whether readers are offered *tag*. In production all units of the essential pages must be approved and current."""
    if tag == ENGLISH:
        return True
    essential = [page for page in library.pages if page.is_essential]
    if is_demo:
        return any(is_written_in(page, tag) for page in essential)
    return all(_is_approved(unit, tag) for page in essential for unit in _units_read(page, library))


def _units_read(page: Page, library: Library) -> list[Unit]:
    claims = [library.claims[key] for block in page.blocks for key in named(block.english, "claim")]
    contacts = [library.contacts[key] for block in page.blocks for key in named(block.english, "contact") if key in library.contacts]
    texts = [text for contact in contacts for text in contact.texts]
    withdrawals = [claim.withdrawal for claim in claims if claim.withdrawal]
    return [*page.units, *(claim.unit for claim in claims), *texts, *withdrawals, library.withdrawal]


def _is_approved(unit: Unit, tag: str) -> bool:
    translation = unit.translations.get(tag)
    return translation is not None and translation.state is State.APPROVED and read_unit(unit, tag).outcome is Outcome.CURRENT
