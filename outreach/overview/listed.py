"""The services that an organisation lists, with what it asked for about them, for itself: without what only staff say of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select

from outreach.core.db import db
from outreach.directory.assigning import values_of
from outreach.directory.models import Service, ServiceChange
from outreach.directory.queries import changes_of, whole
from outreach.directory.revising import OF_STAFF
from outreach.directory.rules import LIVING, Stage
from outreach.directory.written import write_values
from outreach.overview.plain import fields_of
from outreach.partners.rules import RevisionState


@dataclass(frozen=True, slots=True)
class Listed:
    """A service of an organisation, and what it asked for about it, the latest first."""

    service: Service
    changes: list[ServiceChange]

    @property
    def pending(self) -> ServiceChange | None:
        return next((change for change in self.changes if change.state == RevisionState.PENDING), None)


def find_listed(organisation_id: UUID) -> list[Listed]:
    """Its services in the order of their names, whatever their stage."""
    wanted = select(Service).where(Service.organisation_id == organisation_id).options(*whole()).order_by(Service.name, Service.id)
    changes = changes_of(organisation_id)
    return [Listed(one, [change for change in changes if change.service_id == one.id]) for one in db.session.scalars(wanted)]


def find_given_back(organisation_id: UUID) -> list[ServiceChange]:
    """What of it was given back, while the organisation has asked for nothing else of that service."""
    latest: dict[UUID, ServiceChange] = {}
    for change in changes_of(organisation_id):
        latest.setdefault(change.service_id, change)
    stages = {True: {Stage.DRAFT}, False: LIVING}  # one that staff have shown since needs nothing
    return [one for one in latest.values() if one.state == RevisionState.GIVEN_BACK and one.service.stage in stages[one.is_new]]


def copy_listed(listed: Sequence[Listed], name_of: Callable[[UUID], str]) -> list[dict[str, Any]]:
    """The same as JSON. *name_of* says who asked, as the organisation may know it."""
    return [
        {
            **fields_of(one.service, "id", "stage", "made_at", "confirmed_at", "closed_from", "closed_until", "closed_because"),
            **{name: value for name, value in write_values(values_of(one.service)).items() if name not in OF_STAFF},
            "changes": [
                {**fields_of(row, "is_new", "state", "changes", "asked_at", "decided_at", "reason"), "asked_by": name_of(row.asked_by_id)}
                for row in reversed(one.changes)
            ],
        }
        for one in listed
    ]
