"""What is done to a registration before it is sent, and its sending. Nobody is signed in: whoever holds the draft does it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any, cast
from uuid import UUID

from sqlalchemy import CursorResult, delete
from sqlalchemy.orm.attributes import flag_modified

from outreach.core.db import db
from outreach.partners import mails
from outreach.partners.models import Application
from outreach.partners.operations import add_application
from outreach.partners.profile import Profile, write_profile
from outreach.partners.queries import find_same, find_who_looks
from outreach.partners.rules import DRAFTS_KEPT, Consent

CONSENTS = "consents"  # the step in which one agrees, among the sections


class Sent(Enum):
    """What became of a registration that was sent."""

    NEW = "new"
    KNOWN = "known"  # the same contact has registered the same organisation before: there is no second one


@dataclass(frozen=True, slots=True)
class NotWhole(Exception):
    """A registration cannot be sent while these sections are open."""

    missing: tuple[str, ...]


def begin(application_id: UUID, *, email: str, language: str, now: datetime) -> Application:
    """Make a draft, and mail the link by which its contact comes back to it."""
    answers = write_profile(Profile(contact_email=email))
    about = {"email": email, "language": language, "answers": answers, "answered": [], "begun_at": now, "changed_at": now}
    application = Application(id=application_id, **about)
    db.session.add(application)
    mail_link(application, now=now)
    return application


def mail_link(application: Application, *, now: datetime) -> None:
    """Mail a link to come back by; earlier ones end."""
    application.back_link_at = now
    db.session.flush()
    mails.come_back(application, now=now)


def answer(application: Application, section: str, profile: Profile, *, now: datetime) -> None:
    """Keep what a section says. With another address of the contact, links that were mailed to the earlier one end."""
    application.answers, application.changed_at = write_profile(profile), now
    _mark_answered(application, section)
    if profile.contact_email and profile.contact_email != application.email:
        application.email, application.confirm_link_at = profile.contact_email, None
        mail_link(application, now=now)


def choose_consents(application: Application, consents: Collection[Consent], *, now: datetime) -> None:
    """Keep what is agreed to; nothing at all can be."""
    application.consents, application.changed_at = [str(consent) for consent in Consent if consent in consents], now
    _mark_answered(application, CONSENTS)


def ask_confirmation(application: Application, *, now: datetime) -> None:
    """Mail the link by which it is sent."""
    application.confirm_link_at = application.changed_at = now
    db.session.flush()
    mails.ask_confirmation(application, now=now)


def send(application: Application, *, sections: Collection[str], now: datetime) -> Sent:
    """The organisation applies, with the answers as they stand; the draft lets go of them. Raises NotWhole.

    Others that seem to be the same organisation are told of it by mail to their contacts; whoever sends learns nothing of them.
    """
    missing = tuple(key for key in (*sections, CONSENTS) if key not in application.answered)
    if missing:
        raise NotWhole(missing)
    profile = application.profile
    same = find_same(profile)
    is_known = any(one.profile.contact_email.casefold() == application.email.casefold() for one in same)
    if not is_known:
        consents = [Consent(consent) for consent in application.consents or []]
        for one in same:
            mails.note_again(one, now=now)
        organisation = add_application(application.id, profile, consents=consents, language=application.language, now=now)
        for account in find_who_looks(organisation.scope):
            mails.note_applied(account, organisation, now=now)
    application.sent_at = application.changed_at = now
    application.answers, application.consents = {}, None
    return Sent.KNOWN if is_known else Sent.NEW


def discard(application: Application) -> None:
    """Erase a draft at once, because its owner says so."""
    db.session.delete(application)


def erase_old(now: datetime) -> int:
    """Erase drafts that nobody has changed for so long, and what is left of those that were sent; returns how many."""
    old = delete(Application).where(Application.changed_at < now - DRAFTS_KEPT)
    return cast(CursorResult[Any], db.session.execute(old)).rowcount


def _mark_answered(application: Application, section: str) -> None:
    if section not in application.answered:
        application.answered = [*application.answered, section]
    flag_modified(application, "answers")  # another version, for whoever has the same section open elsewhere
