"""States of campaigns and of their parts, who may see, change and move them, and what still stands in the way: pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from outreach.accounts.rules import STAFF, Role, Scope

REVIEWED_WITHIN = timedelta(days=90)  # a risk that nobody has looked at for longer counts as not reviewed
CHANGERS = frozenset({Role.LEAD, Role.COORDINATOR})


class State(StrEnum):
    DRAFT = "draft"
    APPROVED = "approved"
    LIVE = "live"
    PAUSED = "paused"
    CLOSED = "closed"
    EVALUATED = "evaluated"


class Level(StrEnum):
    """What an objective measures: the evaluation cycle of the Government Communication Service."""

    INPUT = "input"
    OUTPUT = "output"
    OUTTAKE = "outtake"
    OUTCOME = "outcome"
    IMPACT = "impact"


class LineKind(StrEnum):
    """What money is planned for. Only partner hours have hours."""

    PARTNER_HOURS = "partner-hours"
    STAFF = "staff"
    TRANSLATION = "translation"
    PRINT = "print"
    VENUE = "venue"
    MEDIA = "media"
    TRAVEL = "travel"
    EVALUATION = "evaluation"
    OTHER = "other"


class Doing(StrEnum):
    """Where an action stands."""

    TODO = "todo"
    STARTED = "started"
    WAITING = "waiting"
    DONE = "done"


class AssessmentKind(StrEnum):
    EQUALITY = "equality"
    PROTECTION = "protection"


class AssessmentState(StrEnum):
    DRAFT = "draft"
    AGREED = "agreed"


class Mover(StrEnum):
    """Who may take a step."""

    OWNER_OR_LEAD = "owner-or-lead"
    LEAD = "lead"
    OTHER_LEAD = "other-lead"  # nobody approves their own campaign


class Move(StrEnum):
    ASK = "ask"
    APPROVE = "approve"
    GIVE_BACK = "give-back"
    START = "start"
    PAUSE = "pause"
    RESUME = "resume"
    CLOSE = "close"
    REOPEN = "reopen"
    EVALUATE = "evaluate"
    REVISE = "revise"


class Block(StrEnum):
    """Something that has to be there before a step is taken."""

    DATES = "dates"
    AREAS = "areas"
    AUDIENCE = "audience"
    INSIGHT = "insight"
    OBJECTIVE = "objective"
    STRATEGY = "strategy"
    PARTNER_HOURS = "partner-hours"
    RISK = "risk"
    EQUALITY = "equality"
    PROTECTION = "protection"
    EQUALITY_AGREED = "equality-agreed"
    PROTECTION_AGREED = "protection-agreed"
    ACTION = "action"
    ACTIONS_UNREADY = "actions-unready"
    RISKS_UNREVIEWED = "risks-unreviewed"
    STARTS_LATER = "starts-later"
    ENDED = "ended"
    ACTIONS_OPEN = "actions-open"
    UNMEASURED = "unmeasured"
    LEARNING = "learning"


class Refusal(StrEnum):
    """Why an act is not possible, whatever is filled in."""

    STATE = "state"
    MOVER = "mover"
    REASON = "reason"
    FROZEN = "frozen"
    BLOCKED = "blocked"


@dataclass(frozen=True, slots=True)
class Step:
    """From which states a move leads where, and who may make it."""

    before: frozenset[State]
    after: State
    mover: Mover
    needs_reason: bool = False


def _step(before: str, after: State, mover: Mover = Mover.OWNER_OR_LEAD, *, needs_reason: bool = False) -> Step:
    return Step(frozenset(map(State, before.split())), after, mover, needs_reason)


STEPS = {
    Move.ASK: _step("draft", State.DRAFT),
    Move.APPROVE: _step("draft", State.APPROVED, Mover.OTHER_LEAD),
    Move.GIVE_BACK: _step("draft approved", State.DRAFT, needs_reason=True),
    Move.START: _step("approved", State.LIVE),
    Move.PAUSE: _step("live", State.PAUSED, needs_reason=True),
    Move.RESUME: _step("paused", State.LIVE),
    Move.CLOSE: _step("live paused", State.CLOSED, needs_reason=True),
    Move.REOPEN: _step("closed", State.LIVE, Mover.LEAD, needs_reason=True),
    Move.EVALUATE: _step("closed", State.EVALUATED),
    Move.REVISE: _step("evaluated", State.CLOSED, Mover.LEAD, needs_reason=True),
}
NEXT = {
    State.DRAFT: Move.APPROVE,
    State.APPROVED: Move.START,
    State.LIVE: Move.CLOSE,
    State.PAUSED: Move.RESUME,
    State.CLOSED: Move.EVALUATE,
}
"""The step that leads on; an evaluated campaign is at its end."""


@dataclass(frozen=True, slots=True)
class Asker:
    """Whoever asks. `ids` are their own account and those whose work they have taken over."""

    ids: frozenset[UUID]
    role: Role
    scope: Scope


@dataclass(frozen=True, slots=True)
class Place:
    """Whose and where a campaign is."""

    scope: Scope
    owner_id: UUID
    team: frozenset[UUID] = frozenset()

    def is_of(self, asker: Asker) -> bool:
        return not asker.ids.isdisjoint({self.owner_id, *self.team})


def may_see(asker: Asker, place: Place) -> bool:
    """Staff see what touches their areas, what is national, and what they work on. `queries.visible` says the same in SQL."""
    if asker.role not in STAFF:
        return False
    return asker.scope.meets(place.scope) or place.is_of(asker)


def may_change(asker: Asker, place: Place) -> bool:
    """Leads and coordinators change what lies wholly within their areas, and what they own or work on."""
    return asker.role in CHANGERS and (asker.scope.covers(place.scope) or place.is_of(asker))


def may_move(asker: Asker, place: Place, move: Move) -> bool:
    is_owner, is_lead = place.owner_id in asker.ids, asker.role is Role.LEAD and asker.scope.covers(place.scope)
    if not may_change(asker, place):
        return False
    match STEPS[move].mover:
        case Mover.OWNER_OR_LEAD:
            return is_owner or is_lead
        case Mover.LEAD:
            return is_lead
        case Mover.OTHER_LEAD:
            return is_lead and not is_owner


@dataclass(frozen=True, slots=True)
class Facts:
    """What is there of a campaign, counted: what is set aside does not count."""

    starts_on: date | None = None
    ends_on: date | None = None
    has_areas: bool = False
    has_insight: bool = False
    has_strategy: bool = False
    has_learning: bool = False
    audiences: int = 0
    objectives: int = 0
    unmeasured: int = 0
    partner_lines: int = 0
    risks: int = 0
    unreviewed: int = 0
    actions: int = 0
    unready: int = 0
    unfinished: int = 0
    assessments: frozenset[tuple[AssessmentKind, AssessmentState]] = field(default=frozenset())

    def has_assessment(self, kind: AssessmentKind, *states: AssessmentState) -> bool:
        return any((kind, state) in self.assessments for state in states or AssessmentState)


def find_blocks(facts: Facts, move: Move, today: date) -> list[Block]:
    """What still stands in the way of *move*, in the order in which a plan is made; nothing when it can be made."""
    found = {
        Move.ASK: _find_gaps,
        Move.APPROVE: _find_gaps,
        Move.START: lambda facts: [*_find_gaps(facts), *_find_unready(facts), *_find_too_early(facts, today)],
        Move.RESUME: lambda facts: [*_find_unready(facts), *_find_over(facts, today)],
        Move.CLOSE: lambda facts: [Block.ACTIONS_OPEN] if facts.unfinished else [],
        Move.EVALUATE: _find_unevaluated,
    }
    return found[move](facts) if move in found else []


def _find_gaps(facts: Facts) -> list[Block]:
    needed = {
        Block.DATES: facts.starts_on and facts.ends_on,
        Block.AREAS: facts.has_areas,
        Block.AUDIENCE: facts.audiences,
        Block.INSIGHT: facts.has_insight,
        Block.OBJECTIVE: facts.objectives,
        Block.STRATEGY: facts.has_strategy,
        Block.PARTNER_HOURS: facts.partner_lines,
        Block.RISK: facts.risks,
        Block.EQUALITY: facts.has_assessment(AssessmentKind.EQUALITY),
        Block.PROTECTION: facts.has_assessment(AssessmentKind.PROTECTION),
    }
    return [block for block, is_there in needed.items() if not is_there]


def _find_unready(facts: Facts) -> list[Block]:
    needed = {
        Block.EQUALITY_AGREED: facts.has_assessment(AssessmentKind.EQUALITY, AssessmentState.AGREED),
        Block.PROTECTION_AGREED: facts.has_assessment(AssessmentKind.PROTECTION, AssessmentState.AGREED),
        Block.ACTION: facts.actions,
        Block.ACTIONS_UNREADY: not facts.unready,
        Block.RISKS_UNREVIEWED: not facts.unreviewed,
    }
    return [block for block, is_there in needed.items() if not is_there]


def _find_too_early(facts: Facts, today: date) -> list[Block]:
    return [Block.STARTS_LATER] if facts.starts_on and facts.starts_on > today else []


def _find_over(facts: Facts, today: date) -> list[Block]:
    return [Block.ENDED] if facts.ends_on and facts.ends_on < today else []


def _find_unevaluated(facts: Facts) -> list[Block]:
    return [*([Block.UNMEASURED] if facts.unmeasured else []), *([] if facts.has_learning else [Block.LEARNING])]
