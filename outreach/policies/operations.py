"""What is done to entries about policies. Each act is on record in the trail under place and number of the version."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError

from outreach.accounts.models import Account
from outreach.audit.operations import record
from outreach.content.changes import begin
from outreach.content.files import OWNER
from outreach.content.library import AREA_PAGE, Claim, ClaimKind, Gravity, Source
from outreach.content.operations import drop_claim, put_claim
from outreach.content.queries import list_cautions
from outreach.core.areas import AREAS
from outreach.core.dates import LONDON
from outreach.core.db import db
from outreach.policies.models import Policy
from outreach.policies.queries import find_current, list_areas_with_entries
from outreach.policies.rules import CLAIM_KINDS, NATIONAL, Refusal, State, Tone, claim_key, find_refusal, source_title

_CLAIMS_LOCK = 7_262  # a number of our own among PostgreSQL's advisory locks


class PolicyRefused(Exception):
    """What was asked is not possible, for this reason."""

    def __init__(self, refusal: Refusal) -> None:
        self.refusal = refusal
        super().__init__(refusal)


def subject_of(policy: Policy) -> str:
    """How the trail names an entry."""
    return f"policy/{policy.place}/{policy.number}"


def draft_policy(policy_id: UUID, place: str, values: Mapping[str, Any], *, by: Account, now: datetime) -> Policy:
    """Begin the next version for a place, as read today by *by*. *values* by the names of the columns.

    Raises PolicyRefused: there is a draft already, or the next look is not within a year from now.
    """
    today = now.astimezone(LONDON).date()
    _check_next_look(values, today)
    latest = db.session.scalar(select(func.max(Policy.number)).where(Policy.place == place)) or 0
    about = {"place": place, "number": latest + 1, "read_by_id": by.id, "read_on": today, "made_at": now}
    entry = Policy(id=policy_id, state=State.DRAFT, **about, **values)
    try:
        with db.session.begin_nested():
            db.session.add(entry)
    except IntegrityError as error:
        raise PolicyRefused(Refusal.DRAFT_THERE) from error
    record("policy.drafted", subject_of(entry), by=str(by.id), now=now)
    return entry


def change_policy(policy: Policy, values: Mapping[str, Any], *, by: Account, now: datetime) -> bool:
    """Give a draft these values; False when nothing is different. Whoever changes it has read it: they are its first reader from now on.

    Raises PolicyRefused: it is no draft, or the next look is not within a year from now.
    """
    if policy.state != State.DRAFT:
        raise PolicyRefused(Refusal.NOT_A_DRAFT)
    today = now.astimezone(LONDON).date()
    changed = [name for name, value in values.items() if getattr(policy, name) != value]
    if not changed:
        return False
    _check_next_look(values, today)
    for name in changed:
        setattr(policy, name, values[name])
    changed += ["read_by_id"] if policy.read_by_id != by.id else []
    policy.read_by_id, policy.read_on = by.id, today
    record("policy.changed", subject_of(policy), by=str(by.id), now=now, changed=changed)
    return True


def approve_policy(policy: Policy, *, by: Account, now: datetime) -> None:
    """A second person has read it and found the entry true; readers are told its sentence. Raises PolicyRefused: it is no draft, or they
    are its first reader.
    """
    if policy.state != State.DRAFT:
        raise PolicyRefused(Refusal.NOT_A_DRAFT)
    if policy.read_by_id == by.id:
        raise PolicyRefused(Refusal.SAME_READER)
    policy.state, policy.approved_by_id, policy.approved_at = State.APPROVED, by.id, now
    record("policy.approved", subject_of(policy), by=str(by.id), now=now)
    tell_readers(policy.place, by=str(by.id), now=now)


def set_policy_aside(policy: Policy, *, reason: str, by: Account, now: datetime) -> None:
    """Take an entry out of use, a draft or one that was approved; it stays among the versions. Readers are told what holds then, if
    anything. Raises PolicyRefused when it is set aside already.
    """
    if policy.state == State.SET_ASIDE:
        raise PolicyRefused(Refusal.SET_ASIDE)
    policy.state, policy.set_aside_by_id, policy.set_aside_at, policy.set_aside_reason = State.SET_ASIDE, by.id, now, reason
    record("policy.set-aside", subject_of(policy), by=str(by.id), now=now, detail=reason)
    tell_readers(policy.place, by=str(by.id), now=now)


def hold_claims() -> None:
    """Nobody else changes what readers are told of policies until this transaction ends: of two who change a place at once, the second
    sees what the first has done. Whoever is to write other content in the same transaction calls this before.
    """
    if db.session.get_bind().dialect.name == "postgresql":  # writers on SQLite take turns anyway
        db.session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _CLAIMS_LOCK})


def tell_readers(place: str, *, by: str, now: datetime) -> None:
    """Bring the claim of a place to what holds now: the sentence of its current entry, or none."""
    if place == NATIONAL:
        return
    db.session.flush()
    hold_claims()
    entry = find_current(place)
    claim = _claim_of(entry) if entry and entry.for_readers else None
    if claim:
        put_claim(claim, by=by, now=now)
    else:
        drop_claim(claim_key(place), by=by, now=now)


def tell_readers_everywhere(*, by: str, now: datetime) -> None:
    """The same for every area of which there is an entry, after other content has changed. What an export brought of others stays."""
    for area in list_areas_with_entries():
        tell_readers(area, by=by, now=now)


def _claim_of(entry: Policy) -> Claim | None:
    """The claim that an entry's sentence is; None where what encourages would stand on a page without a caution."""
    kind, key = CLAIM_KINDS[Tone(entry.tone)], claim_key(entry.place)
    cautions = list_cautions(AREA_PAGE) if kind is ClaimKind.REASSURANCE else ()
    if kind is ClaimKind.REASSURANCE and not cautions:
        return None
    return Claim(
        key=key,
        kind=kind,
        unit=begin(f"claim/{key}", Gravity.SAFETY, entry.for_readers),
        owner=OWNER,
        source=Source(source_title(entry.place, entry.edition, entry.dated_on), entry.url, entry.read_on, key),
        nations=(AREAS[entry.place].nation,),
        review_by=entry.look_again_on,
        depends_on=cautions,
        area=entry.place,
    )


def _check_next_look(values: Mapping[str, Any], today: date) -> None:
    if refusal := find_refusal(values["look_again_on"], today):
        raise PolicyRefused(refusal)
