"""What is checked, on what grounds an organisation can be refused, who may decide, and how long each step may take: pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from outreach.partners.profile import Profile
from outreach.partners.rules import DECIDED_WITHIN, Stage

REMIND_AFTER = (timedelta(days=14), timedelta(days=45))
LAPSES_AFTER = timedelta(days=60)
APPEAL_WITHIN = timedelta(days=30)
REFERENCES = 2
LONGEST_WORDS = 2000


class Item(StrEnum):
    """What is checked of an application."""

    REGISTER = "register"
    SAFEGUARDING = "safeguarding"
    REFERENCE = "reference"
    ADVICE = "advice"
    TIES = "ties"


class Finding(StrEnum):
    DONE = "done"
    NOT_NEEDED = "not-needed"
    PROBLEM = "problem"


class Ground(StrEnum):
    """On what an organisation can be refused, or its approval taken back: facts, each of which can be shown and answered."""

    NOT_FOUND = "not-found"
    DIFFERS = "differs"
    NOT_IN_UK = "not-in-uk"
    NO_SAFEGUARDING = "no-safeguarding"
    NO_REFERENCE = "no-reference"
    UNREGULATED_ADVICE = "unregulated-advice"
    FALSE_STATEMENT = "false-statement"
    NOT_THEIRS_TO_SAY = "not-theirs-to-say"
    HOME_OFFICE = "home-office"
    TWICE = "twice"
    CLIENT_DATA = "client-data"


class Kind(StrEnum):
    """What one person proposes and another decides."""

    APPROVE = "approve"
    REFUSE = "refuse"
    TAKE_BACK = "take-back"
    NEW_OWNER = "new-owner"  # for a partner that has none who can sign in


PROPOSABLE = {Stage.APPLIED: (Kind.APPROVE, Kind.REFUSE), Stage.APPROVED: (Kind.TAKE_BACK, Kind.NEW_OWNER)}
AGAINST = (Kind.REFUSE, Kind.TAKE_BACK)


class Refusal(StrEnum):
    """Why something is not possible."""

    STAGE = "stage"
    OPEN_CHECKS = "open-checks"
    OPEN_QUESTION = "open-question"
    PROPOSED_ALREADY = "proposed-already"
    SAME_PERSON = "same-person"
    STEPPED_BACK = "stepped-back"
    MEMBER = "member"
    NOTHING_PROPOSED = "nothing-proposed"
    TOO_LATE = "too-late"
    APPEALED_ALREADY = "appealed-already"
    NO_APPEAL = "no-appeal"
    ANSWERED = "answered"
    NO_GROUND = "no-ground"
    HAS_OWNER = "has-owner"
    ADDRESS = "address"


class Owner(StrEnum):
    """What came of inviting somebody as the owner of an approved organisation."""

    INVITED = "invited"
    ADDED = "added"
    TAKEN = "taken"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing to be checked. *about* is the org-id of a register's entry, or the number of a reference."""

    item: Item
    about: str = ""

    @property
    def key(self) -> str:
        return f"{self.item}/{self.about}" if self.about else str(self.item)


def checks_for(profile: Profile) -> tuple[Check, ...]:
    """What has to be checked of an organisation that says this of itself."""
    entries = (Check(Item.REGISTER, org_id) for org_id in profile.identifiers)
    references = (Check(Item.REFERENCE, str(number)) for number in range(1, REFERENCES + 1))
    advice = (Check(Item.ADVICE),) if profile.gives_advice else ()
    return (*entries, Check(Item.SAFEGUARDING), *references, *advice, Check(Item.TIES))


def open_checks(wanted: Iterable[Check], found: Mapping[str, str]) -> tuple[Check, ...]:
    """Those of *wanted* that stand against an approval: nothing was found yet, or a problem. *found* by the keys of checks."""
    return tuple(check for check in wanted if found.get(check.key) in (None, Finding.PROBLEM))


def waited(waits: Collection[tuple[datetime, datetime | None]], now: datetime) -> timedelta:
    """How long in all an organisation was asked something that it had not answered; what overlaps counts once."""
    total, reached = timedelta(), None
    for begin, end in sorted((begin, end or now) for begin, end in waits):
        start = begin if reached is None or begin > reached else reached
        if end > start:
            total += end - start
            reached = end
    return total


def due_at(applied_at: datetime, waits: Collection[tuple[datetime, datetime | None]], now: datetime) -> datetime:
    """Until when a decision is promised: calendar days, without those in which the organisation was asked something."""
    return applied_at + DECIDED_WITHIN + waited(waits, now)


def find_reminder(asked_at: datetime, reminded_at: datetime | None, now: datetime) -> bool:
    """Whether a question that nobody answered is to be asked again now. After a long stop it is asked once, not twice."""
    due = [asked_at + after for after in REMIND_AFTER if now >= asked_at + after]
    return bool(due) and (reminded_at is None or reminded_at < due[-1])
