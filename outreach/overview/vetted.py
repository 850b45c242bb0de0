"""What vetting says of an organisation: for its own pages, for its copy, and for its erasure. Who found or decided something is told as a
role. Whom vetting asked for a reference is not told: that is about somebody else.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, update

from outreach.core.db import db
from outreach.overview.plain import fields_of, find_roles
from outreach.partners.models import AgreementAccepted, Organisation
from outreach.vetting.models import CheckMade, Decision, Question, RegisterEntry, SteppedBack
from outreach.vetting.queries import find_agreements, find_checks, find_decisions, find_entries, find_questions
from outreach.vetting.rules import Check, Item, checks_for


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found at one item of the checklist."""

    check: Check
    finding: str
    entry_name: str
    entry_status: str
    note: str
    role: str
    found_at: datetime


@dataclass(frozen=True, slots=True)
class Decided:
    """What was proposed, and what came of it. While nobody has decided (`settled_at` is None) it has no words: a second person reads them
    first. Grounds are told then only where the organisation has had them by mail.
    """

    kind: str
    proposed_at: datetime
    proposed_by: str
    grounds: list[str] = field(default_factory=list)
    words: str = ""
    settled_at: datetime | None = None
    settled_by: str = ""
    is_confirmed: bool = False
    remark: str = ""
    appealed_at: datetime | None = None
    appeal: str = ""
    appeal_at: datetime | None = None
    appeal_by: str = ""
    is_upheld: bool = False
    appeal_answer: str = ""


@dataclass(frozen=True, slots=True)
class Vetted:
    """All that vetting says, the latest first; the checklist in its own order."""

    checks: list[Checked]
    entries: Sequence[RegisterEntry]
    questions: Sequence[Question]
    decisions: list[Decided]
    agreements: Sequence[AgreementAccepted]
    roles: Mapping[UUID | None, str]


def find_vetted(organisation: Organisation) -> Vetted:
    made, questions = find_checks(organisation.id), find_questions(organisation.id)
    decisions, profile = find_decisions(organisation.id), organisation.profile
    people = [one.found_by_id for one in made.values()] + [one.asked_by_id for one in questions]
    roles = find_roles([*people, *(one for row in decisions for one in (row.proposed_by_id, row.settled_by_id, row.appeal_by_id))])
    order = [check.key for check in checks_for(profile)]
    kept = sorted(made.values(), key=lambda row: (row.key not in order, order.index(row.key) if row.key in order else 0, row.key))
    return Vetted(
        checks=[_checked(row, roles[row.found_by_id]) for row in kept],
        entries=sorted(find_entries(profile.identifiers).values(), key=lambda entry: entry.org_id),
        questions=questions,
        decisions=[_decided(row, roles, is_paused=organisation.paused_at is not None) for row in decisions],
        agreements=find_agreements(organisation.id),
        roles=roles,
    )


def copy_vetted(vetted: Vetted) -> dict[str, Any]:
    """The same as JSON."""
    return {
        "checks": [
            {"check": one.check.key, **fields_of(one, "finding", "entry_name", "entry_status", "note", "found_at"), "found_by": one.role}
            for one in vetted.checks
        ],
        "registers": [fields_of(row, *_ENTRY) for row in vetted.entries],
        "questions": [{**fields_of(row, *_QUESTION), "asked_by": vetted.roles[row.asked_by_id]} for row in reversed(vetted.questions)],
        "decisions": [fields_of(one, *Decided.__dataclass_fields__) for one in reversed(vetted.decisions)],
        "agreements": [fields_of(row, *_AGREEMENT) for row in reversed(vetted.agreements)],
    }


def erase_vetted(organisation_id: UUID) -> None:
    """Erase what was found, asked and decided, and the names of those who accepted agreements; which version, and when, stays."""
    for model in (CheckMade, Question, Decision, SteppedBack):
        db.session.execute(delete(model).where(model.organisation_id == organisation_id))
    theirs = update(AgreementAccepted).where(AgreementAccepted.organisation_id == organisation_id)
    db.session.execute(theirs.values(name="", position=""))


def _checked(row: CheckMade, role: str) -> Checked:
    check = Check(Item(row.item), row.about)
    return Checked(check, row.finding, row.entry_name, row.entry_status, row.note, role, row.found_at)


def _decided(row: Decision, roles: Mapping[UUID | None, str], *, is_paused: bool) -> Decided:
    if row.settled_at is None:
        return Decided(row.kind, row.proposed_at, roles[row.proposed_by_id], grounds=list(row.grounds) if is_paused else [])
    told: dict[str, Any] = {name: getattr(row, name) for name in _DECISION}
    told |= {"proposed_by": roles[row.proposed_by_id], "settled_by": roles[row.settled_by_id], "appeal_by": roles[row.appeal_by_id]}
    return Decided(**told)


_ENTRY = ("org_id", "name", "is_registered", "registered_on", "removed_on", "fetched_at")
_QUESTION = ("section", "words", "asked_at", "reminded_at", "answered_at", "answer", "before", "after", "closed_at")
_AGREEMENT = ("version", "digest", "language", "name", "position", "accepted_at", "holds_until")
_DECISION = (
    *("kind", "proposed_at", "grounds", "words", "settled_at", "is_confirmed", "remark"),
    *("appealed_at", "appeal", "appeal_at", "is_upheld", "appeal_answer"),
)
