"""The mails about alerts: to those who have to answer, and to the partner when there is an answer. No mail names an organisation."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from flask import current_app

from outreach.accounts.models import Account
from outreach.alerts.labels import KINDS
from outreach.alerts.models import Alert
from outreach.alerts.rules import Kind, Stage, State
from outreach.core.areas import AREAS
from outreach.core.config import Config
from outreach.outbox.render import MailKind, put
from outreach.outbox.rules import Category

TO_ANSWER = MailKind(
    "alerts/to_answer",
    Category.PROGRAMME,
    "staff",
    lambda: {
        "name": "Ceri Morgan",
        "stage": Stage.NEAR,
        "is_disputed": False,
        "reference": "P-5F3A9C",
        "what": KINDS[Kind.NO_INTERPRETER],
        "area": "Gwent",
        "due_on": date(2026, 12, 17),
        "link": "https://outreach.example.org/manage/alerts/0000000000000000000000000000000a",
    },
)
ANSWERED = MailKind(
    "alerts/answered",
    Category.PROGRAMME,
    "staff",
    lambda: {
        "name": "Noor Malik",
        "reference": "P-5F3A9C",
        "is_last": False,
        "link": "https://outreach.example.org/manage/alerts/0000000000000000000000000000000a",
    },
)

MAILS = (TO_ANSWER, ANSWERED)


def ask(lead: Account, alert: Alert, stage: Stage, *, now: datetime) -> bool:
    """Tell somebody that they have to answer. False when they were told this already."""
    assert lead.email, "who is active has an address"
    about: dict[str, Any] = {
        "name": lead.name,
        "stage": stage,
        "is_disputed": alert.state == State.DISPUTED,
        "reference": alert.reference,
        "what": KINDS[Kind(alert.kind)],
        "area": AREAS[alert.area].name,
        "due_on": alert.due_on,
        "link": _link(alert),
    }
    key = f"alert/{alert.id}/{alert.area}/{alert.state}/{stage}/{lead.id}"
    return put(TO_ANSWER, to=lead.email, language=lead.language, key=key, now=now, **about)


def note_answer(reader: Account, alert: Alert, *, number: int, now: datetime) -> bool:
    """Tell somebody of the partner that there is an answer. What it says is read after signing in."""
    assert reader.email, "who is active has an address"
    about: dict[str, Any] = {"name": reader.name, "reference": alert.reference, "is_last": number == 2, "link": _link(alert)}
    key = f"alert/{alert.id}/answer/{number}/{reader.id}"
    return put(ANSWERED, to=reader.email, language=reader.language, key=key, now=now, **about)


def _link(alert: Alert) -> str:
    config: Config = current_app.config["OUTREACH"]
    return f"{config.public_url}/manage/alerts/{alert.id}"
