"""What is done to alerts. Each act is on record under the alert's id, with names of fields only; a partner acts there without a name."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any, cast
from uuid import UUID

from sqlalchemy import CursorResult, update

from outreach.accounts.models import Account
from outreach.alerts.mails import ask, note_answer
from outreach.alerts.models import Alert, AlertAnswer
from outreach.alerts.queries import count_raised, find_leads, find_readers, find_to_remind
from outreach.alerts.rules import (
    ANSWERED_WITHIN,
    MOST_A_DAY,
    NOBODY_NAMED,
    RAISER_KEPT,
    Dispute,
    Refusal,
    State,
    can_dispute,
    can_withdraw,
    may_answer,
    scope_of,
    stage_on,
)
from outreach.audit.operations import record
from outreach.core.dates import LONDON, in_london
from outreach.core.db import db
from outreach.partners.models import Organisation
from outreach.partners.rules import Stage as Step

NAMES = ("area", "month_on", "kind", "setting", "is_named")


class AlertRefused(Exception):
    """What was asked is not possible, for this reason."""

    def __init__(self, refusal: Refusal) -> None:
        self.refusal = refusal
        super().__init__(refusal)


def subject_of(alert_id: UUID) -> str:
    """How the trail names an alert."""
    return f"alert/{alert_id}"


def raise_alert(alert_id: UUID, organisation: Organisation, values: Mapping[str, Any], *, by: Account, now: datetime) -> Alert:
    """An organisation says that practice departed from what was promised. *values*: NAMES.

    Raises AlertRefused: it is no approved partner, does not serve the area, or has raised many today.
    """
    if organisation.stage != Step.APPROVED:
        raise AlertRefused(Refusal.NOT_A_PARTNER)
    _check_area(organisation, values["area"])
    today = _day(now)
    if count_raised(organisation.id, in_london(today, time(0))) >= MOST_A_DAY:
        raise AlertRefused(Refusal.TOO_MANY)
    about = {"organisation_id": organisation.id, "raised_by_id": by.id, "raised_at": now, "state": State.OPEN}
    alert = Alert(id=alert_id, **about, due_on=today + ANSWERED_WITHIN, told="", dispute="", **{name: values[name] for name in NAMES})
    db.session.add(alert)
    db.session.flush()
    record("alert.raised", subject_of(alert.id), by=NOBODY_NAMED, now=now)
    return alert


def correct_alert(alert: Alert, organisation: Organisation, values: Mapping[str, Any], *, now: datetime) -> bool:
    """Give an alert that nobody has answered these values; False when nothing is different. In another area the time begins again.

    Raises AlertRefused.
    """
    if alert.state != State.OPEN:
        raise AlertRefused(Refusal.TOO_LATE if alert.state == State.WITHDRAWN else Refusal.ANSWERED)
    changed = [name for name in NAMES if getattr(alert, name) != values[name]]
    if "area" in changed:
        _check_area(organisation, values["area"])
        alert.due_on, alert.told = _day(now) + ANSWERED_WITHIN, ""
    for name in changed:
        setattr(alert, name, values[name])
    if changed:
        record("alert.changed", subject_of(alert.id), by=NOBODY_NAMED, now=now, changed=changed)
    return bool(changed)


def withdraw_alert(alert: Alert, *, now: datetime) -> None:
    """Take it back: it counts nowhere any more. Raises AlertRefused: it was answered, or was raised too long ago."""
    if alert.state not in (State.OPEN, State.WITHDRAWN):
        raise AlertRefused(Refusal.ANSWERED)
    if not can_withdraw(State(alert.state), _day(alert.raised_at), _day(now)):
        raise AlertRefused(Refusal.TOO_LATE)
    alert.state, alert.ended_at = State.WITHDRAWN, now
    record("alert.withdrawn", subject_of(alert.id), by=NOBODY_NAMED, now=now)


def unname_alert(alert: Alert, *, now: datetime) -> bool:
    """Nobody is told any more which organisation it is, from this moment on; False when nobody was."""
    if not alert.is_named:
        return False
    alert.is_named = False
    record("alert.unnamed", subject_of(alert.id), by=NOBODY_NAMED, now=now)
    return True


def answer_alert(alert: Alert, answer_id: UUID, values: Mapping[str, Any], *, seen: str, by: Account, now: datetime) -> AlertAnswer:
    """Answer it, and tell the partner by mail. *seen* is the version that the answer is about; *values* are those of an answer.

    Raises AlertRefused: it was answered or withdrawn, has been corrected since it was read, or is disputed and the answer was theirs.
    """
    if alert.state == State.WITHDRAWN:
        raise AlertRefused(Refusal.WITHDRAWN)
    if not may_answer(by.part, alert.area, State(alert.state)):
        raise AlertRefused(Refusal.ANSWERED)
    if any(answer.answered_by_id == by.id for answer in alert.answers):
        raise AlertRefused(Refusal.SAME_PERSON)
    if seen != str(alert.version):
        raise AlertRefused(Refusal.CHANGED)
    answer = AlertAnswer(id=answer_id, number=len(alert.answers) + 1, answered_by_id=by.id, answered_at=now, **values)
    alert.answers.append(answer)
    alert.state = State.CLOSED if alert.state == State.DISPUTED else State.ANSWERED
    alert.ended_at = now
    db.session.flush()
    record("alert.answered", subject_of(alert.id), by=str(by.id), now=now)
    for reader in (one for one in find_readers(alert) if one.is_mailed):
        note_answer(reader, alert, number=answer.number, now=now)
    return answer


def dispute_alert(alert: Alert, dispute: Dispute, *, now: datetime) -> None:
    """Say, once, that the answer does not settle it: a national lead has to answer. Raises AlertRefused."""
    if alert.state in (State.DISPUTED, State.CLOSED):
        raise AlertRefused(Refusal.DISPUTED)
    if alert.state != State.ANSWERED or alert.ended_at is None:
        raise AlertRefused(Refusal.NOT_ANSWERED)
    if not can_dispute(State.ANSWERED, _day(alert.ended_at), _day(now)):
        raise AlertRefused(Refusal.TOO_LATE)
    alert.state, alert.dispute, alert.disputed_at, alert.ended_at = State.DISPUTED, dispute, now, None
    alert.due_on, alert.told = _day(now) + ANSWERED_WITHIN, ""
    record("alert.disputed", subject_of(alert.id), by=NOBODY_NAMED, now=now)


def remind(now: datetime) -> int:
    """Tell those who have to answer what is new, near or overdue, once each; returns how many mails were put."""
    today, number = _day(now), 0
    for alert in find_to_remind(today):
        stage = stage_on(alert.due_on, today)
        for lead in find_leads(alert):
            if lead.is_mailed:
                number += ask(lead, alert, stage, now=now)
        alert.told = stage
    db.session.flush()
    return number


def forget_raisers(now: datetime) -> int:
    """Forget which person raised alerts that ended a year ago; which organisation it was, is kept. Returns how many."""
    over = update(Alert).where(Alert.raised_by_id.is_not(None), Alert.ended_at <= now - RAISER_KEPT)
    done = db.session.execute(over.values(raised_by_id=None).execution_options(synchronize_session=False))
    return cast("CursorResult[Any]", done).rowcount


def _check_area(organisation: Organisation, area: str) -> None:
    if not organisation.scope.covers(scope_of(area)):
        raise AlertRefused(Refusal.AREA)


def _day(now: datetime) -> date:
    """The day in London."""
    return now.astimezone(LONDON).date()
