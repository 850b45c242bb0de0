"""Writes of content. What readers are told changes only together with a request to publish and a row in the audit trail."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import delete, func, insert, select, update

from outreach.audit.operations import record
from outreach.content.changes import ChangeRefused, revise, translate
from outreach.content.imports import Step
from outreach.content.library import Claim, ClaimKind, Gravity, Library, Revision, Translation, Unit, units_of
from outreach.content.models import BlockRow, ClaimRow, ContactRow, PageRow, PublicationRequest, RevisionRow, TranslationRow, UnitRow
from outreach.content.never_say import find_said
from outreach.content.queries import find_claim, find_units, list_unnoted_lapses, stored_units
from outreach.core.db import db
from outreach.core.text import ERASED, normalised, revision_id


class UnknownClaim(Exception):
    """There is no claim with this key."""


class UnknownText(Exception):
    """There is no unit with this key."""


class NothingToDo(Exception):
    """The claim is already as asked; says how."""


def request_publication(reason: str, *, now: datetime) -> PublicationRequest:
    """Ask the site to publish what is committed together with this request."""
    request = PublicationRequest(requested_at=now, reason=reason, published_at=None)
    db.session.add(request)
    return request


def close_requests(ids: list[UUID], *, now: datetime) -> None:
    """Note that the requests with these *ids* have been published."""
    db.session.execute(update(PublicationRequest).where(PublicationRequest.id.in_(ids)).values(published_at=now))


def withdraw_claim(key: str, *, reason: str, by: str, now: datetime) -> None:
    """Take a claim out of force in every language; readers get the withdrawal text. Raises UnknownClaim, NothingToDo."""
    claim = _claim(key)
    if claim.withdrawn_at:
        raise NothingToDo(f"{key} has been withdrawn since {claim.withdrawn_at:%Y-%m-%d %H:%M} UTC: {claim.withdrawn_reason}")
    claim.withdrawn_at, claim.withdrawn_reason = now, reason
    record("claim.withdrawn", f"claim/{key}", by=by, now=now, detail=reason)
    request_publication(f"claim/{key} withdrawn", now=now)


def restore_claim(key: str, *, by: str, now: datetime) -> None:
    """Put a withdrawn claim back in force. Raises UnknownClaim, NothingToDo."""
    claim = _claim(key)
    if not claim.withdrawn_at:
        lapsed = f"; its review date was {claim.review_by}" if claim.review_by and claim.review_by < now.date() else ""
        raise NothingToDo(f"{key} is not withdrawn{lapsed}")
    claim.withdrawn_at = claim.withdrawn_reason = None
    record("claim.restored", f"claim/{key}", by=by, now=now)
    request_publication(f"claim/{key} restored", now=now)


def put_claim(claim: Claim, *, by: str, now: datetime) -> bool:
    """Tell readers *claim*, which is new or takes the place of what its key said; False, and nothing written, when it is there already.

    A sentence that differs is a change of safety in the history of its text, so that no older translation stands for it. A withdrawal
    stays until it is restored, whatever the new sentence says.
    """
    old, unit = find_claim(claim.key), find_units([claim.unit.key]).get(claim.unit.key)
    new = replace(claim, unit=revise(unit, claim.unit.english, Gravity.SAFETY, now.date()) if unit else claim.unit)
    if old == replace(new, is_withdrawn=old is not None and old.is_withdrawn):
        return False
    if new.unit != unit:
        _save_unit(unit, new.unit)
    db.session.flush()
    place = db.session.scalar(select(ClaimRow.place).where(ClaimRow.key == claim.key)) if old else _next_place()
    _save_claim(new, place or 0)
    record("claim.put", claim.unit.key, by=by, now=now)
    request_publication(f"{claim.unit.key} put", now=now)
    return True


def drop_claim(key: str, *, by: str, now: datetime) -> bool:
    """Tell readers the claim no more; its text keeps its history. False when there is none, or when it is withdrawn: readers who knew the
    sentence are told that it is being checked until somebody restores it.
    """
    claim = db.session.get(ClaimRow, key)
    if claim is None or claim.withdrawn_at:
        return False
    db.session.delete(claim)
    record("claim.dropped", f"claim/{key}", by=by, now=now)
    request_publication(f"claim/{key} dropped", now=now)
    return True


def note_lapses(*, now: datetime) -> list[str]:
    """Note claims whose review date has passed, once each; returns their keys.

    Readers then get the withdrawal text. A lifeline stays on the page whatever its date: only the audit trail and the worker's log
    raise the alarm, since no number at all is worse than an old one.
    """
    lapsed = list_unnoted_lapses(now.date())
    for claim in lapsed:
        is_lifeline = claim.kind == ClaimKind.LIFELINE
        claim.lapse_noted_for = claim.review_by
        record(
            "lifeline.overdue" if is_lifeline else "claim.lapsed", f"claim/{claim.key}", by="worker", now=now, detail=str(claim.review_by)
        )
        if not is_lifeline:
            request_publication(f"claim/{claim.key} lapsed", now=now)
    return [claim.key for claim in lapsed]


def save_library(merged: Library, steps: list[Step], *, by: str, now: datetime) -> bool:
    """Write what differs between the database and *merged*; False when no step changes anything.

    A row in the audit trail for each step that changes something, and one request to publish.
    """
    changes = [step for step in steps if step.is_change]
    if not changes:
        return False
    known = stored_units()
    for key, unit in units_of(merged).items():
        if unit != known.get(key):
            _save_unit(known.get(key), unit)
    db.session.flush()
    _save_pages(merged)
    _save_claims(merged)
    _save_contacts(merged)
    for step in changes:
        record("content.imported", step.key, by=by, now=now, detail=step.what)
    request_publication(f"content imported: {len(changes)} changes", now=now)
    return True


def write_text(key: str, english: str, *, kind: Gravity, like: str | None = None, on: date) -> bool:
    """Give a unit that stands on no page this English; False when it has it already. *kind* is how grave a change of it is.

    A unit that is not there begins as a copy of the unit *like*, with its history and translations: where the text differs they are stale,
    as after any change. Whoever calls has it in the trail, and asks for a publication when readers see it. Raises ChangeRefused for an
    empty text.
    """
    known = find_units({one for one in (key, like) if one})
    old, model = known.get(key), known.get(like or "")
    base = old or (replace(model, key=key) if model else None)
    unit = revise(base, english, kind, on) if base else _first(key, kind, english)
    if unit == old:
        return False
    _save_unit(old, unit)
    return True


def begin_texts(texts: Mapping[str, str], *, kind: Gravity) -> None:
    """Keep units that are new for sure, by key with their English: many at once. Raises ChangeRefused for an empty text."""
    units = [_first(key, kind, english) for key, english in texts.items()]
    if not units:
        return
    db.session.execute(insert(UnitRow), [{"key": one.key, "kind": int(kind), "english": one.english} for one in units])
    first = [{"unit_key": one.key, "revision": one.revisions[0].id, "text": one.english} for one in units]
    db.session.execute(insert(RevisionRow).values(place=0, change=None, on=None), first)


def copy_text(key: str, *, like: str, kind: Gravity, on: date) -> None:
    """Make the unit *key* say what the unit *like* says. Raises UnknownText."""
    model = find_units({like}).get(like)
    if model is None:
        raise UnknownText(like)
    write_text(key, model.english, kind=kind, like=like, on=on)


def save_translation(key: str, tag: str, translation: Translation) -> bool:
    """Keep a translation of a unit that stands on no page; False when it changes nothing. Raises ChangeRefused, UnknownText."""
    old = find_units({key}).get(key)
    if old is None:
        raise UnknownText(key)
    unit = translate_own(old, tag, translation)
    if unit is not old:
        _save_unit(old, unit)
    return unit is not old


def translate_own(unit: Unit, tag: str, translation: Translation) -> Unit:
    """`changes.translate` for a unit that stands on no page, whose words nobody else looks through. Raises ChangeRefused, too where it
    says what no page may say.
    """
    if phrase := find_said(translation.text, tag):
        raise ChangeRefused(unit.key, f"says “{phrase.text}”, which no page may say: {phrase.reason}")
    return translate(unit, tag, translation)


def save_translations(tag: str, translations: Mapping[str, Translation], *, by: str, now: datetime) -> list[Step]:
    """Keep translations of units that stand on no page, by key, with a row in the trail for each that changes something.

    Raises ChangeRefused, UnknownText.
    """
    steps = [Step(key, f"{tag}: translation saved") for key, one in translations.items() if save_translation(key, tag, one)]
    for step in steps:
        record("content.imported", step.key, by=by, now=now, detail=step.what)
    if steps:
        request_publication(f"{len(steps)} translations imported", now=now)
    return steps


def erase_text(key: str) -> None:
    """Take away what a unit that stands on no page says and ever said, in every language; `ERASED` stays."""
    for model in (TranslationRow, RevisionRow):
        db.session.execute(delete(model).where(model.unit_key == key))
    db.session.execute(update(UnitRow).where(UnitRow.key == key).values(english=ERASED))
    db.session.add(RevisionRow(unit_key=key, place=0, revision=revision_id(ERASED), change=None, on=None, text=ERASED))


def _first(key: str, kind: Gravity, english: str) -> Unit:
    text = normalised(english)
    if not text:
        raise ChangeRefused(key, "the text is empty")
    return Unit(key, kind, text, (Revision(revision_id(text), text=text),))


def _claim(key: str) -> ClaimRow:
    claim = db.session.get(ClaimRow, key)
    if claim is None:
        raise UnknownClaim(f"there is no claim {key!r}")
    return claim


def _save_unit(old: Unit | None, unit: Unit) -> None:
    db.session.merge(UnitRow(key=unit.key, kind=int(unit.kind), english=unit.english))
    if old is None:
        db.session.flush()
    for place, revision in enumerate(unit.revisions):
        if old and place < len(old.revisions) and old.revisions[place].text is None and revision.text is not None:
            here = RevisionRow.unit_key == unit.key, RevisionRow.place == place
            db.session.execute(update(RevisionRow).where(*here).values(text=revision.text))
        if old is None or place >= len(old.revisions):
            change = None if revision.change is None else int(revision.change)
            row = RevisionRow(unit_key=unit.key, place=place, revision=revision.id, change=change, on=revision.on, text=revision.text)
            db.session.add(row)
    fresh = {tag: t for tag, t in unit.translations.items() if old is None or old.translations.get(tag) != t}
    places = _count_translations(unit.key) if old else {}
    rows = [
        {"language": tag, "place": places.get(tag, 0), "source": t.source, "text": t.text, "state": t.state, "by": t.by, "on": t.on}
        for tag, t in fresh.items()
    ]
    if rows:  # thousands at the first import: as rows and not as records
        db.session.flush()
        db.session.execute(insert(TranslationRow).values(unit_key=unit.key), rows)


def _count_translations(unit_key: str) -> dict[str, int]:
    """How many translations of a unit there have been, by language."""
    counted = select(TranslationRow.language, func.count().label("places")).where(TranslationRow.unit_key == unit_key)
    counted = counted.group_by(TranslationRow.language)
    return {row.language: row.places for row in db.session.execute(counted)}


def _save_pages(library: Library) -> None:
    db.session.execute(delete(BlockRow))
    db.session.execute(delete(PageRow).where(PageRow.slug.not_in([page.slug for page in library.pages])))
    for page in library.pages:
        db.session.merge(PageRow(slug=page.slug, place=page.position, is_essential=page.is_essential, nations=list(page.nations)))
    db.session.flush()
    for page in library.pages:
        db.session.add_all(BlockRow(unit_key=block.key, page_slug=page.slug, place=place) for place, block in enumerate(page.blocks))


def _save_claims(library: Library) -> None:
    db.session.execute(delete(ClaimRow).where(ClaimRow.key.not_in(library.claims.keys())))
    for place, claim in enumerate(library.claims.values()):
        _save_claim(claim, place)


def _save_claim(claim: Claim, place: int) -> None:
    row = db.session.get(ClaimRow, claim.key) or ClaimRow(key=claim.key)
    row.place, row.kind, row.owner, row.source_key = place, claim.kind, claim.owner, claim.source.key
    row.source_title, row.source_address, row.source_on = claim.source.title, claim.source.address, claim.source.on
    row.nations, row.depends_on = list(claim.nations), list(claim.depends_on)
    row.review_by, row.has_withdrawal, row.area = claim.review_by, claim.withdrawal is not None, claim.area
    db.session.add(row)


def _next_place() -> int:
    return (db.session.scalar(select(func.max(ClaimRow.place))) or 0) + 1


def _save_contacts(library: Library) -> None:
    db.session.execute(delete(ContactRow).where(ContactRow.key.not_in(library.contacts.keys())))
    for place, contact in enumerate(library.contacts.values()):
        row = db.session.get(ContactRow, contact.key) or ContactRow(key=contact.key)
        row.place, row.name, row.dial, row.display, row.run_by = place, contact.name, contact.dial, contact.display, contact.run_by
        row.source_title, row.source_address, row.source_on = contact.source.title, contact.source.address, contact.source.on
        row.texts = [text.key.rpartition("/")[2] for text in contact.texts]
        row.checked_on, row.is_invented, row.has_failed = contact.checked_on, contact.is_invented, contact.has_failed
        row.textphone, row.funded_by, row.checked_by = contact.textphone, contact.funded_by, contact.checked_by
        row.linked_to = None if contact.linked_to is None else list(contact.linked_to)
        db.session.add(row)
