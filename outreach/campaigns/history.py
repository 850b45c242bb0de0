"""What was done to one campaign, from the audit trail, in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask_babel import LazyString
from sqlalchemy import select

from outreach.accounts.queries import find_names
from outreach.audit.models import AuditEntry
from outreach.campaigns.forms import DetailsForm, StrategyForm
from outreach.campaigns.labels import ACTS, DOING
from outreach.campaigns.models import Campaign
from outreach.campaigns.operations import subject_of
from outreach.campaigns.parts import KINDS
from outreach.campaigns.queries import find_titles
from outreach.core.db import db

_OTHER_WORDS = {"doing": DOING}  # fields that are in no form
MOST = 200  # rows on the page; the audit trail has all


@dataclass(frozen=True, slots=True)
class Event:
    """One act: *of* is the part that it was done to, *why* the reason that was given."""

    at: datetime
    who: str
    what: LazyString | str
    of: str
    changed: list[LazyString | str]
    why: str


def find_history(campaign: Campaign) -> list[Event]:
    """The latest acts, the newest first."""
    subject = subject_of(campaign.id)
    entries = db.session.scalars(
        select(AuditEntry).where(AuditEntry.subject == subject).order_by(AuditEntry.place.desc()).limit(MOST)
    ).all()
    names, titles = find_names(), find_titles(campaign.id)
    return [
        Event(
            entry.at,
            names.get(entry.actor, entry.actor),
            ACTS.get(entry.action, entry.action),
            titles.get(entry.detail, ""),
            [_word(name, entry.detail) for name in entry.changed],
            "" if entry.detail in titles or entry.action == "campaign.copied" else entry.detail,
        )
        for entry in entries
    ]


def _word(name: str, detail: str) -> LazyString | str:
    """The label of a field, from the form in which it is changed; the name itself where no form has it."""
    kind = KINDS.get(detail.partition("/")[0])
    for form in [kind.fields] if kind else [DetailsForm, StrategyForm]:
        if hasattr(form, name):
            label: LazyString = getattr(form, name).args[0]
            return label
    return _OTHER_WORDS.get(name, name)
