"""Writing the English master as files: the counterpart of `files`, byte for byte."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from outreach.content.files import CONTACT_TEXTS, KEEPS_PAGE, NATIONS, OWNER
from outreach.content.library import Claim, Contact, Library, Page, Revision, Source, units_of

CLAIMS_HEAD = """\
# Sentences that readers act upon. A claim may be made plainer, never stronger than its source.
# kind: lifeline (never lapses by date), caution, reassurance (names the cautions that it depends on), fact.
"""
CONTACTS_HEAD = """\
# Every number here is to be re-checked by a person before publication: `checked_on` is absent until that has been done.
# `invented = true`: a service that does not exist, with a number that Ofcom keeps for drama; left out in production.
# `failed = true`: the last check found the number wrong; it is shown to nobody until it is mended.
"""
HISTORY_HEAD = """\
# The history of each English text that has changed: its revisions, oldest first, and how grave each change was.
# Written by `flask --app wsgi content declare UNIT KIND`. A text that is not here has had one revision.
"""


def write_english(library: Library, folder: Path) -> int:
    """Write pages, claims, contacts and history into *folder*; returns the number of files. The same library, the same bytes."""
    files = {f"pages/{page.slug}.md": _page(page) for page in library.pages}
    files["claims.toml"] = _claims(library)
    files["contacts.toml"] = CONTACTS_HEAD + "".join(_contact(contact) for contact in library.contacts.values())
    files["history.toml"] = write_history({key: unit.revisions for key, unit in units_of(library).items()})
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return len(files)


def write_history(history: Mapping[str, tuple[Revision, ...]]) -> str:
    """The text of history.toml for those texts that have changed."""
    parts = [HISTORY_HEAD]
    for key, revisions in history.items():
        if len(revisions) > 1:
            rows = "".join(f"    {_inline(_revision(revision))},\n" for revision in revisions)
            parts.append(f"\n[{_value(key)}]\nrevisions = [\n{rows}]\n")
    return "".join(parts)


def _revision(revision: Revision) -> dict[str, object]:
    fields: dict[str, object] = {"id": revision.id}
    fields |= {"change": revision.change.name.lower()} if revision.change is not None else {}
    return fields | ({"on": revision.on} if revision.on else {})


def _page(page: Page) -> str:
    meta: dict[str, object] = {"position": page.position, "essential": page.is_essential}
    meta |= {"title": page.title.english, "heading": page.heading.english}
    meta |= {"nations": list(page.nations)} if page.nations else {}
    parts = ["+++\n", *_lines(meta), "+++\n"]
    for block in page.blocks:
        key = block.key.rpartition("/")[2]
        if page.slug == KEEPS_PAGE and key.startswith("keeps-"):
            continue  # made from safety.toml
        heading, _, body = block.english.partition("\n")
        parts.append(f"\n{heading} {{#{key} .{block.kind.name.lower()}}}\n{body}\n")
    return "".join(parts)


def _claims(library: Library) -> str:
    sources = {claim.source.key: claim.source for claim in library.claims.values()}
    parts = [CLAIMS_HEAD, "\n", *_lines({"withdrawal": library.withdrawal.english})]
    for key, source in sources.items():
        parts += [f"\n[sources.{key}]\n", *_lines(_source(source))]
    for claim in library.claims.values():
        parts += [f"\n[claims.{claim.key}]\n", *_lines(_claim(claim))]
    return "".join(parts)


def _claim(claim: Claim) -> dict[str, object]:
    fields: dict[str, object] = {"kind": claim.kind.value, "text": claim.unit.english}
    fields |= {"owner": claim.owner} if claim.owner != OWNER else {}
    fields |= {"source": claim.source.key}
    fields |= {"nations": list(claim.nations)} if claim.nations != NATIONS else {}
    fields |= {"area": claim.area} if claim.area else {}
    fields |= {"review_by": claim.review_by} if claim.review_by else {}
    fields |= {"depends_on": list(claim.depends_on)} if claim.depends_on else {}
    return fields | ({"withdrawal": claim.withdrawal.english} if claim.withdrawal else {})


def _contact(contact: Contact) -> str:
    texts = {text.key.rpartition("/")[2]: text.english for text in contact.texts}
    fields: dict[str, object] = {"name": contact.name, "dial": contact.dial, "display": contact.display}
    fields |= {"textphone": contact.textphone} if contact.textphone else {}
    fields |= {"run_by": contact.run_by}
    fields |= {"funded_by": contact.funded_by} if contact.funded_by else {}
    fields |= {"linked_to": list(contact.linked_to)} if contact.linked_to is not None else {}
    fields |= {name: texts[name] for name in CONTACT_TEXTS if name in texts}
    fields |= {"checked_on": contact.checked_on} if contact.checked_on else {}
    fields |= {"checked_by": contact.checked_by} if contact.checked_by else {}
    fields |= {"invented": True} if contact.is_invented else {}
    fields |= {"failed": True} if contact.has_failed else {}
    return f"\n[{contact.key}]\n{''.join(_lines(fields))}source = {_inline(_source(contact.source))}\n"


def _source(source: Source) -> dict[str, object]:
    return {"title": source.title, "address": source.address, "on": source.on}


def _lines(fields: dict[str, object]) -> Iterator[str]:
    return (f"{name} = {_value(value)}\n" for name, value in fields.items())


def _inline(fields: dict[str, object]) -> str:
    return "{ " + ", ".join(f"{name} = {_value(value)}" for name, value in fields.items()) + " }"


def _value(value: object) -> str:
    """A TOML value. A JSON string is a TOML basic string (TOML 1.0) as long as nothing beyond the BMP is escaped: it is not."""
    return value.isoformat() if isinstance(value, date) else json.dumps(value, ensure_ascii=False)
