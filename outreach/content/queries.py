"""Reads of content."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, exists, func, or_, select

from outreach.content.library import Claim, ClaimKind, Contact, Gravity, Library, Page, Revision, Source, State, Translation, Unit
from outreach.content.models import BlockRow, ClaimRow, ContactRow, PageRow, PublicationRequest, RevisionRow, TranslationRow, UnitRow
from outreach.content.rules import cautions_in
from outreach.core.db import db

WITHDRAWAL = "claim/any/withdrawal"
_LIBRARY = ("page/", "claim/", "contact/")  # how the keys of its units begin


def list_open_requests() -> list[PublicationRequest]:
    """Requests to publish that have not been served, oldest first."""
    open_ones = select(PublicationRequest).where(PublicationRequest.published_at.is_(None))
    return list(db.session.scalars(open_ones.order_by(PublicationRequest.requested_at, PublicationRequest.id)))


def has_request_since(instant: datetime) -> bool:
    """Whether anybody asked for a publication at or after *instant*."""
    return bool(db.session.scalar(select(exists().where(PublicationRequest.requested_at >= instant))))


def find_latest_request() -> datetime | None:
    """When somebody asked for a publication the last time; None before the first."""
    return db.session.scalar(select(func.max(PublicationRequest.requested_at)))


def list_unnoted_lapses(today: date) -> list[ClaimRow]:
    """Claims whose review date has passed and whose lapse has not been noted yet, by key."""
    lapsed = ClaimRow.review_by < today
    unnoted = ClaimRow.lapse_noted_for.is_distinct_from(ClaimRow.review_by)
    return list(db.session.scalars(select(ClaimRow).where(lapsed, unnoted).order_by(ClaimRow.key)))


def find_library() -> Library | None:
    """Everything that readers can be told, or None before the first import. Seven queries, whatever its size."""
    units = stored_units()
    if WITHDRAWAL not in units:
        return None
    return Library(tuple(_pages(units)), {c.key: c for c in _claims(units)}, {c.key: c for c in _contacts(units)}, units[WITHDRAWAL])


def without_invented(library: Library) -> Library:
    """*library* as production shows it: services that do not exist are left out."""
    return replace(library, contacts={key: contact for key, contact in library.contacts.items() if not contact.is_invented})


def stored_units() -> dict[str, Unit]:
    """Every unit of the library that this installation ever had, by key, whether or not it stands on a page now.

    Units of features (an event's title) stand on no page: no import touches them. They are read by `find_units`.
    """
    return _units(lambda key: or_(*(key.startswith(prefix) for prefix in _LIBRARY)))


def find_units(keys: Collection[str]) -> dict[str, Unit]:
    """The units with these keys, with their history and translations. Three queries, however many there are."""
    return _units(lambda key: key.in_(keys)) if keys else {}


def find_claim(key: str) -> Claim | None:
    """The claim of this key, as readers are told it now. Its text and its withdrawal text are read, and no other."""
    row = db.session.execute(select(*ClaimRow.__table__.c).where(ClaimRow.key == key)).one_or_none()
    return _claim(row, find_units([f"claim/{key}", f"claim/{key}/withdrawal"])) if row else None


def list_cautions(slug: str) -> tuple[str, ...]:
    """The cautions that stand on a page, in the order of reading."""
    texts = select(UnitRow.english).join(BlockRow, BlockRow.unit_key == UnitRow.key).where(BlockRow.page_slug == slug)
    kinds = {key: ClaimKind(kind) for key, kind in db.session.execute(select(ClaimRow.key, ClaimRow.kind))}
    return cautions_in(db.session.scalars(texts.order_by(BlockRow.place)), kinds)


def _units(wanted: Callable[[Any], ColumnElement[bool]]) -> dict[str, Unit]:
    """The units whose key is *wanted*."""
    revisions: defaultdict[str, list[Revision]] = defaultdict(list)
    history = select(*RevisionRow.__table__.c).where(wanted(RevisionRow.unit_key)).order_by(RevisionRow.unit_key, RevisionRow.place)
    for row in db.session.execute(history):
        change = None if row.change is None else Gravity(row.change)
        revisions[row.unit_key].append(Revision(row.revision, change, row.changed_on, row.text))
    translations: defaultdict[str, dict[str, Translation]] = defaultdict(dict)
    latest = select(*TranslationRow.__table__.c).where(wanted(TranslationRow.unit_key)).order_by(TranslationRow.place)
    for row in db.session.execute(latest):
        translations[row.unit_key][row.language] = Translation(row.text, row.source, State(row.state), row.made_by, row.made_on)
    rows = db.session.execute(select(*UnitRow.__table__.c).where(wanted(UnitRow.key)))
    return {row.key: Unit(row.key, Gravity(row.kind), row.english, tuple(revisions[row.key]), translations[row.key]) for row in rows}


def find_contact_names() -> dict[str, str]:
    """The name of every number to call, by its key, in their order."""
    return {
        row.key: row.name for row in db.session.execute(select(ContactRow.key, ContactRow.name).order_by(ContactRow.place, ContactRow.key))
    }


def _pages(units: dict[str, Unit]) -> Iterable[Page]:
    blocks: defaultdict[str, list[Unit]] = defaultdict(list)
    for row in db.session.execute(select(*BlockRow.__table__.c).order_by(BlockRow.place)):
        blocks[row.page_slug].append(units[row.unit_key])
    for row in db.session.execute(select(*PageRow.__table__.c).order_by(PageRow.place, PageRow.slug)):
        title, heading = (units[f"page/{row.slug}/{name}"] for name in ("title", "heading"))
        yield Page(row.slug, row.is_essential, title, heading, tuple(blocks[row.slug]), tuple(row.nations), row.place)


def _claims(units: dict[str, Unit]) -> Iterable[Claim]:
    rows = db.session.execute(select(*ClaimRow.__table__.c).order_by(ClaimRow.place, ClaimRow.key))
    return (_claim(row, units) for row in rows)


def _claim(row: Any, units: dict[str, Unit]) -> Claim:
    return Claim(
        key=row.key,
        kind=ClaimKind(row.kind),
        unit=units[f"claim/{row.key}"],
        owner=row.owner,
        source=Source(row.source_title, row.source_address, row.source_on, row.source_key),
        nations=tuple(row.nations),
        review_by=row.review_by,
        depends_on=tuple(row.depends_on),
        withdrawal=units[f"claim/{row.key}/withdrawal"] if row.has_withdrawal else None,
        is_withdrawn=row.withdrawn_at is not None,
        area=row.area,
    )


def _contacts(units: dict[str, Unit]) -> Iterable[Contact]:
    for row in db.session.execute(select(*ContactRow.__table__.c).order_by(ContactRow.place, ContactRow.key)):
        yield Contact(
            key=row.key,
            name=row.name,
            dial=row.dial,
            display=row.display,
            run_by=row.run_by,
            texts=tuple(units[f"contact/{row.key}/{name}"] for name in row.texts),
            source=Source(row.source_title, row.source_address, row.source_on),
            checked_on=row.checked_on,
            is_invented=row.is_invented,
            has_failed=row.has_failed,
            textphone=row.textphone,
            funded_by=row.funded_by,
            linked_to=None if row.linked_to is None else tuple(row.linked_to),
            checked_by=row.checked_by,
        )
