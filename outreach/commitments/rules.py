"""What a commitment can be, who may change it, and what counts as evidence: pure."""

from __future__ import annotations

import re
from datetime import date
from enum import StrEnum

from outreach.accounts.rules import EDITORS, Part, Role, Scope

KEY = re.compile(r"([A-Z])([1-9]\d{0,2})")
SOON_DAYS = 30


class State(StrEnum):
    """What has become of a commitment. What the addressee said in its own words is the text of its position."""

    TO_ENTER = "to-enter"
    OPEN = "open"
    IN_PROGRESS = "in-progress"
    DONE = "done"
    ANNOUNCED = "announced"
    DISAGREED = "disagreed"
    REJECTED = "rejected"
    SET_ASIDE = "set-aside"


class Kind(StrEnum):
    """What a piece of evidence is: a page somewhere, a file that is kept elsewhere, or a record of this product."""

    LINK = "link"
    FILE = "file"
    RECORD = "record"


class Refusal(StrEnum):
    """Why something about a commitment is not possible."""

    KEY_TAKEN = "key-taken"
    SAME_STATE = "same-state"
    NO_EVIDENCE = "no-evidence"
    NO_TEXT = "no-text"
    PLACES = "places"
    OUT_OF_SCOPE = "out-of-scope"
    WITHDRAWN = "withdrawn"


GOING_ON = frozenset({State.TO_ENTER, State.OPEN, State.IN_PROGRESS, State.ANNOUNCED})
"""While a commitment is one of these, a due date that has passed is overdue."""

EVERYWHERE = Scope(is_national=True)


def order_of(key: str) -> str:
    """What keys are sorted by: 'L2' before 'L10'. Raises ValueError for what is no key."""
    found = KEY.fullmatch(key)
    if not found:
        raise ValueError(f"{key!r} is no number of a commitment: it looks like L2")
    return f"{found[1]}{int(found[2]):03}"


def may_edit(part: Part, *, is_owner: bool) -> bool:
    """Whether somebody may change a row of the register, which is national: a national lead, or the editor who owns it."""
    return (part.role is Role.LEAD and part.scope.covers(EVERYWHERE)) or (is_owner and part.role in EDITORS)


def may_add_evidence(part: Part, places: Scope) -> bool:
    """Whether somebody may say what was done in *places*: an editor, within their own areas."""
    return part.role in EDITORS and part.scope.covers(places)


def may_withdraw(part: Part, places: Scope, *, is_adder: bool) -> bool:
    """Whether somebody may strike a piece of evidence from *places*."""
    return part.role in EDITORS and (is_adder or part.scope.covers(places))


def find_refusal(before: State, after: State, *, evidence: int) -> Refusal | None:
    """Why a commitment cannot go from one state to the other with so many pieces of standing evidence; None when it can."""
    if before is after:
        return Refusal.SAME_STATE
    return Refusal.NO_EVIDENCE if after is State.DONE and evidence == 0 else None


def is_overdue(state: State, due_on: date | None, today: date) -> bool:
    return state in GOING_ON and due_on is not None and due_on < today
