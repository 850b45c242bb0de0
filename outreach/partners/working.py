"""Hours that an organisation gave to the programme, and their payment. Locked by whoever calls; what is confirmed changes no more."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from outreach.accounts.models import Account
from outreach.accounts.rules import Scope
from outreach.audit.operations import record
from outreach.core.db import db
from outreach.partners.models import Hours, Organisation
from outreach.partners.operations import subject_of
from outreach.partners.queries import in_sight
from outreach.partners.rules import PartnerRefused, Payment, Purpose, Refusal


@dataclass(frozen=True, slots=True)
class Given:
    """What a member says of hours; *asked_pence* None where no payment is asked for."""

    worked_on: date
    minutes: int
    purpose: Purpose
    event_id: UUID | None
    asked_pence: int | None


@dataclass(frozen=True, slots=True)
class Totals:
    """Minutes and pence of several hours together."""

    minutes: int
    unconfirmed_minutes: int
    asked: int
    agreed: int
    paid: int


def enter(organisation_id: UUID, hours_id: UUID, given: Given, *, by: Account, now: datetime) -> Hours:
    hours = Hours(id=hours_id, organisation_id=organisation_id, entered_by_id=by.id, entered_at=now)
    _assign(hours, given)
    db.session.add(hours)
    record("organisation.hours-entered", subject_of(organisation_id), by=str(by.id), now=now, detail=f"hours/{hours_id}")
    db.session.flush()
    return hours


def change(hours: Hours, given: Given, *, by: Account, now: datetime) -> bool:
    """False when nothing is different. Raises PartnerRefused for hours that staff have confirmed."""
    _keep_open(hours)
    if given == given_of(hours):
        return False
    _assign(hours, given)
    record("organisation.hours-changed", subject_of(hours.organisation_id), by=str(by.id), now=now, detail=f"hours/{hours.id}")
    db.session.flush()
    return True


def remove(hours: Hours, *, by: Account, now: datetime) -> None:
    """Raises PartnerRefused for hours that staff have confirmed."""
    _keep_open(hours)
    db.session.delete(hours)
    record("organisation.hours-removed", subject_of(hours.organisation_id), by=str(by.id), now=now, detail=f"hours/{hours.id}")
    db.session.flush()


def confirm(hours: Hours, *, agreed_pence: int | None, by: Account, now: datetime) -> None:
    """They were given; and where a payment is asked for, it is agreed, or refused (None). Raises PartnerRefused if settled."""
    _keep_open(hours)
    hours.confirmed_by_id, hours.confirmed_at = by.id, now
    if hours.payment == Payment.ASKED:
        hours.payment, hours.agreed_pence = (Payment.REFUSED, None) if agreed_pence is None else (Payment.AGREED, agreed_pence)
    record("organisation.hours-confirmed", subject_of(hours.organisation_id), by=str(by.id), now=now, detail=f"hours/{hours.id}")
    db.session.flush()


def pay(hours: Hours, paid_on: date, *, by: Account, now: datetime) -> None:
    """The agreed sum was paid. Raises PartnerRefused when none is agreed, or it was paid."""
    if hours.payment != Payment.AGREED:
        raise PartnerRefused(Refusal.SETTLED)
    hours.payment, hours.paid_on = Payment.PAID, paid_on
    record("organisation.hours-paid", subject_of(hours.organisation_id), by=str(by.id), now=now, detail=f"hours/{hours.id}")
    db.session.flush()


def given_of(hours: Hours) -> Given:
    return Given(hours.worked_on, hours.minutes, Purpose(hours.purpose), hours.event_id, hours.asked_pence)


def hours_of(organisation_id: UUID) -> Select[Hours]:
    return select(Hours).where(Hours.organisation_id == organisation_id).options(joinedload(Hours.organisation))


def hours_in_sight(scope: Scope) -> Select[Hours]:
    """Hours of organisations that serve an area of *scope*."""
    return select(Hours).join(Organisation).where(in_sight(scope)).options(joinedload(Hours.organisation))


def sum_up(hours: Select[Hours]) -> Totals:
    """What they come to together."""
    rows = hours.with_only_columns(Hours.minutes, Hours.confirmed_at, Hours.payment, Hours.asked_pence, Hours.agreed_pence).options()
    found = rows.order_by(None).subquery()
    unconfirmed, paid = found.c.confirmed_at.is_(None), found.c.payment == Payment.PAID
    sums = (
        func.sum(found.c.minutes),
        func.sum(found.c.minutes).filter(unconfirmed),
        func.sum(found.c.asked_pence).filter(found.c.payment == Payment.ASKED),
        func.sum(found.c.agreed_pence).filter(found.c.payment == Payment.AGREED),
        func.sum(found.c.agreed_pence).filter(paid),
    )
    return Totals(*(int(value or 0) for value in db.session.execute(select(*sums)).one()))


def _assign(hours: Hours, given: Given) -> None:
    hours.worked_on, hours.minutes, hours.purpose, hours.event_id = given.worked_on, given.minutes, given.purpose, given.event_id
    hours.payment, hours.asked_pence = (Payment.NONE if given.asked_pence is None else Payment.ASKED), given.asked_pence


def _keep_open(hours: Hours) -> None:
    if hours.confirmed_at is not None:
        raise PartnerRefused(Refusal.SETTLED)
