"""What is done to pathways. Each act is on record under the id of the route; whoever calls has asked `rules.may_change`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from outreach.audit.operations import record
from outreach.core.dates import LONDON
from outreach.core.db import db
from outreach.directory.models import Service
from outreach.pathways.models import Pathway
from outreach.pathways.queries import find_recipients, subject_of
from outreach.pathways.rules import Extent, PathwayRefused, Refusal, find_refusal

FIELDS = (
    *("need", "extent", "service_id", "recipient", "referred_by", "how", "hours", "capacity"),
    *("agreed_on", "agreed_for_police", "agreed_for_service", "review_on", "evidence_url"),
)


def add_pathway(pathway_id: UUID, area: str, values: Mapping[str, Any], *, by: UUID, now: datetime) -> Pathway:
    """Enter a route of an area; *values* by the names in `FIELDS`. Raises PathwayRefused."""
    _check(area, values, None, _day(now))
    made = Pathway(id=pathway_id, area=area, made_by_id=by, made_at=now, changed_at=now, **{name: values[name] for name in FIELDS})
    db.session.add(made)
    record("pathway.made", subject_of(made.id), by=str(by), now=now, detail=str(made.extent))
    return made


def change_pathway(pathway: Pathway, values: Mapping[str, Any], *, by: UUID, now: datetime) -> bool:
    """Give a route these values; False when nothing is different. The trail has how its extent went.

    Raises PathwayRefused.
    """
    if pathway.archived_at is not None:
        raise PathwayRefused(Refusal.ARCHIVED)
    changed = [name for name in FIELDS if getattr(pathway, name) != values[name]]
    if not changed:
        return False
    _check(pathway.area, values, pathway, _day(now))
    before = pathway.extent
    for name in changed:
        setattr(pathway, name, values[name])
    if "service_id" in changed:
        pathway.service = db.session.get(Service, values["service_id"]) if values["service_id"] else None
    pathway.changed_at = now
    moved = f"{before}/{pathway.extent}" if "extent" in changed else ""
    record("pathway.changed", subject_of(pathway.id), by=str(by), now=now, detail=moved, changed=changed)
    return True


def archive_pathway(pathway: Pathway, *, by: UUID, now: datetime) -> None:
    """It counts no more; done twice, it changes nothing."""
    if pathway.archived_at is None:
        pathway.archived_at = now
        record("pathway.archived", subject_of(pathway.id), by=str(by), now=now)


def take_back_pathway(pathway: Pathway, *, by: UUID, now: datetime) -> None:
    """It counts again; done twice, it changes nothing."""
    if pathway.archived_at is not None:
        pathway.archived_at = None
        record("pathway.taken-back", subject_of(pathway.id), by=str(by), now=now)


def _check(area: str, values: Mapping[str, Any], present: Pathway | None, today: date) -> None:
    sides = (values["agreed_for_police"], values["agreed_for_service"])
    to_service = values["service_id"]
    refusal = find_refusal(
        extent=Extent(values["extent"]), to_service=to_service is not None, recipient=values["recipient"], how=values["how"],
        agreed_on=values["agreed_on"], sides=sides, review_on=values["review_on"], today=today,
    )  # fmt: skip
    is_kept = present is not None and present.service_id == to_service
    if refusal is None and to_service and not is_kept and to_service not in {row.id for row in find_recipients(area)}:
        refusal = Refusal.SERVICE
    if refusal in (Refusal.TOO_EARLY, Refusal.TOO_LATE) and present is not None and present.review_on == values["review_on"]:
        refusal = None  # whoever mends a word need not have looked at everything
    if refusal:
        raise PathwayRefused(refusal)


def _day(now: datetime) -> date:
    return now.astimezone(LONDON).date()
