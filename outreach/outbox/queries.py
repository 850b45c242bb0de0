"""Reading the outbox: for the pages of staff. Secrets are not in it: a mail's text holds `rules.SECRET_MARK` where a link was put in."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import func, select

from outreach.core.db import db
from outreach.outbox.models import Mail, ProviderEvent
from outreach.outbox.rules import State


def list_events(mail_id: UUID) -> list[ProviderEvent]:
    """What the provider told of a mail, in the order in which it happened."""
    return list(
        db.session.scalars(select(ProviderEvent).where(ProviderEvent.mail_id == mail_id).order_by(ProviderEvent.at, ProviderEvent.id))
    )


def count_by_state() -> dict[State, int]:
    """How many mails are in each state; every state is there."""
    counts = dict.fromkeys(State, 0)
    for state, count in db.session.execute(select(Mail.state, func.count()).group_by(Mail.state)):
        counts[State(state)] = count
    return counts
