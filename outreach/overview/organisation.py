"""Everything that stands about a partner, read from the features: for its own pages, for its copy of it, and for its erasure.

A feature that says something about organisations adds it to `routes.organisation.everything`, `copy_of` and `erase_departed`; what
vetting and alerts say is in `vetted` and `raised`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from flask import url_for
from flask_babel import LazyString, gettext
from sqlalchemy import exists, select, update

from outreach.accounts.models import Account
from outreach.audit.models import AuditEntry
from outreach.campaigns.rules import Asker
from outreach.core.config import Config
from outreach.core.dates import LONDON
from outreach.core.db import db
from outreach.core.jobs import stopping
from outreach.directory.erasing import erase_services
from outreach.events.models import Event
from outreach.events.queries import Title, visible
from outreach.events.rules import Visibility
from outreach.overview.listed import copy_listed, find_given_back, find_listed
from outreach.overview.plain import fields_of, plain
from outreach.overview.raised import copy_raised, find_raised
from outreach.overview.vetted import copy_vetted, erase_vetted, find_vetted
from outreach.partners.membership import erase, find_members, find_to_erase
from outreach.partners.models import Hours, Member, Organisation, Reminder, Revision
from outreach.partners.operations import subject_of
from outreach.partners.profile import PUBLIC, write_profile
from outreach.partners.queries import find_consent_history, find_consents, find_latest_decided, has_accepted, is_listed
from outreach.partners.revising import find_pending
from outreach.partners.rules import (
    HIDDEN_AFTER,
    UNVERIFIED_AFTER,
    Consent,
    RevisionState,
    Verification,
    verification_of,
)
from outreach.partners.storing import find_files
from outreach.updates.models import ProgressUpdate, UpdateParty
from outreach.vetting.queries import is_agreement_open

FORMAT = 2  # of the copy: counted up when what it holds changes its form
MOST_ACTS = 1000


@dataclass(frozen=True, slots=True)
class ToDo:
    """Something that waits for the members: what, why, and where."""

    what: str | LazyString
    why: str | LazyString
    url: str


@dataclass(frozen=True, slots=True)
class Standing:
    """How an organisation stands before readers: whether they see it, what keeps it from them, and how old its word is."""

    is_shown: bool
    is_agreed: bool
    is_accepted: bool  # the agreements, in a version that holds
    is_paused: bool
    verification: Verification
    verified_on: date
    unverified_on: date
    hidden_on: date


def find_standing(organisation: Organisation, now: datetime) -> Standing:
    since = organisation.verified_at or organisation.applied_at
    verification = verification_of(since, now)
    is_agreed = Consent.LISTED in find_consents(organisation.id)
    here = Organisation.id == organisation.id
    is_shown, is_accepted = db.session.execute(select(exists().where(here, is_listed(now)), exists().where(here, has_accepted(now)))).one()
    days = (_day(instant) for instant in (since, since + UNVERIFIED_AFTER, since + HIDDEN_AFTER))
    return Standing(is_shown, is_agreed, is_accepted, organisation.paused_at is not None, verification, *days)


def find_to_dos(member: Member, now: datetime) -> list[ToDo]:
    """What waits for somebody who speaks for an organisation, the most pressing first."""
    organisation, found = member.organisation, []
    if member.is_owner and is_agreement_open(member.account_id):
        what, why = (
            gettext("Read the agreements, and accept them if your organisation agrees"),
            gettext("Until then readers do not see it."),
        )
        found.append(ToDo(what, why, url_for("agreements.agreement")))
    standing = find_standing(organisation, now)
    if standing.verification is not Verification.CURRENT:
        why = {
            Verification.DUE: gettext("It was confirmed a while ago. It takes two minutes, and no change is needed."),
            Verification.UNVERIFIED: gettext("Nobody has confirmed it for 90 days, and readers are told so."),
            Verification.HIDDEN: gettext("Nobody has confirmed it for 120 days, so readers do not see you. Confirm it, and they do again."),
        }[standing.verification]
        found.append(ToDo(gettext("Say whether all about you is still true"), why, url_for("own.still_true")))
    decided = find_latest_decided(organisation.id)
    if decided and decided.state == RevisionState.GIVEN_BACK and find_pending(organisation.id) is None:
        found.append(ToDo(gettext("A change of your profile was given back"), decided.reason, url_for("own.profile")))
    return [*found, *_services_given_back(organisation.id)]


def _services_given_back(organisation_id: UUID) -> list[ToDo]:
    return [
        ToDo(
            gettext("“%(name)s” was given back", name=one.service.name)
            if one.is_new
            else gettext("A change of “%(name)s” was given back", name=one.service.name),
            one.reason,
            url_for("directory.service", service_id=one.service_id),
        )
        for one in find_given_back(organisation_id)
    ]


def find_hosted(organisation_id: UUID, *, is_all: bool = False, asker: Asker | None = None) -> Sequence[Any]:
    """The events that an organisation hosts as rows, the latest first: those that partners may see, those that *asker* of the staff may
    see, or (for counting) all.
    """
    columns = (Event.id, Event.held_on, Event.starts, Event.area, Event.state, Event.visibility, Title.english.label("title"))
    hosted = select(*columns).join(Title, Event.title_key == Title.key).where(Event.host_organisation_id == organisation_id)
    if asker:
        hosted = hosted.where(visible(asker))
    elif not is_all:
        hosted = hosted.where(Event.visibility.in_([Visibility.PUBLIC, Visibility.PARTNERS]))
    return db.session.execute(hosted.order_by(Event.held_on.desc(), Event.starts, Event.id)).all()


def count_hosted_ahead(organisation_id: UUID, today: date) -> int:
    """How many events that it hosts are still to come, whoever may see them."""
    return sum(row.held_on >= today and row.state != "cancelled" for row in find_hosted(organisation_id, is_all=True))


def find_reports(name: str) -> Sequence[Any]:
    """Progress updates that are out and name an organisation: title, day, and what they say of it."""
    columns = (ProgressUpdate.title, ProgressUpdate.dated_on, UpdateParty.contribution, UpdateParty.dissent)
    named = select(*columns).join(UpdateParty, UpdateParty.update_id == ProgressUpdate.id)
    wanted = (ProgressUpdate.frozen_at.is_not(None), UpdateParty.approved_on.is_not(None), UpdateParty.is_left_out.is_(False))
    return db.session.execute(named.where(*wanted, UpdateParty.name == name).order_by(ProgressUpdate.dated_on.desc())).all()


def find_acts(organisation_id: UUID) -> Sequence[AuditEntry]:
    """What was done about an organisation, the latest first."""
    mine = select(AuditEntry).where(AuditEntry.subject == subject_of(organisation_id))
    return db.session.scalars(mine.order_by(AuditEntry.place.desc()).limit(MOST_ACTS)).all()


def name_actor(actor: str, members: Mapping[str, str]) -> str:
    """Who did something, for the organisation itself: its own people by name, staff as such."""
    contact, programme = str(gettext("Your contact")), str(gettext("The programme"))
    return contact if actor == "its contact" else members.get(actor, programme)


def member_names(organisation_id: UUID) -> dict[str, str]:
    """Everybody who speaks or spoke for an organisation, by their id as text."""
    wanted = select(Account.id, Account.name, Account.email).join(Member).where(Member.organisation_id == organisation_id)
    return {str(row.id): row.name or row.email or str(row.id) for row in db.session.execute(wanted)}


def copy_of(organisation: Organisation, now: datetime) -> dict[str, Any]:
    """All that the platform holds about an organisation, as JSON. Files are named with their digests; each can be had by itself."""
    names = member_names(organisation.id)
    since = organisation.verified_at or organisation.applied_at
    return {
        "format": FORMAT,
        "made_at": plain(now),
        "organisation": {
            **fields_of(organisation, "id", "stage", "language", "applied_at", "decided_at", "verified_at"),
            "verification": str(verification_of(since, now)),
            "profile": write_profile(organisation.profile),
            "public_fields": sorted(PUBLIC),
        },
        "consents": [fields_of(row, "consent", "given_at", "withdrawn_at") for row in reversed(find_consent_history(organisation.id))],
        "members": [
            {**fields_of(one.account, "id", "name", "email"), **fields_of(one, "is_owner", "since")}
            for one in find_members(organisation.id)
        ],
        "changes": [
            {**fields_of(row, "state", "changes", "asked_at", "decided_at", "reason"), "asked_by": name_actor(str(row.asked_by_id), names)}
            for row in _rows_of(Revision, organisation.id, Revision.asked_at)
        ],
        "reminders": [fields_of(row, "verified_at", "step", "put_at") for row in _rows_of(Reminder, organisation.id, Reminder.put_at)],
        "hours": [fields_of(row, *_HOURS) for row in _rows_of(Hours, organisation.id, Hours.worked_on)],
        "services": copy_listed(find_listed(organisation.id), lambda asked_by_id: name_actor(str(asked_by_id), names)),
        "files": [fields_of(row, "used_for", "media_type", "size", "digest", "put_at") for row in find_files(organisation.id)],
        "events": [fields_of(row, "id", "title", "held_on", "state", "visibility") for row in find_hosted(organisation.id)],
        "reports": [fields_of(row, "title", "dated_on", "contribution", "dissent") for row in find_reports(organisation.name)],
        "vetting": copy_vetted(find_vetted(organisation)),
        "alerts": copy_raised(find_raised(organisation.id)),
        "acts": [
            {**fields_of(row, "at", "action", "changed"), "who": name_actor(row.actor, names)}
            for row in reversed(find_acts(organisation.id))
        ],
    }


def erase_departed(_config: Config, now: datetime) -> int:
    """Erase what organisations said that have left long ago, of their services too, what vetting said of them, and their names on events;
    returns how many.
    """
    ids = find_to_erase(now)
    db.session.rollback()
    for done, organisation_id in enumerate(ids):
        if stopping.is_set():
            return done
        erase(organisation_id, now)
        erase_services(organisation_id, now)
        theirs = update(Event).where(Event.host_organisation_id == organisation_id)
        db.session.execute(theirs.values(host_name="", host_email=""))
        erase_vetted(organisation_id)
        db.session.commit()
    return len(ids)


_HOURS = ("worked_on", "minutes", "purpose", "payment", "asked_pence", "agreed_pence", "paid_on", "confirmed_at")


def _rows_of(model: type[Revision | Reminder | Hours], organisation_id: UUID, order: Any) -> Sequence[Any]:
    return db.session.scalars(select(model).where(model.organisation_id == organisation_id).order_by(order)).all()


def _day(instant: datetime) -> date:
    return instant.astimezone(LONDON).date()
