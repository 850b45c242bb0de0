"""The demonstration's progress updates: one that is frozen, and one that still lacks something."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import exists, select

from outreach.accounts.models import Account
from outreach.accounts.queries import find_by_email
from outreach.commitments.queries import list_commitments
from outreach.core.dates import LONDON
from outreach.core.db import db
from outreach.demo.accounts import DOMAIN
from outreach.demo.commitments import demo_id
from outreach.updates.assembling import assemble
from outreach.updates.letter import digest, write_canonical
from outreach.updates.models import ProgressUpdate
from outreach.updates.operations import begin_update, change_section, freeze, record_party, review, send_to_review
from outreach.updates.queries import get_update, section_of
from outreach.updates.rules import Verdict

FROZEN_AGO = timedelta(days=4)
GAPS = "How many officers remember what they heard is not known (invented)."


def load_updates(*, now: datetime) -> None:
    """Write them once; an installation that has an update keeps what it has."""
    first, second = (find_by_email(f"{name}@{DOMAIN}") for name in ("lead", "second-lead"))
    if first is None or second is None or db.session.scalar(select(exists().where(ProgressUpdate.id.is_not(None)))):
        return
    _freeze_one(first, second, now - FROZEN_AGO)
    update = get_update(_begin("Progress update, next edition (invented)", ("L2", "L4", "L6"), first, now))
    change_section(update, section_of(update, "L6"), {"done": "We met 9 organisations (invented)."}, [], by=first, now=now)


def _freeze_one(first: Account, second: Account, now: datetime) -> None:
    update_id = _begin("Progress update, first edition (invented)", ("L1", "L2", "L3", "L5"), first, now)
    for key in ("L1", "L2", "L3", "L5"):
        update = get_update(update_id)
        section = section_of(update, key)
        texts = {"gaps": f"{section.gaps} {GAPS}".strip()} | ({} if section.done else {"done": "Nothing is recorded as done (invented)."})
        change_section(update, section, texts, [source.evidence for source in section.sources], by=first, now=now)
    _speak_of_partners(update_id, first, now)
    send_to_review(get_update(update_id), by=first, now=now)
    db.session.flush()
    update = get_update(update_id)
    seen = digest(write_canonical(assemble(update)))
    review(update, Verdict.APPROVE, "Read against the register (invented).", seen=seen, by=second, now=now)
    db.session.flush()
    freeze(get_update(update_id), by=first, now=now)
    db.session.flush()


def _begin(title: str, keys: tuple[str, ...], by: Account, now: datetime) -> UUID:
    today = now.astimezone(LONDON).date()
    values = {
        "title": title,
        "dated_on": today,
        "period_from": date(2022, 1, 25),
        "period_to": today,
        "addressee_name": "Araminta Thistledown (invented)",
        "addressee_office": "Super-complaints Lead",
        "addressee_body": "Invented Inspectorate",
        "address": "1 Example Street\nNowhere",
        "salutation": "Dear Araminta,",
        "opening": "We write to say what became of what the National Police Chiefs’ Council promised in its letter of 25 January 2022. "
        "This document is part of a demonstration: everything in it is invented.",
        "closing": "We will write again when more can be shown.",
        "signed_name": "Ffion Fairweather (invented)",
        "signed_office": "Programme lead",
    }
    chosen = [row for row in list_commitments() if row.key in keys]
    return begin_update(demo_id(f"update {title}"), values, chosen, by=by, now=now).id


def _speak_of_partners(update_id: UUID, by: Account, now: datetime) -> None:
    named: dict[str, Any] = {
        "name": "Harbour Light (invented)",
        "described_as": "A charity in the north",
        "contribution": "Agreed a referral pathway [L5.1], and read a draft of this document.",
        "dissent": "We agreed to the pathway. We do not agree that guidance without a firewall is enough for the people whom we help.",
        "approved_by": "Perpetua Moss, in a letter that is kept with the agreement (invented)",
        "approved_on": now.astimezone(LONDON).date(),
    }
    unnamed: dict[str, Any] = {
        "name": "Lantern Community (invented)",
        "described_as": "A community organisation",
        "contribution": "Took part in meetings [L3.2].",
        "dissent": "",
        "approved_by": "",
        "approved_on": None,
    }
    for number, values in enumerate((named, unnamed)):
        record_party(get_update(update_id), demo_id(f"party {number} of {update_id}"), values, by=by, now=now)
        db.session.flush()
