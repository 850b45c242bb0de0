"""The demonstration's register: states that can be believed, evidence that is obviously invented, and policies of a dozen forces."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import NAMESPACE_URL, UUID, uuid5

from sqlalchemy import exists, select

from outreach.accounts.models import Account
from outreach.accounts.queries import find_by_email
from outreach.accounts.rules import Scope
from outreach.commitments.models import Evidence
from outreach.commitments.operations import add_evidence, change_commitment, change_state, seed_register, withdraw_evidence
from outreach.commitments.queries import get_commitment, get_evidence
from outreach.commitments.rules import Kind, State
from outreach.core.dates import LONDON
from outreach.core.db import db
from outreach.demo.accounts import DOMAIN

_NATIONAL = Scope(is_national=True)
_NORTH = Scope(is_national=False, areas=frozenset({"west-yorkshire", "greater-manchester"}))

STATES = (
    ("L1", State.ANNOUNCED, "Announced in December 2021; no published protocol has been found (invented check for this demonstration)."),
    ("L2", State.IN_PROGRESS, "Briefings have begun in two invented forces; the protocol itself is not there to be communicated."),
    ("L3", State.IN_PROGRESS, "The programme has an invented plan and people."),
    ("L5", State.IN_PROGRESS, "One invented pathway has been agreed."),
)

EVIDENCE = (
    ("L2", Kind.FILE, "6 briefings for 140 officers of the invented night shift", _NORTH, 40, "Briefing register, sheet 6 (invented)"),
    ("L2", Kind.LINK, "Briefing pack, third edition (invented)", _NATIONAL, 30, "https://example.org/invented/briefing-pack"),
    ("L2", Kind.FILE, "A briefing that was counted twice (invented)", _NORTH, 25, "Briefing register, sheet 7 (invented)"),
    ("L3", Kind.RECORD, "Programme plan, agreed by the invented board", _NATIONAL, 60, "Programme plan, edition 2"),
    ("L3", Kind.LINK, "Notes of 4 meetings with community groups (invented)", _NATIONAL, 20, "https://example.org/invented/meetings"),
    ("L5", Kind.FILE, "Referral agreement with Harbour Light (invented)", _NORTH, 15, "Agreement HL-1 (invented)"),
)


def load_commitments(*, now: datetime) -> None:
    """Add what is missing; an installation that has evidence already keeps what it has."""
    seed_register(now=now - timedelta(days=90))
    lead, coordinator = (find_by_email(f"{name}@{DOMAIN}") for name in ("lead", "coordinator"))
    if lead is None or coordinator is None or db.session.scalar(select(exists().where(Evidence.id.is_not(None)))):
        return
    for key, kind, title, places, days, where in EVIDENCE:
        is_link = kind is Kind.LINK
        by = lead if places.is_national else coordinator
        add_evidence(
            get_commitment(key), demo_id(f"evidence {title}"), by=by, now=now - timedelta(days=days), kind=kind, title=title, places=places,
            dated_on=_day(now, -days), url=where if is_link else "", reference="" if is_link else where,
        )  # fmt: skip
    for key, state, reason in STATES:
        change_state(get_commitment(key), state, reason=reason, by=lead, now=now - timedelta(days=10))
    _strike(coordinator, now)
    _give_owners(lead, coordinator, now)


def demo_id(name: str) -> UUID:
    """The same id each time, so that what is loaded twice is there once."""
    return uuid5(NAMESPACE_URL, f"https://example.org/outreach-demonstration/{name}")


def _strike(coordinator: Account, now: datetime) -> None:
    piece = get_evidence("L2.3", scope=coordinator.scope)
    withdraw_evidence(piece, reason="The same briefing stands in L2.1 already (invented).", by=coordinator, now=now - timedelta(days=5))


def _give_owners(lead: Account, coordinator: Account, now: datetime) -> None:
    for key, owner, days in (("L1", lead, -20), ("L2", coordinator, 14), ("L3", lead, 120), ("L5", coordinator, -3), ("L6", lead, 200)):
        change_commitment(get_commitment(key), {"owner_id": owner.id, "due_on": _day(now, days)}, by=lead, now=now)


def _day(now: datetime, days: int) -> date:
    return now.astimezone(LONDON).date() + timedelta(days=days)
