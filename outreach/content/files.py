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

from outreach.content.library import Claim, ClaimKind, Contact, Gravity, Library, Page, Revision, Source, Translation, Unit
from outreach.content.po import ContentError, read_pages_po
from outreach.content.rules import named
from outreach.core.i18n import catalogue_path
from outreach.core.languages import ENGLISH, LANGUAGES
from outreach.core.text import normalised

SEED = Path(__file__).parent / "seed"
DEMONSTRATION_REVIEW = timedelta(days=180)
KEEPS_PAGE = "what-we-keep"
CONTACT_TEXTS = ("what", "hours", "cost")

_BLOCK = re.compile(r"^## (?P<heading>.+?) \{#(?P<key>[a-z0-9-]+) \.(?P<kind>safety|meaning|wording)\}$")

_PLACEHOLDER = re.compile(r"\{[^}]*\}")
_LINK = re.compile(r"\]\(([^)]*)\)")

Translations = Mapping[str, Mapping[str, Translation]]  # unit key → language tag → translation


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


def read_library(*, today: date, is_demo: bool, seed: Path = SEED) -> Library:
    """Everything that readers can be told, from the English files under *seed* and the PO files of every language.

    In a demonstration each claim is to be reviewed 180 days from *today*, and invented contacts are kept; elsewhere the file's
    date holds and invented contacts are left out. Raises ContentError naming file, line and reason.
    """
    translations = _read_translations()
    claims_file = _toml(seed / "claims.toml")
    pages = sorted((_read_page(path) for path in sorted((seed / "pages").glob("*.md"))), key=lambda draft: draft.meta["position"])
    library = Library(
        pages=tuple(_page(draft, translations, read_safety(seed)) for draft in pages),
        claims={c.key: c for c in _claims(claims_file, translations, today + DEMONSTRATION_REVIEW if is_demo else None)},
        contacts={c.key: c for c in _contacts(_toml(seed / "contacts.toml"), translations)},
        withdrawal=_unit("claim/any/withdrawal", Gravity.SAFETY, claims_file["withdrawal"], translations),
    )
    _check_names(library, {f"page/{draft.path.stem}": draft.path for draft in pages}, seed)
    return library if is_demo else _without_invented(library)


def read_safety(seed: Path = SEED) -> tuple[SafetyRow, ...]:
    """The reader-safety contract, in the order of its file."""
    return tuple(SafetyRow(key=key, **row) for key, row in _toml(seed / "safety.toml").items())


def _read_translations() -> Translations:
    found: defaultdict[str, dict[str, Translation]] = defaultdict(dict)
    for tag, language in LANGUAGES.items():
        path = catalogue_path(language.cldr, "pages")
        if tag == ENGLISH or not path.exists():
            continue
        for key, translation in read_pages_po(path).items():
            found[key][tag] = translation
    return found


def _toml(path: Path) -> dict[str, Any]:
    return _loads(path.read_text("utf-8"), path)


def _loads(text: str, path: Path, *, after: int = 0) -> dict[str, Any]:
    """TOML that begins *after* so many lines of the file."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"line (\d+)", str(error))
        raise ContentError(path, after + (int(found[1]) if found else 1), "is not TOML") from error


def _unit(key: str, kind: Gravity, english: str, translations: Translations) -> Unit:
    return Unit(key, kind, (Revision(normalised(english)),), translations.get(key, {}))


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


def _page(draft: _Draft, translations: Translations, safety: tuple[SafetyRow, ...]) -> Page:
    slug, meta = draft.path.stem, draft.meta
    rows = [(f"keeps-{row.key}", Gravity.SAFETY, row.reader) for row in safety if row.reader] if slug == KEEPS_PAGE else []
    first, *rest = draft.blocks
    return Page(
        slug=slug,
        is_essential=meta["essential"],
        title=_unit(f"page/{slug}/title", Gravity.WORDING, meta["title"], translations),
        heading=_unit(f"page/{slug}/heading", Gravity.MEANING, meta["heading"], translations),
        blocks=tuple(_unit(f"page/{slug}/{key}", kind, text, translations) for key, kind, text in [first, *rows, *rest]),
        nations=tuple(meta.get("nations", ())),
    )


def _claims(file: dict[str, Any], translations: Translations, review_by: date | None) -> Iterator[Claim]:
    sources = {key: Source(**source) for key, source in file["sources"].items()}
    for key, claim in file["claims"].items():
        yield Claim(
            key=key,
            kind=ClaimKind(claim["kind"]),
            unit=_unit(f"claim/{key}", Gravity.SAFETY, claim["text"], translations),
            owner=claim.get("owner", "Programme lead"),
            source=sources[claim["source"]],
            nations=tuple(claim.get("nations", ("england", "wales"))),
            review_by=review_by or claim.get("review_by"),
            depends_on=tuple(claim.get("depends_on", ())),
            withdrawal=_unit(f"claim/{key}/withdrawal", Gravity.SAFETY, claim["withdrawal"], translations)
            if "withdrawal" in claim
            else None,
        )


def _contacts(file: dict[str, Any], translations: Translations) -> Iterator[Contact]:
    for key, contact in file.items():
        texts = [_unit(f"contact/{key}/{name}", Gravity.MEANING, contact[name], translations) for name in CONTACT_TEXTS if name in contact]
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
        )


def _check_names(library: Library, paths: Mapping[str, Path], seed: Path) -> None:
    """Every placeholder and link leads somewhere, and every dependence of a reassurance is a caution."""
    slugs = {page.slug for page in library.pages}
    for page in library.pages:
        for block in page.blocks:
            linked = [target.removeprefix("page:") for target in _LINK.findall(block.english)]
            for kind, known in (("claim", library.claims), ("contact", library.contacts), ("page", slugs)):
                for key in linked if kind == "page" else named(block.english, kind):
                    if key not in known:
                        raise ContentError(paths[f"page/{page.slug}"], 1, f"{block.key}: there is no {kind} {key!r}")
    for claim in library.claims.values():
        for key in claim.depends_on:
            if key not in library.claims or library.claims[key].kind is not ClaimKind.CAUTION:
                raise ContentError(seed / "claims.toml", 1, f"{claim.key}: depends on {key!r}, which is no caution")


def _without_invented(library: Library) -> Library:
    return replace(library, contacts={key: contact for key, contact in library.contacts.items() if not contact.is_invented})
