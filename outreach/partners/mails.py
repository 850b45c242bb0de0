"""The mails to whoever registers an organisation, and to a partner about what stands: is it still true, what was decided, that it has left.

Links are named here and made as a mail leaves: see links and verifying.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from flask import current_app
from sqlalchemy import select

from outreach.accounts.models import Account
from outreach.accounts.queries import IS_ACTIVE
from outreach.core.config import Config
from outreach.core.dates import LONDON
from outreach.core.db import db
from outreach.outbox.render import MailKind, put
from outreach.outbox.rules import Category
from outreach.partners.labels import FIELDS
from outreach.partners.models import Application, Member, Organisation, Revision
from outreach.partners.rules import DECIDED_WITHIN, DRAFTS_KEPT, HIDDEN_AFTER, KEPT_AFTER_LEAVING, LINK_LASTS, UNVERIFIED_AFTER, Step

_LASTS: dict[str, Any] = {"days": LINK_LASTS.days, "kept": DRAFTS_KEPT.days}

COME_BACK = MailKind("partners/come_back", Category.ACCOUNT, "staff", lambda: {"organisation": "Harbour Light", **_LASTS})
CONFIRM = MailKind("partners/confirm", Category.ACCOUNT, "staff", lambda: {"organisation": "Harbour Light", **_LASTS})
AGAIN = MailKind("partners/again", Category.PROGRAMME, "staff", lambda: {"name": "Noor Malik", "organisation": "Harbour Light"})
APPLIED = MailKind(
    "partners/applied",
    Category.PROGRAMME,
    "staff",
    lambda: {
        "name": "Ceri Morgan",
        "organisation": "Harbour Light",
        "days": DECIDED_WITHIN.days,
        "link": f"https://outreach.example.org/manage/partners/{7:032x}",
    },
)

_NAME = "Lantern House (an invented organisation)"

STILL_TRUE = MailKind(
    "partners/still_true",
    Category.PROGRAMME,
    "staff",
    lambda: {"name": _NAME, "step": Step.REMINDED, "since": date(2026, 9, 12), "unverified_on": date(2026, 12, 11)},
)
LAPSED = MailKind(
    "partners/lapsed",
    Category.PROGRAMME,
    "staff",
    lambda: {"name": _NAME, "step": Step.UNVERIFIED, "since": date(2026, 8, 26), "hidden_on": date(2026, 12, 24)},
)
DECIDED = MailKind(
    "partners/change_decided",
    Category.PROGRAMME,
    "staff",
    lambda: {
        "name": _NAME,
        "is_approved": False,
        "fields": [FIELDS["telephone"], FIELDS["about"]],
        "reason": "Nobody answers on the new number. Is it right?",
        "link": "https://outreach.example.org/manage/organisation/profile",
    },
)
LEFT = MailKind(
    "partners/left", Category.ACCOUNT, "staff", lambda: {"name": _NAME, "left_on": date(2026, 11, 26), "erased_on": date(2027, 11, 26)}
)

MAILS = (COME_BACK, CONFIRM, AGAIN, APPLIED, STILL_TRUE, LAPSED, DECIDED, LEFT)


def come_back(application: Application, *, now: datetime) -> bool:
    """Send the link by which a registration is gone on with. Earlier ones end."""
    return _put_link(COME_BACK, application, f"registration:{application.id}", now)


def ask_confirmation(application: Application, *, now: datetime) -> bool:
    """Send the link by which a registration is sent: whoever opens it reads mail at that address."""
    return _put_link(CONFIRM, application, f"registration-confirm:{application.id}", now)


def note_again(organisation: Organisation, *, now: datetime) -> bool:
    """Tell the contact of an organisation that somebody registered it once more; once a week at most. Of who did, nothing is said."""
    profile, week = organisation.profile, now.strftime("%G-%V")
    about = {"name": profile.contact_name, "organisation": organisation.name}
    return put(AGAIN, to=profile.contact_email, language=organisation.language, key=f"again/{organisation.id}/{week}", now=now, **about)


def note_applied(account: Account, organisation: Organisation, *, now: datetime) -> bool:
    """Tell somebody who runs the programme that an organisation waits to be looked at. Of what it said, the mail has the name only."""
    config: Config = current_app.config["OUTREACH"]
    link, key = f"{config.public_url}/manage/partners/{organisation.id}", f"applied/{organisation.id}/{account.id}"
    about: dict[str, Any] = {"name": account.name, "organisation": organisation.name, "days": DECIDED_WITHIN.days, "link": link}
    return put(APPLIED, to=account.email or "", language=account.language, key=key, now=now, **about)


def _put_link(kind: MailKind, application: Application, secret: str, now: datetime) -> bool:
    name = application.profile.name
    about: dict[str, Any] = {"to": application.email, "language": application.language, "key": f"{secret}/{now.isoformat()}"}
    return put(kind, **about, now=now, secret=secret, organisation=name, **_LASTS)


def recipients(organisation: Organisation, *, wants_all: bool = False) -> dict[str, str]:
    """The addresses that mails to an organisation go to, each with its language: its contact, and those members who want such mails (or
    all of them).
    """
    found = {}
    members = select(Account).join(Member).where(Member.organisation_id == organisation.id, IS_ACTIVE)
    for account in db.session.scalars(members.order_by(Account.id)):
        if account.email and (account.is_mailed or wants_all):
            found[account.email] = account.language
    contact = organisation.profile.contact_email
    if contact and contact.casefold() not in {address.casefold() for address in found}:
        found[contact] = organisation.language
    return found


def ask(organisation: Organisation, step: Step, *, secret: str, now: datetime) -> int:
    """Ask whether all is still true, or tell what has become of it because nobody said so; returns how many mails were put."""
    since = organisation.verified_at or now
    about: dict[str, Any] = {"name": organisation.name, "step": step, "since": _day(since)}
    if step in (Step.UNVERIFIED, Step.HIDDEN):
        kind, days = LAPSED, {"hidden_on": _day(since + HIDDEN_AFTER)}
    else:
        kind, days = STILL_TRUE, {"unverified_on": _day(since + UNVERIFIED_AFTER)}
    key = f"still-true/{organisation.id}/{since.astimezone(UTC).isoformat()}/{step}"
    return sum(
        put(kind, to=address, language=language, key=f"{key}/{number}", now=now, secret=secret, **about, **days)
        for number, (address, language) in enumerate(recipients(organisation).items())
    )


def note_decided(organisation: Organisation, revision: Revision, *, is_approved: bool, now: datetime) -> None:
    """Tell what was decided about a change, and why."""
    config: Config = current_app.config["OUTREACH"]
    fields = [FIELDS[name] for name in revision.changes]
    about: dict[str, Any] = {"name": organisation.name, "is_approved": is_approved, "fields": fields, "reason": revision.reason}
    link = f"{config.public_url}/manage/organisation/profile"
    for number, (address, language) in enumerate(recipients(organisation).items()):
        put(DECIDED, to=address, language=language, key=f"change-decided/{revision.id}/{number}", now=now, link=link, **about)


def note_left(organisation: Organisation, *, now: datetime) -> None:
    """Tell everybody who spoke for it that the organisation has left, and what is kept how long. The last mail to them."""
    about: dict[str, Any] = {"name": organisation.name, "left_on": _day(now), "erased_on": _day(now + KEPT_AFTER_LEAVING)}
    for number, (address, language) in enumerate(recipients(organisation, wants_all=True).items()):
        put(LEFT, to=address, language=language, key=f"left/{organisation.id}/{number}", now=now, **about)


def _day(instant: datetime) -> date:
    return instant.astimezone(LONDON).date()
