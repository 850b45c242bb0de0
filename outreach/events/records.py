"""What is done to venues and interpreters. Each act is on record under the id of the record, with names of fields."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias
from uuid import UUID

from outreach.audit.operations import record
from outreach.content.operations import request_publication
from outreach.core.db import db
from outreach.events.assigning import Act
from outreach.events.models import Interpreter, Venue
from outreach.events.queries import shows_venue

Record: TypeAlias = Venue | Interpreter


def subject_of(one: Record) -> str:
    """How the trail names a venue or an interpreter."""
    return f"{one.__tablename__}/{one.id}"


def add_record(model: type[Record], record_id: UUID, values: Mapping[str, Any], doer: Act) -> Record:
    """A new venue or interpreter."""
    one = model(id=record_id, made_at=doer.now)
    if isinstance(one, Interpreter):
        one.tongues = set()
    for name, value in _settled(values).items():
        setattr(one, name, value)
    db.session.add(one)
    db.session.flush()
    _note(one, "made", doer)
    return one


def change_record(one: Record, values: Mapping[str, Any], doer: Act) -> bool:
    """Give the named fields these values; False when nothing is different."""
    settled = _settled(values)
    changed = [name for name, value in settled.items() if getattr(one, name) != value]
    for name in changed:
        setattr(one, name, settled[name])
    if changed:
        _note(one, "changed", doer, changed=changed)
    return bool(changed)


def set_aside(one: Record, doer: Act) -> None:
    """It is offered no more, and stays on record and with its events. Done twice, it changes nothing."""
    if one.archived_at is None:
        one.archived_at = doer.now
        _note(one, "set-aside", doer)


def take_back(one: Record, doer: Act) -> None:
    """Undo `set_aside`."""
    if one.archived_at is not None:
        one.archived_at = None
        _note(one, "taken-back", doer)


def _settled(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: set(value) if isinstance(value, list) else value for name, value in values.items()}


def _note(one: Record, act: str, doer: Act, *, changed: list[str] | None = None) -> None:
    record(f"{one.__tablename__}.{act}", subject_of(one), by=str(doer.by), now=doer.now, changed=sorted(changed or ()))
    if isinstance(one, Venue) and changed and shows_venue(one.id):
        request_publication(f"{subject_of(one)} changed", now=doer.now)
