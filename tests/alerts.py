"""Practice alerts for tests."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select

from outreach.accounts.models import Account
from outreach.alerts.models import Alert
from outreach.alerts.operations import answer_alert, dispute_alert, raise_alert
from outreach.alerts.rules import Dispute, Finding, Kind, Setting, Step
from outreach.core.db import db
from outreach.outbox.models import Mail
from outreach.partners.models import Organisation
from tests.conftest import NOW
from tests.partners import add_member_of, add_organisation

NEW = "/manage/alerts/new"
SAID = {"kind": "no-interpreter", "area": "kent", "month_on": "2026-10", "setting": "front-desk"}
ANSWER: dict[str, Any] = {"finding": "confirmed", "steps": ["guidance", "training"], "words": "We sent the guidance to every front desk."}
NAME = "Harbour of the Lantern"


def add_partner(**said: Any) -> tuple[UUID, UUID]:
    """An approved organisation that serves Kent, and its owner."""
    organisation_id = add_organisation(**{"name": NAME, **said})
    return organisation_id, add_member_of(organisation_id)


def add_alert(organisation_id: UUID, by: UUID, *, now: datetime = NOW, **said: Any) -> UUID:
    """An alert about Kent, but for what is *said*; committed, in an application context."""
    usual = {"area": "kent", "month_on": date(2026, 10, 1), "kind": Kind.NO_INTERPRETER, "setting": Setting.FRONT_DESK, "is_named": False}
    organisation, member = db.session.get_one(Organisation, organisation_id), db.session.get_one(Account, by)
    alert_id = raise_alert(uuid4(), organisation, {**usual, **said}, by=member, now=now).id
    db.session.commit()
    return alert_id


def add_answer(alert_id: UUID, by: UUID, *, now: datetime = NOW, **said: Any) -> None:
    """An answer to it, committed."""
    usual = {"finding": Finding.CONFIRMED, "steps": [Step.GUIDANCE], "briefing_id": None, "obstacle": "", "words": "We sent the guidance."}
    alert = db.session.get_one(Alert, alert_id)
    answer_alert(alert, uuid4(), {**usual, **said}, seen=str(alert.version), by=db.session.get_one(Account, by), now=now)
    db.session.commit()


def add_dispute(alert_id: UUID, *, now: datetime = NOW, dispute: Dispute = Dispute.NOTHING_DONE) -> None:
    dispute_alert(db.session.get_one(Alert, alert_id), dispute, now=now)
    db.session.commit()


def state_of(alert_id: UUID) -> str:
    return db.session.get_one(Alert, alert_id, populate_existing=True).state


def mails(kind: str) -> list[tuple[str, str]]:
    rows = db.session.execute(select(Mail.address, Mail.subject).where(Mail.kind == f"alerts/{kind}").order_by(Mail.address, Mail.subject))
    return [(row.address, row.subject) for row in rows]
