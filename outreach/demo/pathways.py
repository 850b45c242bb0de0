"""The demonstration's routes from the police: for all 43 areas, all invented, with gaps of every kind."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import exists, select

from outreach.accounts.queries import find_by_email
from outreach.core.areas import AREAS
from outreach.core.dates import LONDON
from outreach.core.db import db
from outreach.demo.accounts import DOMAIN
from outreach.demo.commitments import demo_id
from outreach.directory.models import Service, ServiceArea, ServiceNeed
from outreach.directory.rules import Need
from outreach.pathways.models import Pathway
from outreach.pathways.operations import add_pathway
from outreach.pathways.rules import AGREED, ESSENTIAL, Capacity, Extent

# extent (None: nobody has looked), days since it was entered, days from then until the next look
KINDS: tuple[tuple[Extent | None, int, int], ...] = (
    (Extent.PARTIAL, 40, 180),
    (None, 0, 0),
    (Extent.EXTANT, 90, 300),
    (Extent.NONE, 30, 90),
    (Extent.EXTANT, 200, 180),  # to be looked at again
    (Extent.PARTIAL, 120, 200),
    (Extent.ENHANCED, 60, 365),
    (None, 0, 0),
    (Extent.EXTANT, 20, 180),
    (Extent.PARTIAL, 100, 365),
)
CAPACITIES = (Capacity.UNKNOWN, Capacity.FEW, Capacity.SOME, Capacity.MANY)
TO_WHOM = {
    Need.ABUSE: "Domestic abuse team of a council (invented)",
    Need.REFUGE: "Housing desk of a council (invented)",
    Need.SEXUAL_ASSAULT: "Sexual assault referral centre (invented)",
    Need.EXPLOITATION: "Help desk for workers (invented)",
    Need.IMMIGRATION: "Law centre of the next county (invented)",
    Need.ESSENTIALS: "Food bank (invented)",
}


def load_pathways(*, now: datetime) -> None:
    """Enter them once; an installation that has a route keeps what it has."""
    lead = find_by_email(f"lead@{DOMAIN}")
    if lead is None or db.session.scalar(select(exists().where(Pathway.id.is_not(None)))):
        return
    services = _services()
    for place, area in enumerate(AREAS):
        for row, need in enumerate(ESSENTIAL):
            extent, age, again = KINDS[(place * 3 + row * 7 + place // 10) % len(KINDS)]
            if extent is not None:
                at, service_id = now - timedelta(days=age), services.get((area, need))
                values = _values(need, extent, service_id, at, again, CAPACITIES[(place + row) % len(CAPACITIES)])
                add_pathway(demo_id(f"pathway {area} {need}"), area, values, by=lead.id, now=at)
    db.session.flush()


def _services() -> Mapping[tuple[str, str], UUID]:
    """A service for each area and need, where one works there."""
    found: defaultdict[tuple[str, str], list[UUID]] = defaultdict(list)
    wanted = select(ServiceArea.area, ServiceNeed.need, Service.id).join(ServiceNeed, ServiceNeed.service_id == ServiceArea.service_id)
    wanted = wanted.join(Service, Service.id == ServiceArea.service_id).where(Service.is_demonstration)
    for area, need, service_id in db.session.execute(wanted.order_by(Service.name)):
        found[area, need].append(service_id)
    return {key: ids[0] for key, ids in found.items()}


def _values(need: Need, extent: Extent, service_id: UUID | None, at: datetime, again: int, capacity: Capacity) -> dict[str, Any]:
    on = at.astimezone(LONDON).date()
    is_there, is_agreed = extent is not Extent.NONE, extent in AGREED
    return {
        "need": need,
        "extent": extent,
        "service_id": service_id if is_there else None,
        "recipient": TO_WHOM[need] if is_there and service_id is None else "",
        "referred_by": "Every officer; at night the control room (invented)" if is_agreed else "",
        "how": _how(extent),
        "hours": "Monday to Friday in office hours; at other times the officer leaves a message" if is_there else "",
        "capacity": capacity if is_there else Capacity.UNKNOWN,
        "agreed_on": on - timedelta(days=14) if is_agreed else None,
        "agreed_for_police": "Head of victim care (invented)" if is_agreed else "",
        "agreed_for_service": "Manager of the service (invented)" if is_agreed else "",
        "review_on": on + timedelta(days=again),
        "evidence_url": "https://example.org/invented/agreement" if is_agreed else "",
    }


def _how(extent: Extent) -> str:
    if extent is Extent.NONE:
        return ""
    first = "Invented: the officer asks the person, calls the service together with them, and notes only that it was offered."
    return f"{first} No name is given unless the person wants it." if extent is Extent.ENHANCED else first
