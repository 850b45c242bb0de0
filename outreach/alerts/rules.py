"""What an alert can say, where it stands, who may raise, answer and see it, and what of many alerts may be told: pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from outreach.accounts.rules import Part, Role, Scope
from outreach.outcomes.rules import Count, count_of

ANSWERED_WITHIN = timedelta(days=28)  # by the area's lead, and again by a national lead where the partner disputes the answer
REMINDED_BEFORE = timedelta(days=7)
WITHDRAWN_WITHIN = timedelta(days=14)  # after that nobody can be asked to take an alert back
DISPUTED_WITHIN = timedelta(days=28)  # days in which a partner can say that an answer does not settle it
RAISER_KEPT = timedelta(days=365)  # after an alert has ended it is forgotten who of the organisation raised it
MONTHS_BACK = 12
MOST_A_DAY = 10  # of one organisation
LONGEST_ANSWER = 1000
NOBODY_NAMED = "a partner organisation"
"""Who acts, in the trail, when a partner does: who raised an alert is told only as far as it was agreed to. Such rows are in the chain, and
stand in no list: beside those of signing in, their hour would name the partner.
"""


class Kind(StrEnum):
    """In what practice departed from what was promised."""

    STATUS_FIRST = "status-first"
    STATUS_CHECKED = "status-checked"
    PASSED_ON = "passed-on"
    REFUSED = "refused"
    SUSPECT_FIRST = "suspect-first"
    NO_INTERPRETER = "no-interpreter"
    NOT_PRIVATE = "not-private"
    GUIDANCE_UNKNOWN = "guidance-unknown"
    DIFFERENT_WORDS = "different-words"
    NOT_REFERRED = "not-referred"
    NO_OUTREACH = "no-outreach"
    NOT_HEARD = "not-heard"


CONCERNS: Mapping[Kind, tuple[str, ...]] = {
    Kind.STATUS_FIRST: ("L2", "L4"),
    Kind.STATUS_CHECKED: ("L2", "L4"),
    Kind.PASSED_ON: ("L2", "L4"),
    Kind.REFUSED: ("L4",),
    Kind.SUSPECT_FIRST: ("L2", "L4"),
    Kind.NO_INTERPRETER: ("L4",),
    Kind.NOT_PRIVATE: ("L4",),
    Kind.GUIDANCE_UNKNOWN: ("L2",),
    Kind.DIFFERENT_WORDS: ("L1",),
    Kind.NOT_REFERRED: ("L5",),
    Kind.NO_OUTREACH: ("L3",),
    Kind.NOT_HEARD: ("L6",),
}
"""The promises of the letter that each kind concerns, by their numbers in the register: how the programme reads them, no finding."""


class Setting(StrEnum):
    """Where the police were met. Never a place that has a name."""

    TELEPHONE = "telephone"
    FRONT_DESK = "front-desk"
    ONLINE = "online"
    OUT = "out"
    INTERVIEW = "interview"
    EVENT = "event"
    ELSEWHERE = "elsewhere"


class State(StrEnum):
    OPEN = "open"
    ANSWERED = "answered"
    DISPUTED = "disputed"  # the partner says that the answer does not settle it: a national lead has to answer
    CLOSED = "closed"  # answered a second time
    WITHDRAWN = "withdrawn"


WAITING = frozenset({State.OPEN, State.DISPUTED})
ENDED = frozenset({State.ANSWERED, State.CLOSED, State.WITHDRAWN})


class Standing(StrEnum):
    """How an alert stands on a day."""

    WAITING = "waiting"
    LATE = "late"
    DISPUTED = "disputed"
    DISPUTED_LATE = "disputed-late"
    ANSWERED = "answered"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


class Finding(StrEnum):
    CONFIRMED = "confirmed"
    NOT_FOUND = "not-found"
    CANNOT = "cannot"


class Step(StrEnum):
    """What was done."""

    BRIEFING = "briefing"
    TRAINING = "training"
    GUIDANCE = "guidance"
    SUPERVISORS = "supervisors"
    PROCESS = "process"
    NOTHING = "nothing"


class Obstacle(StrEnum):
    """Why something cannot be looked into."""

    NO_RECORD = "no-record"
    TOO_GENERAL = "too-general"
    OTHER_PROCESS = "other-process"
    OTHER_BODY = "other-body"


class Dispute(StrEnum):
    """Why an answer does not settle it, for the partner."""

    BESIDE = "beside"
    AGAIN = "again"
    NOTHING_DONE = "nothing-done"
    LOOK_AGAIN = "look-again"


class Refusal(StrEnum):
    """Why something about an alert is not possible."""

    NOT_A_PARTNER = "not-a-partner"
    AREA = "area"
    TOO_MANY = "too-many"
    ANSWERED = "answered"
    TOO_LATE = "too-late"
    WITHDRAWN = "withdrawn"
    CHANGED = "changed"
    SAME_PERSON = "same-person"
    NOT_ANSWERED = "not-answered"
    DISPUTED = "disputed"


class Stage(StrEnum):
    """What those who have to answer were told last."""

    NEW = "new"
    NEAR = "near"
    LATE = "late"


@dataclass(frozen=True, slots=True)
class Told:
    """How the alerts of an area stood on a day: four groups that do not overlap, and no sum, so that nothing follows from them."""

    waiting: Count
    late: Count
    answered: Count
    disputed: Count


@dataclass(frozen=True, slots=True)
class Days:
    """The days on which something happened to an alert, None for what did not."""

    raised: date
    answered: date | None = None
    disputed: date | None = None
    closed: date | None = None


def scope_of(area: str) -> Scope:
    return Scope(is_national=False, areas=frozenset({area}))


def standing_of(state: State, due_on: date, today: date) -> Standing:
    if state not in WAITING:
        return Standing(state.value)
    if state is State.OPEN:
        return Standing.LATE if due_on < today else Standing.WAITING
    return Standing.DISPUTED_LATE if due_on < today else Standing.DISPUTED


def standing_at(days: Days, on: date) -> Standing:
    """How an alert that nobody has withdrawn stood at the end of the day *on*; it was raised by then."""
    if days.closed and days.closed <= on:
        return Standing.CLOSED
    if days.disputed and days.disputed <= on:
        return standing_of(State.DISPUTED, days.disputed + ANSWERED_WITHIN, on)
    if days.answered and days.answered <= on:
        return Standing.ANSWERED
    return standing_of(State.OPEN, days.raised + ANSWERED_WITHIN, on)


def stage_on(due_on: date, today: date) -> Stage:
    """What those who have to answer are to be told by *today*."""
    if due_on < today:
        return Stage.LATE
    return Stage.NEAR if due_on - today <= REMINDED_BEFORE else Stage.NEW


def may_answer(part: Part, area: str, state: State) -> bool:
    """Whether somebody may answer: a lead of the area, and after a dispute a national lead (who has not answered before)."""
    if part.role is not Role.LEAD or state not in WAITING:
        return False
    return part.scope.is_national if state is State.DISPUTED else part.scope.covers(scope_of(area))


def may_know_name(part: Part, area: str, *, is_named: bool) -> bool:
    """Whether somebody of the staff is told which organisation raised an alert: a lead who answers for the area, where it agreed."""
    return is_named and part.role is Role.LEAD and part.scope.covers(scope_of(area))


def months_before(today: date) -> list[date]:
    """The months that an alert can be about, as first days, the present one first. No day is ever asked for."""
    number = today.year * 12 + today.month - 1
    return [date(one // 12, one % 12 + 1, 1) for one in range(number, number - MONTHS_BACK - 1, -1)]


def can_withdraw(state: State, raised_on: date, today: date) -> bool:
    return state is State.OPEN and today - raised_on <= WITHDRAWN_WITHIN


def can_dispute(state: State, answered_on: date, today: date) -> bool:
    return state is State.ANSWERED and today - answered_on <= DISPUTED_WITHIN


def lacks_steps(finding: Finding, steps: Collection[Step]) -> bool:
    """Whether an answer that finds something does not say what was done, or says that nothing and something was."""
    is_both = Step.NOTHING in steps and len(steps) > 1
    return is_both or (finding is Finding.CONFIRMED and not steps)


def count_told(standings: Iterable[Standing]) -> Told:
    """What may be told of alerts that stand like this. From one to four is told as fewer than five."""
    found = list(standings)
    late = found.count(Standing.LATE) + found.count(Standing.DISPUTED_LATE)
    disputed = found.count(Standing.DISPUTED)
    answered = found.count(Standing.ANSWERED) + found.count(Standing.CLOSED)
    return Told(count_of(found.count(Standing.WAITING)), count_of(late), count_of(answered), count_of(disputed))
