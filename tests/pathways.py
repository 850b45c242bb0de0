"""Routes for tests."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from outreach.core.db import db
from outreach.directory.rules import Need
from outreach.pathways.operations import add_pathway
from outreach.pathways.rules import Capacity, Extent
from tests.campaigns import days
from tests.conftest import NOW


def values(**more: Any) -> dict[str, Any]:
    """A route to a refuge that both sides have agreed, to be looked at again in ninety days."""
    return {
        "need": Need.REFUGE,
        "extent": Extent.EXTANT,
        "service_id": None,
        "recipient": "Marsh refuge",
        "referred_by": "Every officer",
        "how": "The officer calls together with the person.",
        "hours": "Day and night",
        "capacity": Capacity.SOME,
        "agreed_on": days(-10),
        "agreed_for_police": "Head of victim care",
        "agreed_for_service": "Manager",
        "review_on": days(90),
        "evidence_url": "",
        **more,
    }


def add_route(by: UUID, area: str = "kent", *, now: datetime = NOW, **more: Any) -> UUID:
    """A route, committed; in an application context."""
    made = add_pathway(uuid4(), area, values(**more), by=by, now=now)
    db.session.commit()
    return made.id


NOBODY: dict[str, Any] = {
    "extent": Extent.NONE,
    "recipient": "",
    "how": "",
    "agreed_on": None,
    "agreed_for_police": "",
    "agreed_for_service": "",
}
"""That somebody has looked and there is no route."""
