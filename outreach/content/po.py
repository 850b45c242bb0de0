"""Content as PO, domain `pages`: what translators work on, with Poedit or any other tool for gettext.

`msgctxt` is the key of the unit, `msgid` the English, and a translator comment holds where the translation stands:
`state: machine; source: <revision id>; by: <initials>; on: <date>`. An entry is fuzzy exactly when it is stale.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polib

from outreach.content.library import Claim, Gravity, Library, State, Translation, Unit
from outreach.content.rules import staleness
from outreach.core.areas import AREAS
from outreach.core.languages import LANGUAGES
from outreach.core.text import normalised, revision_id

_STATE = re.compile(r"state: (?P<state>\w+);(?: source: (?P<source>[0-9a-f]{64});)? by: (?P<by>[^;]*); on: (?P<on>\d{4}-\d\d-\d\d)")
_WIDE = 10_000  # one line of the file for each line of text: small differences when a text changes


class ContentError(Exception):
    """A content file that cannot be used: which, where and why, in one line."""

    def __init__(self, path: Path, line: int, reason: str) -> None:
        self.path, self.line, self.reason = path, line, reason
        super().__init__(f"{path.name}:{line}: {reason}")


@dataclass(frozen=True, slots=True)
class PoEntry:
    """One translated entry: its line in the file, the translation, and the English text that it was made from, if the file has it.

    `claimed` is the source that its comment names; one that names none stands beside its English.
    """

    line: int
    translation: Translation
    english: str | None
    claimed: str
    is_fuzzy: bool


@dataclass(frozen=True, slots=True)
class PagesPo:
    """A PO file of the domain `pages`: the tag of its language, and its translated entries by unit key."""

    tag: str
    entries: dict[str, PoEntry]


def read_pages_po(path: Path) -> PagesPo:
    """A PO file of the domain `pages`. An entry with no text is left out.

    The English of an entry that is not fuzzy is the `msgid` that it stands beside, whatever the comment says: a file made from
    older English stays a translation of older English; the comment need not name it. A fuzzy entry was made from the source that its
    comment names.
    Raises ContentError when the file is no PO file, is in none of our languages, names a unit twice, or an entry has no state line that
    can be read.
    """
    po = _open(path)
    tag, read = _tag_of(po, path), dict[str, PoEntry]()
    for entry in po:
        if entry.msgstr and not entry.obsolete:
            if not entry.msgctxt or entry.msgctxt in read:
                raise ContentError(path, entry.linenum, f"{entry.msgctxt or 'an entry'}: needs a msgctxt of its own")
            read[entry.msgctxt] = _read_entry(entry, path)
    return PagesPo(tag, read)


def _open(path: Path) -> polib.POFile:
    try:
        return polib.pofile(str(path), wrapwidth=_WIDE)
    except (OSError, UnicodeDecodeError) as error:
        found = re.search(r"line (\d+)", str(error))
        raise ContentError(path, int(found[1]) if found else 1, "is not a PO file") from error


def _tag_of(po: polib.POFile, path: Path) -> str:
    name = po.metadata.get("Language", "")
    for tag, language in LANGUAGES.items():
        if language.cldr == name:
            return tag
    raise ContentError(path, 1, f"its header names the language {name!r}, which is none of ours")


def read_template(path: Path) -> dict[str, str]:
    """The English texts of a template or PO file, by unit key."""
    return {entry.msgctxt: normalised(entry.msgid) for entry in polib.pofile(str(path), wrapwidth=_WIDE) if entry.msgctxt}


def write_pages_po(library: Library, tag: str | None) -> str:
    """The PO file of the language *tag*, or the template of all when it is None. The same library gives the same text."""
    return write_units_po(_units(library), tag)


def write_units_po(units: Iterable[tuple[Unit, str]], tag: str | None) -> str:
    """A PO file of units, each with a hint for its translator; a template when *tag* is None."""
    po = polib.POFile(wrapwidth=_WIDE)
    po.metadata = {
        "Project-Id-Version": "outreach",
        "Language": LANGUAGES[tag].cldr if tag else "",
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Transfer-Encoding": "8bit",
    }
    for unit, hint in units:
        po.append(_entry(unit, hint, unit.translations.get(tag) if tag else None))
    return f"{po}\n"


def _read_entry(entry: polib.POEntry, path: Path) -> PoEntry:
    found = _STATE.search(" ".join(entry.tcomment.split()))  # editors wrap long comments
    if not found or (entry.fuzzy and not found["source"]):
        raise ContentError(path, entry.linenum, f"{entry.msgctxt}: needs a comment like 'state: checked; by: AB; on: 2026-11-27'")
    try:
        state, on = State(found["state"]), date.fromisoformat(found["on"])
    except ValueError as error:
        raise ContentError(path, entry.linenum, f"{entry.msgctxt}: its state or date cannot be read: {error}") from error
    beside = revision_id(entry.msgid)
    source = found["source"] if entry.fuzzy else beside
    english = entry.previous_msgid if entry.fuzzy else entry.msgid
    known = normalised(english) if english and revision_id(english) == source else None
    return PoEntry(
        entry.linenum,
        Translation(normalised(entry.msgstr), source, state, found["by"].strip(), on),
        known,
        found["source"] or beside,
        entry.fuzzy,
    )


def _units(library: Library) -> Iterator[tuple[Unit, str]]:
    """Every unit with a hint for its translator, in the order of reading."""
    yield library.withdrawal, "Shown in place of a sentence that was withdrawn."
    for page in library.pages:
        yield page.title, "Title in the browser's history. Neutral: it must not say what the page is about."
        yield page.heading, "Heading of the page, as a reader would ask it."
        for block in page.blocks:
            yield block, f"A block, kind {block.kind.name.lower()}. Keep '## ' and whatever stands in braces as they are."
    for claim in library.claims.values():
        yield claim.unit, _claim_hint(claim)
        if claim.withdrawal:
            yield claim.withdrawal, f"Shown in place of the claim {claim.key} when it is withdrawn."
    for contact in library.contacts.values():
        for text in contact.texts:
            yield text, f"About the service {contact.name}."


def _claim_hint(claim: Claim) -> str:
    strength = {"caution": "Do not make it weaker.", "reassurance": "Do not make it stronger: it must not promise more."}
    place = f" What the police in {AREAS[claim.area].name} publish." if claim.area else ""
    return f"A claim, kind {claim.kind}.{place} {strength.get(claim.kind, '')}".strip()


def _entry(unit: Unit, hint: str, translation: Translation | None) -> polib.POEntry:
    entry = polib.POEntry(msgctxt=unit.key, msgid=unit.english, comment=hint)
    if translation is None:
        return entry
    entry.msgstr = translation.text
    entry.tcomment = f"state: {translation.state}; source: {translation.source}; by: {translation.by}; on: {translation.on}"
    if staleness(unit, translation.source)[0] is not Gravity.COSMETIC:
        entry.flags = ["fuzzy"]
        entry.previous_msgid = next((r.text for r in unit.revisions if r.id == translation.source), None)
    return entry
