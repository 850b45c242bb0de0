"""The word of an organisation that all is still true: asked for by mail as it grows old, given by a link, a member, or by telephone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from enum import StrEnum
from uuid import UUID

from itsdangerous import BadData, URLSafeSerializer
from sqlalchemy import exists, select

from outreach.accounts.models import Account
from outreach.audit.operations import record
from outreach.core.config import Config
from outreach.core.db import db
from outreach.partners import mails
from outreach.partners.models import Organisation, Reminder
from outreach.partners.operations import subject_of
from outreach.partners.publishing import note_listed
from outreach.partners.rules import (
    ASKED_AFTER,
    PartnerRefused,
    Refusal,
    Stage,
    Step,
    Verification,
    find_step,
    verification_of,
)

STILL_TRUE = "still-true"  # how the link is named in a mail: 'still-true:<organisation>:<when it was confirmed last>'


class Way(StrEnum):
    """How the word was given; stands in the trail."""

    LINK = "by the link in a mail"
    MEMBER = "by a member"
    TELEPHONE = "by telephone"


def confirm(organisation: Organisation, *, way: Way, by: Account | None, now: datetime) -> None:
    """All that stands of the organisation is still true, its word is of today. Raises PartnerRefused for one that is no partner."""
    if organisation.stage != Stage.APPROVED or organisation.verified_at is None:
        raise PartnerRefused(Refusal.STAGE)
    was = verification_of(organisation.verified_at, now)
    organisation.verified_at = now
    record("organisation.confirmed", subject_of(organisation.id), by=str(by.id) if by else "its contact", now=now, detail=way)
    if was in (Verification.UNVERIFIED, Verification.HIDDEN):
        note_listed(organisation, now=now)


def find_due_ids(now: datetime) -> Sequence[UUID]:
    """Partners whose word is old enough to be asked for."""
    return db.session.scalars(
        select(Organisation.id)
        .where(Organisation.stage == Stage.APPROVED, Organisation.verified_at <= now - ASKED_AFTER)
        .order_by(Organisation.verified_at, Organisation.id)
    ).all()


def remind(organisation_id: UUID, now: datetime) -> int:
    """Tell an organisation the latest step that is due, if it was not told; returns how many mails were put.

    Steps that a worker slept through are not told one after another: one mail says where it stands now.
    """
    organisation = db.session.get(Organisation, organisation_id, with_for_update=True, populate_existing=True)
    if organisation is None or organisation.stage != Stage.APPROVED or organisation.verified_at is None:
        return 0
    step = find_step(organisation.verified_at, now)
    if step is None or _was_told(organisation, step):
        return 0
    number = mails.ask(organisation, step, secret=write_secret(organisation), now=now)
    db.session.add(Reminder(organisation_id=organisation.id, verified_at=organisation.verified_at, step=step, put_at=now))
    if step in (Step.UNVERIFIED, Step.HIDDEN):
        note_listed(organisation, now=now)
    db.session.flush()
    return number or 1  # also where nobody can be written to: the step is noted


def _was_told(organisation: Organisation, step: Step) -> bool:
    told = (Reminder.organisation_id == organisation.id, Reminder.verified_at == organisation.verified_at, Reminder.step == step)
    return bool(db.session.scalar(select(exists().where(*told))))


def write_secret(organisation: Organisation) -> str:
    assert organisation.verified_at is not None, "only a partner is asked"
    return f"{STILL_TRUE}:{organisation.id}:{organisation.verified_at.astimezone(UTC).isoformat()}"


def link_for(secret: str, config: Config) -> str | None:
    """The link that *secret* stands for as the mail leaves, or None when the organisation has confirmed, or left, meanwhile."""
    _word, organisation_id, since = secret.split(":", 2)
    organisation = db.session.get(Organisation, UUID(organisation_id))
    if organisation is None or organisation.stage != Stage.APPROVED or write_secret(organisation) != secret:
        return None
    return f"{config.public_url}/m/still-true/{_signer(config).dumps([organisation.id.hex, since])}"


def read_token(token: str, config: Config) -> tuple[UUID, datetime] | None:
    """Which organisation a link asks about, and which of its words; None when it is no link of ours."""
    try:
        organisation_id, since = _signer(config).loads(token)
        return UUID(hex=organisation_id), datetime.fromisoformat(since)
    except (BadData, ValueError, TypeError, AttributeError):
        return None


def _signer(config: Config) -> URLSafeSerializer:
    return URLSafeSerializer(list(reversed(config.secret_keys)), salt=STILL_TRUE)
