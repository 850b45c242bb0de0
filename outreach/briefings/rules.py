"""Material for officers and staff, its versions and issues: their states, who may do what, and what may be acknowledged: pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from outreach.accounts.rules import EDITORS, Part, Role, Scope
from outreach.commitments.rules import State as Promise

EVERYWHERE = Scope(is_national=True)
ANSWERS = ("a", "b", "c", "d")
FEWEST_ANSWERS = 3
SMALL = 5  # results of fewer people are neither shown nor counted
LOOKED_WITHIN = 90  # days: whoever looked for the protocol longer ago has to look again


class Held(StrEnum):
    """Where the words of a version are: here, or where the force or the programme keeps them."""

    TEXT = "text"
    LINK = "link"


class Gravity(StrEnum):
    """What a new version changes. A change of meaning has to reach everybody who has had an earlier version."""

    MEANING = "meaning"
    WORDING = "wording"


class State(StrEnum):
    """Of a version."""

    DRAFT = "draft"
    APPROVED = "approved"
    SET_ASIDE = "set-aside"


class Team(StrEnum):
    """Who in a force is briefed. OTHER is named in words."""

    RESPONSE = "response"
    CONTROL_ROOM = "control-room"
    FRONT_DESK = "front-desk"
    NEIGHBOURHOOD = "neighbourhood"
    INVESTIGATION = "investigation"
    CUSTODY = "custody"
    VICTIM_CARE = "victim-care"
    OTHER = "other"


class Means(StrEnum):
    IN_PERSON = "in-person"
    ONLINE = "online"
    READ = "read"


class Ending(StrEnum):
    """Why an issue does not stand any more."""

    REISSUED = "reissued"
    TAKEN_BACK = "taken-back"


class Standing(StrEnum):
    """How an issue stands."""

    WAITING = "waiting"
    LATE = "late"
    ACKNOWLEDGED = "acknowledged"
    OUT_OF_DATE = "out-of-date"
    REISSUED = "reissued"
    TAKEN_BACK = "taken-back"


class Protocol(StrEnum):
    """What can be said of the Migrant Victims Protocol."""

    NOT_FOUND = "not-found"
    SEEN = "seen"  # somebody has found something, and the register does not say so yet
    REGISTERED = "registered"  # the register no longer says "announced, not found"
    UNKNOWN = "unknown"  # the register has no row of it


class Refusal(StrEnum):
    """Why something about a briefing is not possible."""

    DRAFT_THERE = "draft-there"
    NOT_A_DRAFT = "not-a-draft"
    SAME_PERSON = "same-person"
    SET_ASIDE = "set-aside"
    SAYS_TOO_MUCH = "says-too-much"
    NOTHING_TO_ISSUE = "nothing-to-issue"
    ISSUED_ALREADY = "issued-already"
    NOTHING_OUT_OF_DATE = "nothing-out-of-date"
    VERSION_CHANGED = "version-changed"
    ENDED = "ended"
    OUT_OF_DATE = "out-of-date"
    TOO_EARLY = "too-early"
    IN_THE_FUTURE = "in-the-future"
    DUE_PASSED = "due-passed"
    TOO_MANY_REACHED = "too-many-reached"
    TOO_MANY_ANSWERS = "too-many-answers"
    TOO_MANY_RIGHT = "too-many-right"
    FEWER_THAN_REACHED = "fewer-than-reached"
    CORRECTED = "corrected"
    SOURCE = "source"
    TITLE_FIXED = "title-fixed"
    PUT_AWAY = "put-away"


@dataclass(frozen=True, slots=True)
class Count:
    """What is acknowledged: counts of people, never who."""

    reached: int
    answered: int
    right: int


def scope_of(area: str) -> Scope:
    return Scope(is_national=False, areas=frozenset({area}))


def may_write(part: Part) -> bool:
    """Whether somebody may write, approve and set aside material, which is one for all forces: an editor for the whole programme."""
    return part.role in EDITORS and part.scope.covers(EVERYWHERE)


def may_set_target(part: Part) -> bool:
    return part.role is Role.LEAD and part.scope.covers(EVERYWHERE)


def may_issue(part: Part, area: str) -> bool:
    """Whether somebody may issue to an area, acknowledge for it, and correct both."""
    return part.role in EDITORS and part.scope.covers(scope_of(area))


def needs_source(part: Part) -> bool:
    """Whether whoever acknowledges has to say where they know it from: those who do not work for the area itself."""
    return part.scope.is_national


def is_out_of_date(number: int, state: State, *, binding: int) -> bool:
    """Whether what was issued as version *number* has to be issued anew. *binding* is the latest approved version that changed the
    meaning, 0 where there is none. What was set aside after it was issued is out of date, whatever came after it.
    """
    return state is State.SET_ASIDE or number < binding


def standing_of(ending: Ending | None, *, is_old: bool, is_acknowledged: bool, due_on: date, today: date) -> Standing:
    """How an issue stands; *is_old* says that its version is out of date."""
    if ending:
        return Standing(ending.value)
    if is_old:
        return Standing.OUT_OF_DATE
    if is_acknowledged:
        return Standing.ACKNOWLEDGED
    return Standing.LATE if due_on < today else Standing.WAITING


def same_team(one: tuple[str, str], other: tuple[str, str]) -> bool:
    """Whether two teams, each a slug and a name in words, are one, however the name is written."""
    return one[0] == other[0] and " ".join(one[1].casefold().split()) == " ".join(other[1].casefold().split())


def find_count_refusal(count: Count, *, headcount: int, others: int) -> Refusal | None:
    """Why *count* cannot be, for an issue to *headcount* people of whom *others* are acknowledged elsewhere; None when it can."""
    if count.reached + others > headcount:
        return Refusal.TOO_MANY_REACHED
    if count.answered > count.reached:
        return Refusal.TOO_MANY_ANSWERS
    return Refusal.TOO_MANY_RIGHT if count.right > count.answered else None


def find_day_refusal(held_on: date, *, issued_on: date, today: date) -> Refusal | None:
    """Why a team cannot have been briefed on that day; None when it can."""
    if held_on > today:
        return Refusal.IN_THE_FUTURE
    return Refusal.TOO_EARLY if held_on < issued_on else None


def is_small(answered: int) -> bool:
    """Whether so few have answered that their result might be somebody's."""
    return answered < SMALL


def find_answer_gaps(answers: Mapping[str, str], right: str) -> list[str]:
    """Which of ANSWERS have to be filled in: three at least, from the first on, and the right one."""
    needed = [*ANSWERS[:FEWEST_ANSWERS], right]
    return [letter for letter in ANSWERS if letter in needed and not answers.get(letter)]


def protocol_of(registered: Promise | None, *, is_seen: bool) -> Protocol:
    """What can be said of the protocol, from the state of its row in the register, and whether whoever looked last has found something."""
    if registered is None:
        return Protocol.UNKNOWN
    if registered is not Promise.ANNOUNCED:
        return Protocol.REGISTERED
    return Protocol.SEEN if is_seen else Protocol.NOT_FOUND
