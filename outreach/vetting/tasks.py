"""What happens by itself: receipts, reminders, applications that nobody answers for, and new versions of the agreements."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import exists, literal, select, update
from sqlalchemy.orm import contains_eager

from outreach.accounts.queries import IS_ACTIVE
from outreach.audit.operations import record
from outreach.core.config import Config
from outreach.core.db import db, uuid_text
from outreach.core.jobs import stopping
from outreach.outbox.models import Mail
from outreach.partners.models import AgreementAccepted, Member, Organisation
from outreach.partners.operations import subject_of
from outreach.partners.rules import Stage
from outreach.vetting import mails
from outreach.vetting.models import Question
from outreach.vetting.operations import lapse
from outreach.vetting.queries import promised_until
from outreach.vetting.rules import LAPSES_AFTER, find_reminder
from outreach.vetting.texts import current_version

RECEIPTS = timedelta(days=2)  # an older application that has none came before there were any
AGREEMENT_LASTS = timedelta(days=60)  # from when a newer version is there, until readers do not see a partner without it
AGREEMENT_REMINDS = timedelta(days=30)  # before that


def receive_applications(_config: Config, now: datetime) -> int:
    """Tell organisations that applied lately that their application is here, with the link to it; returns how many mails."""
    told = exists().where(Mail.key == literal("received/") + uuid_text(Organisation.id))
    fresh = select(Organisation).where(Organisation.stage == Stage.APPLIED, Organisation.applied_at > now - RECEIPTS, ~told)
    number = 0
    for organisation in db.session.scalars(fresh.order_by(Organisation.applied_at)).all():
        number += mails.receive(organisation, due=promised_until(organisation, (), now), now=now)
        db.session.commit()
    return number


def note_silence(_config: Config, now: datetime) -> int:
    """Remind organisations of what they were asked, and end applications that nobody answers for; returns how many."""
    open_ones = select(Question.id).where(Question.answered_at.is_(None), Question.closed_at.is_(None)).order_by(Question.asked_at)
    number = 0
    for question_id in db.session.scalars(open_ones).all():
        if stopping.is_set():
            break
        number += _look_at(question_id, now)
        db.session.commit()
    return number


def _look_at(question_id: UUID, now: datetime) -> int:
    question = db.session.get(Question, question_id)
    if question is None:
        return 0
    organisation = db.session.get(Organisation, question.organisation_id, with_for_update=True, populate_existing=True)
    db.session.refresh(question)
    if organisation is None or question.ended_at or organisation.stage != Stage.APPLIED:
        return 0
    if now >= question.asked_at + LAPSES_AFTER:
        lapse(organisation, now=now)
        return 1
    if not find_reminder(question.asked_at, question.reminded_at, now):
        return 0
    question.reminded_at = now
    record("organisation.reminded", subject_of(organisation.id), by="note_silence", now=now, detail=question.section)
    mails.ask(organisation, question.id, question.words, until=question.asked_at + LAPSES_AFTER, is_reminder=True, now=now)
    return 1


def ask_agreements(_config: Config, now: datetime) -> int:
    """Let what was accepted of an earlier version end after 60 days, and ask the owners for the current one; returns how many mails."""
    version, number = current_version(), 0
    earlier = (AgreementAccepted.version != version, AgreementAccepted.holds_until.is_(None))
    db.session.execute(update(AgreementAccepted).where(*earlier).values(holds_until=now + AGREEMENT_LASTS))
    db.session.commit()
    for organisation_id, until in _find_to_ask(version):
        if stopping.is_set():
            break
        number += _ask_owners(organisation_id, version, until, now)
        db.session.commit()
    return number


def _find_to_ask(version: str) -> list[tuple[UUID, datetime]]:
    """Partners that accepted an earlier version only, and until when that holds."""
    up_to_date = select(AgreementAccepted.organisation_id).where(AgreementAccepted.version == version)
    rows = db.session.execute(
        select(Organisation.id, AgreementAccepted.holds_until)
        .join(AgreementAccepted, AgreementAccepted.organisation_id == Organisation.id)
        .where(Organisation.stage == Stage.APPROVED, AgreementAccepted.holds_until.is_not(None), Organisation.id.not_in(up_to_date))
        .order_by(AgreementAccepted.holds_until)
    )
    return list({organisation_id: until for organisation_id, until in rows if until}.items())


def _ask_owners(organisation_id: UUID, version: str, until: datetime, now: datetime) -> int:
    """Ask every owner once, and once more a month before it ends."""
    organisation = db.session.get_one(Organisation, organisation_id)
    owners = select(Member).join(Member.account).where(Member.organisation_id == organisation_id, Member.is_owner, IS_ACTIVE)
    number = 0
    for owner in db.session.scalars(owners.options(contains_eager(Member.account))).all():
        account, is_reminder = owner.account, now >= until - AGREEMENT_REMINDS
        about = {"to": account.email or "", "name": account.name, "language": account.language, "version": version}
        number += mails.ask_agreement(organisation, **about, until=until, is_reminder=is_reminder, now=now)
    if number:
        record("organisation.agreement-asked", subject_of(organisation_id), by="ask_agreements", now=now, detail=version)
    return number
