"""The mails to whoever registers an organisation. Links are named here and made as a mail leaves: see links."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import current_app

from outreach.accounts.models import Account
from outreach.core.config import Config
from outreach.outbox.render import MailKind, put
from outreach.outbox.rules import Category
from outreach.partners.models import Application, Organisation
from outreach.partners.rules import DECIDED_WITHIN, DRAFTS_KEPT, LINK_LASTS

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

MAILS = (COME_BACK, CONFIRM, AGAIN, APPLIED)


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
