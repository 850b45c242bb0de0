"""The demonstration's services: forty invented ones, on telephone numbers that Ofcom keeps for drama. Some areas have none."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import exists, select

from outreach.accounts.models import Account
from outreach.accounts.queries import find_by_email
from outreach.core.dates import LONDON
from outreach.core.db import db
from outreach.demo.accounts import DOMAIN
from outreach.demo.commitments import demo_id
from outreach.demo.partners import OURS
from outreach.directory.assigning import Act
from outreach.directory.models import Service
from outreach.directory.operations import add_service, close_service, show_service
from outreach.directory.queries import get_service
from outreach.directory.revising import ASKED, ask, offer_service
from outreach.directory.rules import CallCost, Capacity, Cost, PassesOn, Recourse, Standing
from outreach.directory.words import dial_of
from outreach.partners.models import Organisation

FILE = Path(__file__).with_name("services.toml")
OFFERED: dict[str, Any] = {
    "name": "Harbour Light letters",
    "by": "Harbour Light",
    "needs": ["advice", "legal"],
    "what": "Somebody reads an official letter with you.",
    "phone": "0161 496 0198",
    "speaks": [["ar", "native"], ["fa", "booked"]],
    "areas": ["greater-manchester"],
    "days": [1, 3],
    "hours": ["18:00", "20:00"],
    "access": ["drop-in", "phone"],
    "recourse": "yes",
}
"""A service that the demonstration's partner has sent, and that nobody has shown yet."""
CHANGED = "Harbour Light drop-in"
WANTED: dict[str, Any] = {
    "description": "Invented for this test site. Food, clothes, a warm room, and somebody who listens.",
    "email": "drop-in@harbour.example",
}
USUAL_AGE = 10  # days since a service was confirmed


def load_services(*, now: datetime) -> None:
    """Enter them once, after the organisations; an installation that has a service keeps what it has."""
    lead = find_by_email(f"lead@{DOMAIN}")
    if lead is None or db.session.scalar(select(exists().where(Service.id.is_not(None)))):
        return
    by_name = {
        organisation.name: organisation for organisation in db.session.scalars(select(Organisation).where(Organisation.is_demonstration))
    }
    for made in tomllib.loads(FILE.read_text("utf-8"))["services"]:
        _load(made, by_name.get(f"{made['by']} (invented)"), lead, now)
    db.session.flush()
    if OURS in by_name:
        _ask(by_name[OURS], now)


def _ask(organisation: Organisation, now: datetime) -> None:
    """What the members of the demonstration's partner ask for: a new service to be shown, and a change of one."""
    member, today = find_by_email(f"partner@{DOMAIN}"), now.astimezone(LONDON).date()
    if member is None:
        return
    new = {name: value for name, value in _values(OFFERED, today).items() if name in ASKED}
    offer_service(demo_id(f"service {OFFERED['name']}"), new, Act(member.id, now - timedelta(days=2)), organisation=organisation)
    service = get_service(demo_id(f"service {CHANGED}"), organisation_id=organisation.id)
    ask(service, WANTED, Act(member.id, now - timedelta(days=1)))


def _load(made: Mapping[str, Any], organisation: Organisation | None, lead: Account, now: datetime) -> None:
    today = now.astimezone(LONDON).date()
    act = Act(lead.id, now - timedelta(days=made.get("age", USUAL_AGE)))
    service_id = demo_id(f"service {made['name']}")
    service = add_service(service_id, _values(made, today), act, organisation=organisation, is_demonstration=True)
    show_service(service, act)
    if "closed" in made:
        since, until, because = made["closed"]
        days = {"since": today + timedelta(days=since), "until": today + timedelta(days=until)}
        close_service(service, **days, because=because, act=Act(lead.id, now))


def _values(made: Mapping[str, Any], today: date) -> dict[str, Any]:
    """Everything that a service is made of."""
    phone, areas = made["phone"], made["areas"]
    span = [time.fromisoformat(at) for at in made.get("hours", ())]
    centre = {"trained_on": "trained", "contact_on": "contact"}
    usual: dict[str, Any] = {
        "standing": Standing.INDEPENDENT,
        "ties": [],
        "passes_on": PassesOn.ASKS_FIRST,
        "passes_to": [],
        "is_confidential": False,
        **dict.fromkeys(("address", "website", "email", "note"), ""),
        "recourse": Recourse.UNKNOWN,
        "communities": [],
        "cost": Cost.FREE,
        "is_always_open": False,
        "capacity": Capacity.OPEN,
        **dict.fromkeys(("min_age", "max_age", "immigration_level")),
    }
    return {
        **{name: made.get(name, value) for name, value in usual.items()},
        **{name: today - timedelta(days=made[key]) if key in made else None for name, key in centre.items()},
        "name": made["name"],
        "provider": made["by"],
        "access": made["access"],
        "needs": made["needs"],
        "description": f"Invented for this test site. {made['what']}",
        "is_national": not areas,
        "areas": areas,
        "openings": [(day, *span) for day in made.get("days", ())],
        "other_days": [],
        "phones": [(dial_of(phone), phone, CallCost.FREE if phone.startswith("0808") else CallCost.LOCAL, [])],
        "languages": [(tag, mode, "", []) for tag, mode in made["speaks"]],
    }
