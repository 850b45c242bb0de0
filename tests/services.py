"""Services for tests."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from outreach.core.db import db
from outreach.directory.models import Service
from outreach.directory.operations import Act, add_service, show_service
from outreach.directory.rules import Access, Cost, Mode, Need, PassesOn, Recourse, Standing
from outreach.partners.models import Organisation
from tests.accounts import add_account
from tests.conftest import NOW

USUAL: dict[str, Any] = {
    "name": "Harbour drop-in",
    "description": "Tea, and somebody to talk to.",
    "standing": Standing.INDEPENDENT,
    "ties": [],
    "passes_on": PassesOn.ASKS_FIRST,
    "passes_to": [],
    "is_national": False,
    "is_confidential": False,
    "address": "",
    "website": "https://harbour.example",
    "email": "",
    "recourse": Recourse.YES,
    "communities": [],
    "min_age": None,
    "max_age": None,
    "immigration_level": None,
    "cost": Cost.FREE,
    "access": [Access.DROP_IN],
    "is_always_open": False,
    "capacity": "open",
    "trained_on": None,
    "contact_on": None,
    "note": "",
    "needs": [Need.ADVICE],
    "areas": ["kent"],
    "openings": [],
    "other_days": [],
    "phones": [("+441632960001", "01632 960 001", "local", ["en"])],
    "languages": [("ur", Mode.NATIVE, "", [])],
}


def add_shown_service(organisation_id: UUID | None, *, now: datetime = NOW, is_shown: bool = True, **values: Any) -> UUID:
    """A service that is for readers, committed; in an application context."""
    organisation = db.session.get(Organisation, organisation_id) if organisation_id else None
    act = Act(add_account(), now)
    provider = {} if organisation else {"provider": "Kent County Council"}
    service = add_service(uuid4(), {**USUAL, **provider, **values}, act, organisation=organisation)
    if is_shown:
        show_service(service, act)
    db.session.commit()
    return service.id


def service_of(service_id: UUID) -> Service:
    """The row as it is now."""
    return db.session.get_one(Service, service_id, populate_existing=True)
