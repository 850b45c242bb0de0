"""The demonstration's practice alerts: open, overdue, answered, disputed, answered twice, withdrawn. All of it is invented."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import exists, select

from outreach.accounts.models import Account
from outreach.accounts.queries import find_by_email
from outreach.alerts.models import Alert
from outreach.alerts.operations import answer_alert, dispute_alert, raise_alert, withdraw_alert
from outreach.alerts.rules import Dispute, Finding, Kind, Obstacle, Setting, Step, months_before
from outreach.core.dates import LONDON
from outreach.core.db import db
from outreach.demo.accounts import DOMAIN
from outreach.demo.commitments import demo_id
from outreach.partners.models import Organisation
from outreach.partners.queries import find_membership

WEST, MANCHESTER = "west-yorkshire", "greater-manchester"
# days ago, area, what happened, where
OPEN = (
    (3, WEST, Kind.NO_INTERPRETER, Setting.FRONT_DESK),
    (9, MANCHESTER, Kind.NOT_PRIVATE, Setting.FRONT_DESK),
    (40, MANCHESTER, Kind.STATUS_FIRST, Setting.TELEPHONE),
)
ANSWERED = (
    (95, WEST, Kind.REFUSED, Setting.FRONT_DESK),
    (90, WEST, Kind.NO_INTERPRETER, Setting.TELEPHONE),
    (80, WEST, Kind.GUIDANCE_UNKNOWN, Setting.OUT),
    (70, WEST, Kind.NOT_REFERRED, Setting.INTERVIEW),
    (62, WEST, Kind.STATUS_CHECKED, Setting.OUT),
)
SENT: dict[str, Any] = {
    "finding": Finding.CONFIRMED,
    "steps": [Step.GUIDANCE, Step.SUPERVISORS],
    "briefing_id": None,
    "obstacle": "",
    "words": "We read the log of that month with the front desks. The guidance was sent to all of them (invented).",
}
CANNOT: dict[str, Any] = {
    "finding": Finding.CANNOT,
    "steps": [],
    "briefing_id": None,
    "obstacle": Obstacle.NO_RECORD,
    "words": "Calls to the front desk are not recorded, and nobody remembers (invented).",
}
AGAIN: dict[str, Any] = {
    **SENT,
    "steps": [Step.TRAINING],
    "words": "Training was held for the team. We were wrong to leave it at a letter (invented).",
}


@dataclass(frozen=True)
class _Desk:
    """Whose alerts they are, who answers, and when now is."""

    organisation: Organisation
    member: Account
    lead: Account
    second: Account
    now: datetime

    def ago(self, days: int) -> datetime:
        return self.now - timedelta(days=days)

    def tell(self, days: int, area: str, kind: Kind, setting: Setting, *, is_named: bool = False) -> Alert:
        """An alert of so many days ago, about the month before."""
        at = self.ago(days)
        values = {"area": area, "kind": kind, "setting": setting, "is_named": is_named}
        values["month_on"] = months_before(at.astimezone(LONDON).date())[1]
        return raise_alert(demo_id(f"alert {area} {kind} {days}"), self.organisation, values, by=self.member, now=at)

    def reply(self, alert: Alert, values: dict[str, Any], days: int, by: Account) -> None:
        number = len(alert.answers) + 1
        answer_alert(alert, demo_id(f"answer {alert.id} {number}"), values, seen=str(alert.version), by=by, now=self.ago(days))


def load_alerts(*, now: datetime) -> None:
    """Raise and answer them once, after the organisations; an installation that has an alert keeps what it has."""
    member, lead, second = (find_by_email(f"{name}@{DOMAIN}") for name in ("partner", "lead", "second-lead"))
    if member is None or lead is None or second is None or db.session.scalar(select(exists().where(Alert.id.is_not(None)))):
        return
    speaks = find_membership(member.id)
    if speaks is None:
        return
    desk = _Desk(speaks.organisation, member, lead, second, now)
    for place, one in enumerate(OPEN):
        desk.tell(*one, is_named=place == 0)
    for one in ANSWERED:
        desk.reply(desk.tell(*one), SENT, one[0] - 20, lead)
    disputed = desk.tell(55, MANCHESTER, Kind.PASSED_ON, Setting.ELSEWHERE)
    desk.reply(disputed, CANNOT, 30, lead)
    dispute_alert(disputed, Dispute.LOOK_AGAIN, now=desk.ago(12))
    twice = desk.tell(110, MANCHESTER, Kind.SUSPECT_FIRST, Setting.OUT)
    desk.reply(twice, SENT, 90, lead)
    dispute_alert(twice, Dispute.NOTHING_DONE, now=desk.ago(80))
    desk.reply(twice, AGAIN, 66, second)
    withdraw_alert(desk.tell(30, WEST, Kind.DIFFERENT_WORDS, Setting.EVENT), now=desk.ago(28))
    db.session.flush()
