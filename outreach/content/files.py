"""Content as files: the English master, in Markdown and TOML, joined with its translations.

A page is TOML between `+++` lines, then blocks, each opened by `## Heading {#key .kind}`. Placeholders stand alone in their
paragraph or list item. A file that cannot be read whole is refused with its name, line and reason; nothing is guessed.
"""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from outreach.content.changes import ChangeRefused, translate
from outreach.content.faults import find_faults
from outreach.content.library import LINKS, Claim, ClaimKind, Contact, Gravity, Library, Page, Revision, Source, Translation, Unit, units_of
from outreach.content.po import ContentError, PoEntry, read_pages_po
from outreach.content.rules import staleness
from outreach.core.i18n import TRANSLATIONS
from outreach.core.languages import ENGLISH, LANGUAGES
from outreach.core.text import normalised, revision_id

SEED = Path(__file__).parent / "seed"
DEMONSTRATION_REVIEW = timedelta(days=180)
KEEPS_PAGE = "what-we-keep"
CONTACT_TEXTS = ("what", "hours", "cost", "languages")
NATIONS = ("england", "wales")
OWNER = "Programme lead"

_BLOCK = re.compile(r"^## (?P<heading>.+?) \{#(?P<key>[a-z0-9-]+) \.(?P<kind>safety|meaning|wording)\}$")
_PLACEHOLDER = re.compile(r"\{[^}]*\}")
_LINK = re.compile(r"\]\(([^)]*)\)")


@dataclass(frozen=True, slots=True)
class SafetyRow:
    """One promise of the reader-safety contract: to the reader (may be empty), in full, and what keeps it."""

    key: str
    promise: str
    mechanism: str
    reader: str = ""


@dataclass(slots=True)
class _Draft:
    """A page file as read, before its units are made."""

    path: Path
    meta: dict[str, Any]
    blocks: list[tuple[str, Gravity, str]] = field(default_factory=list)


def read_library(*, today: date, is_demo: bool, seed: Path = SEED, translations: Path = TRANSLATIONS) -> Library:
    """Everything that readers can be told: the English under *seed*, and the PO files of every language under *translations*.

    In a demonstration each claim but those of areas is to be reviewed 180 days from *today*; elsewhere the file's date holds. Raises
    ContentError naming file, line and reason.
    """
    make = _Units(read_history(seed), seed, translations)
    library = _assemble(seed, make, today + DEMONSTRATION_REVIEW if is_demo else None)
    make.refuse_strangers()
    for key, reason in find_faults(library):
        raise ContentError(*locate(key, seed), f"{key}: {reason}")
    return library


def read_texts(seed: Path = SEED) -> dict[str, str]:
    """The English texts under *seed* by unit key, whether or not their changes are declared."""
    library = _assemble(seed, _Units({}, seed, None), None)
    return {key: unit.english for key, unit in units_of(library).items()}


def read_history(seed: Path = SEED) -> dict[str, tuple[Revision, ...]]:
    """The declared history of each text that has changed, by unit key."""
    path = seed / "history.toml"
    found = _toml(path) if path.exists() else {}
    return {
        key: tuple(Revision(row["id"], _gravity(row.get("change")), row.get("on")) for row in value["revisions"])
        for key, value in found.items()
    }


def _assemble(seed: Path, make: _Units, review_by: date | None) -> Library:
    try:
        return _assemble_checked(seed, make, review_by)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise ContentError(seed, 1, f"has a value that is missing or of the wrong kind: {error}") from error
    except OSError as error:
        raise ContentError(seed, 1, f"cannot be read: {error}") from error


def _assemble_checked(seed: Path, make: _Units, review_by: date | None) -> Library:
    claims_file = _toml(seed / "claims.toml")
    drafts = [_read_page(path) for path in sorted((seed / "pages").glob("*.md"))]
    return Library(
        pages=tuple(_page(draft, make, read_safety(seed)) for draft in sorted(drafts, key=lambda draft: draft.meta["position"])),
        claims={c.key: c for c in _claims(claims_file, make, review_by)},
        contacts={c.key: c for c in _contacts(_toml(seed / "contacts.toml"), make)},
        withdrawal=make.unit("claim/any/withdrawal", Gravity.SAFETY, claims_file["withdrawal"]),
    )


def read_safety(seed: Path = SEED) -> tuple[SafetyRow, ...]:
    """The reader-safety contract, in the order of its file."""
    return tuple(SafetyRow(key=key, **row) for key, row in _toml(seed / "safety.toml").items())


class _Units:
    """Makes units: joins an English text with its declared history and its translations."""

    def __init__(self, history: Mapping[str, tuple[Revision, ...]], seed: Path, translations: Path | None) -> None:
        self.history, self.seed = history, seed
        self.entries: defaultdict[str, dict[str, tuple[PoEntry, Path]]] = defaultdict(dict)
        self.made: set[str] = set()
        for tag, language in LANGUAGES.items() if translations else ():
            po = (translations or seed) / language.cldr / "LC_MESSAGES" / "pages.po"
            if tag != ENGLISH and po.exists():
                read = read_pages_po(po)
                if read.tag != tag:
                    raise ContentError(po, 1, f"its header names another language than its folder, {language.cldr}")
                for key, entry in read.entries.items():
                    self.entries[key][tag] = (entry, po)

    def unit(self, key: str, kind: Gravity, english: str) -> Unit:
        text = normalised(english)
        texts = {entry.translation.source: entry.english for entry, _ in self.entries[key].values()} | {revision_id(text): text}
        history = self.history.get(key, (Revision(revision_id(text)),))
        if history[-1].id != revision_id(text):
            raise ContentError(*locate(key, self.seed), f"{key}: the English changed; {_how_to_declare(key)}")
        unit = Unit(key, kind, text, tuple(replace(revision, text=texts.get(revision.id)) for revision in history))
        self.made.add(key)
        for tag, (entry, po) in self.entries[key].items():
            try:
                unit = translate(unit, tag, settled(unit, entry))
            except ChangeRefused as refusal:
                raise ContentError(po, entry.line, f"{refusal}; if the English was changed, {_how_to_declare(key)}") from refusal
        return unit

    def refuse_strangers(self) -> None:
        """A translation of a unit that does not exist is a mistake in the file, not something to leave out in silence."""
        for key in self.entries.keys() - self.made:
            for entry, path in self.entries[key].values():
                raise ContentError(path, entry.line, f"{key}: there is no such text")


def settled(unit: Unit, entry: PoEntry) -> Translation:
    """The translation of a PO entry. Beside the English of today it may go on naming an older one that differs cosmetically only."""
    is_beside_today = not entry.is_fuzzy and entry.translation.source == unit.revisions[-1].id
    if is_beside_today and staleness(unit, entry.claimed)[0] is Gravity.COSMETIC:
        return replace(entry.translation, source=entry.claimed)
    return entry.translation


def locate(key: str, seed: Path = SEED) -> tuple[Path, int]:
    """The file and line where the English text *key* stands under *seed*; line 1 where it stands nowhere."""
    room, name, *rest = key.split("/")
    path = {"page": seed / "pages" / f"{name}.md", "claim": seed / "claims.toml", "contact": seed / "contacts.toml"}[room]
    signs = {"page": f"{{#{rest[-1]} ." if rest else "", "claim": f"[claims.{name}]", "contact": f"[{name}]"}
    if room == "page" and rest[-1] in ("title", "heading"):
        signs["page"] = f"{rest[-1]} = "
    if key == "claim/any/withdrawal":
        signs["claim"] = "withdrawal = "
    lines = path.read_text("utf-8").splitlines() if path.exists() else []
    return path, next((number for number, line in enumerate(lines, 1) if signs[room] in line), 1)


def _how_to_declare(key: str) -> str:
    return f"declare the change: flask --app wsgi content declare {key} safety|meaning|wording|cosmetic"


def _gravity(name: str | None) -> Gravity | None:
    return Gravity[name.upper()] if name else None


def _toml(path: Path) -> dict[str, Any]:
    return _loads(path.read_text("utf-8"), path)


def _loads(text: str, path: Path, *, after: int = 0) -> dict[str, Any]:
    """TOML that begins *after* so many lines of the file."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"line (\d+)", str(error))
        raise ContentError(path, after + (int(found[1]) if found else 1), "is not TOML") from error


def _read_page(path: Path) -> _Draft:
    lines = path.read_text("utf-8").splitlines()
    if not lines or lines[0] != "+++" or "+++" not in lines[1:]:
        raise ContentError(path, 1, "must begin with TOML between two lines '+++'")
    end = lines.index("+++", 1)
    draft = _Draft(path, _loads("\n".join(lines[1:end]), path, after=1))
    for name in ("position", "essential", "title", "heading"):
        if name not in draft.meta:
            raise ContentError(path, 1, f"lacks {name!r}")
    if draft.meta["title"] == draft.meta["heading"]:
        raise ContentError(path, 1, "the title must be neutral and differ from the heading")
    draft.blocks = list(_blocks(path, lines, end + 1))
    return draft


def _blocks(path: Path, lines: list[str], start: int) -> Iterator[tuple[str, Gravity, str]]:
    opened: re.Match[str] | None = None
    body: list[str] = []
    seen = {"title", "heading"}
    for number, line in enumerate([*lines[start:], "## "], start + 1):
        if not line.startswith("## "):
            _check_line(path, number, line)
            body.append(line)
            continue
        if opened:
            yield opened["key"], Gravity[opened["kind"].upper()], normalised("\n".join([f"## {opened['heading']}", "", *body]))
        elif any(text.strip() for text in body):
            raise ContentError(path, number, "text before the first block")
        if number > len(lines):
            return
        opened, body = _BLOCK.match(line), []
        if not opened:
            raise ContentError(path, number, "a block opens with '## Heading {#key .safety}' (or .meaning, .wording)")
        if opened["key"] in seen:
            raise ContentError(path, number, f"two blocks with the key {opened['key']!r}")
        seen.add(opened["key"])


def _check_line(path: Path, number: int, line: str) -> None:
    if _PLACEHOLDER.search(line) and not _PLACEHOLDER.fullmatch(line.removeprefix("- ").strip()):
        raise ContentError(path, number, "a placeholder stands alone in its paragraph or list item")
    if any(not target.startswith("page:") for target in _LINK.findall(line)):
        raise ContentError(path, number, "a link leads to a page of this site: [text](page:slug)")


def _page(draft: _Draft, make: _Units, safety: tuple[SafetyRow, ...]) -> Page:
    slug, meta = draft.path.stem, draft.meta
    rows = [(f"keeps-{row.key}", Gravity.SAFETY, row.reader) for row in safety if row.reader] if slug == KEEPS_PAGE else []
    first, *rest = draft.blocks
    return Page(
        slug=slug,
        is_essential=meta["essential"],
        title=make.unit(f"page/{slug}/title", Gravity.WORDING, meta["title"]),
        heading=make.unit(f"page/{slug}/heading", Gravity.MEANING, meta["heading"]),
        blocks=tuple(make.unit(f"page/{slug}/{key}", kind, text) for key, kind, text in [first, *rows, *rest]),
        nations=tuple(meta.get("nations", ())),
        position=meta["position"],
    )


def _claims(file: dict[str, Any], make: _Units, review_by: date | None) -> Iterator[Claim]:
    sources = {key: Source(**source, key=key) for key, source in file["sources"].items()}
    for key, claim in file["claims"].items():
        yield Claim(
            key=key,
            kind=ClaimKind(claim["kind"]),
            unit=make.unit(f"claim/{key}", Gravity.SAFETY, claim["text"]),
            owner=claim.get("owner", OWNER),
            source=sources[claim["source"]],
            nations=tuple(claim.get("nations", NATIONS)),
            review_by=claim.get("review_by") if "area" in claim else review_by or claim.get("review_by"),
            depends_on=tuple(claim.get("depends_on", ())),
            withdrawal=make.unit(f"claim/{key}/withdrawal", Gravity.SAFETY, claim["withdrawal"]) if "withdrawal" in claim else None,
            area=claim.get("area", ""),
        )


def _contacts(file: dict[str, Any], make: _Units) -> Iterator[Contact]:
    for key, contact in file.items():
        texts = [make.unit(f"contact/{key}/{name}", Gravity.MEANING, contact[name]) for name in CONTACT_TEXTS if name in contact]
        links = contact.get("linked_to")
        if links is not None and not (isinstance(links, list) and all(link in LINKS for link in links)):
            raise ContentError(*locate(f"contact/{key}", make.seed), f"contact/{key}: linked_to is a list of {', '.join(LINKS)}, or empty")
        yield Contact(
            key=key,
            name=contact["name"],
            dial=contact["dial"],
            display=contact["display"],
            run_by=contact["run_by"],
            texts=tuple(texts),
            source=Source(**contact["source"]),
            checked_on=contact.get("checked_on"),
            is_invented=contact.get("invented", False),
            has_failed=contact.get("failed", False),
            linked_to=None if links is None else tuple(links),
            **{name: contact.get(name, "") for name in ("textphone", "funded_by", "checked_by")},
        )
