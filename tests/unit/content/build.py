"""Small libraries of content for tests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from outreach.content.library import Claim, ClaimKind, Gravity, Library, Page, Revision, Source, State, Translation, Unit
from outreach.core.text import revision_id

TODAY = date(2026, 11, 22)
SOURCE = Source("A letter", "somewhere", date(2022, 1, 25))


def unit(key: str, english: str, kind: Gravity = Gravity.SAFETY, changes: Sequence[tuple[str, Gravity]] = (), **own: str) -> Unit:
    """A unit with its history (*changes*: later texts) and translations made from the first English text, by language."""
    revisions = (
        Revision(revision_id(english), text=english),
        *(Revision(revision_id(text), change, TODAY, text) for text, change in changes),
    )
    translations = {tag: Translation(text, revision_id(english), State.MACHINE, "mt", TODAY) for tag, text in own.items()}
    return Unit(key, kind, changes[-1][0] if changes else english, revisions, translations)


def claim(key: str, kind: ClaimKind, text: Unit, **more: object) -> Claim:
    settings: dict[str, object] = {"owner": "lead", "source": SOURCE, "nations": ("england",), **more}
    return Claim(key=key, kind=kind, unit=text, **settings)  # type: ignore[arg-type]


def library(claims: Mapping[str, Claim], blocks: Sequence[Unit], withdrawal: Unit | None = None) -> Library:
    title, heading = unit("page/p/title", "Title", ur="عنوان"), unit("page/p/heading", "Heading", ur="سرخی")
    page = Page("p", True, title, heading, tuple(blocks))
    return Library((page,), claims, {}, withdrawal or unit("claim/any/withdrawal", "Checking.", ur="جانچ۔"))
