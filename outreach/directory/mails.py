"""The mail to the members of an organisation about what they asked for of a service. It says which service, and none of what was asked."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import current_app

from outreach.core.config import Config
from outreach.core.db import db
from outreach.directory.models import ServiceChange
from outreach.outbox.render import MailKind, put
from outreach.outbox.rules import Category
from outreach.partners.mails import recipients
from outreach.partners.models import Organisation
from outreach.partners.rules import RevisionState

DECIDED = MailKind(
    "directory/decided",
    Category.PROGRAMME,
    "staff",
    lambda: {
        "name": "Lantern House advice line (invented)",
        "is_new": True,
        "is_approved": False,
        "reason": "Nobody answers on the number in the evening. When is it open?",
        "link": f"https://outreach.example.org/manage/directory/{7:032x}",
    },
)

MAILS = (DECIDED,)


def note_decided(change: ServiceChange, *, now: datetime) -> None:
    """Tell what was decided, and why where it was given back."""
    config: Config = current_app.config["OUTREACH"]
    service, about = change.service, {"is_new": change.is_new, "is_approved": change.state == RevisionState.APPROVED}
    organisation = db.session.get_one(Organisation, service.organisation_id)
    said: dict[str, Any] = {**about, "name": service.name, "reason": change.reason}
    link = f"{config.public_url}/manage/directory/{service.id}"
    for number, (address, language) in enumerate(recipients(organisation).items()):
        put(DECIDED, to=address, language=language, key=f"service-decided/{change.id}/{number}", now=now, link=link, **said)
