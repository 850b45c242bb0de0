"""What is done to material and its versions, and to the record of looks for the protocol. Each act is on record in the trail by id.

Whoever calls has the material locked where a version is begun, approved or set aside.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from outreach.accounts.models import Account
from outreach.audit.operations import record
from outreach.briefings.models import Briefing, Edition, ProtocolLook
from outreach.briefings.phrases import find_claim
from outreach.briefings.rules import Gravity, Refusal, State
from outreach.commitments.models import Commitment
from outreach.commitments.queries import list_commitments
from outreach.content.phrases import Phrase
from outreach.core.dates import LONDON
from outreach.core.db import db

PROTOCOL = "protocol"  # how the trail names the record of looks


class BriefingRefused(Exception):
    """What was asked is not possible, for this reason; *phrase* is what says too much."""

    def __init__(self, refusal: Refusal, phrase: Phrase | None = None) -> None:
        self.refusal, self.phrase = refusal, phrase
        super().__init__(refusal)


def subject_of(briefing_id: UUID) -> str:
    """How the trail names a material."""
    return f"briefing/{briefing_id}"


def make_briefing(
    briefing_id: UUID, *, title: str, about: str, commitments: Collection[str], by: Account, now: datetime
) -> Briefing:  # fmt: skip
    """A piece of material without a version. *commitments* by their keys. Raises BriefingRefused: its title says too much."""
    _check_words((title, about))
    made = Briefing(id=briefing_id, title=title, about=about, made_at=now, made_by_id=by.id, commitments=_commitments(commitments))
    db.session.add(made)
    db.session.flush()
    record("briefing.made", subject_of(made.id), by=str(by.id), now=now)
    return made


def change_briefing(
    briefing: Briefing, *, title: str, about: str, commitments: Collection[str], by: Account, now: datetime
) -> bool:  # fmt: skip
    """Give the material these words and commitments; False when nothing is different.

    Raises BriefingRefused: it says too much, or its title stands on a version that is approved.
    """
    _check_words((title, about))
    if title != briefing.title and has_approved(briefing.id):
        raise BriefingRefused(Refusal.TITLE_FIXED)
    values = {"title": title, "about": about, "commitments": _commitments(commitments)}
    changed = [name for name, value in values.items() if getattr(briefing, name) != value]
    for name in changed:
        setattr(briefing, name, values[name])
    if changed:
        record("briefing.changed", subject_of(briefing.id), by=str(by.id), now=now, changed=changed)
    return bool(changed)


def set_target(briefing: Briefing, *, percent: int | None, on: date | None, by: Account, now: datetime) -> bool:
    """Say how many per cent of the people addressed are to be reached by when, or, with None, that there is no target; False when it is
    the same as before.
    """
    if (briefing.target_percent, briefing.target_on) == (percent, on):
        return False
    briefing.target_percent, briefing.target_on = percent, on
    detail = f"{percent} % by {on}" if percent else "none"
    record("briefing.target-set", subject_of(briefing.id), by=str(by.id), now=now, detail=detail)
    return True


def put_away(briefing: Briefing, *, by: Account, now: datetime) -> None:
    """Take a material out of use: it is neither issued nor acknowledged nor counted. Done twice, it changes nothing."""
    if briefing.archived_at is None:
        briefing.archived_at = now
        record("briefing.archived", subject_of(briefing.id), by=str(by.id), now=now)


def take_out(briefing: Briefing, *, by: Account, now: datetime) -> None:
    """Undo `put_away`."""
    if briefing.archived_at is not None:
        briefing.archived_at = None
        record("briefing.unarchived", subject_of(briefing.id), by=str(by.id), now=now)


def draft_edition(edition_id: UUID, briefing: Briefing, values: Mapping[str, Any], *, by: Account, now: datetime) -> Edition:
    """Begin the next version. *values* by the names of the columns; the first changes the meaning, whatever they say.

    Raises BriefingRefused: there is a draft already, it says too much, or the material was put away.
    """
    _check_in_use(briefing)
    _check_words(_words_of(values))
    latest = db.session.scalar(select(func.max(Edition.number)).where(Edition.briefing_id == briefing.id)) or 0
    about = {"number": latest + 1, "state": State.DRAFT, "drafted_by_id": by.id, "drafted_at": now}
    edition = Edition(id=edition_id, briefing_id=briefing.id, **{**values, **about, **({} if latest else _FIRST)})
    try:
        with db.session.begin_nested():
            db.session.add(edition)
    except IntegrityError as error:
        raise BriefingRefused(Refusal.DRAFT_THERE) from error
    _record("briefing.drafted", edition, by, now)
    return edition


def change_edition(edition: Edition, values: Mapping[str, Any], *, by: Account, now: datetime) -> bool:
    """Give a draft these values; False when nothing is different. Whoever changes it has drafted it, and cannot approve it.

    Raises BriefingRefused: it is no draft, or says too much.
    """
    if edition.state != State.DRAFT:
        raise BriefingRefused(Refusal.NOT_A_DRAFT)
    _check_words(_words_of(values))
    new = {**values, **(_FIRST if edition.number == 1 else {})}
    changed = [name for name, value in new.items() if getattr(edition, name) != value]
    if not changed:
        return False
    for name in changed:
        setattr(edition, name, new[name])
    edition.drafted_by_id, edition.drafted_at = by.id, now
    _record("briefing.draft-changed", edition, by, now, changed=changed)
    return True


def approve_edition(edition: Edition, *, by: Account, now: datetime) -> None:
    """A second person has read it, and found that it says no more than its sources. It holds from now on, and is never changed.

    Raises BriefingRefused: it is no draft, is theirs, or says too much.
    """
    if edition.state != State.DRAFT:
        raise BriefingRefused(Refusal.NOT_A_DRAFT)
    if edition.drafted_by_id == by.id:
        raise BriefingRefused(Refusal.SAME_PERSON)
    _check_words((edition.briefing.title, edition.briefing.about, *_words_of(_values_of(edition))))
    edition.state, edition.approved_by_id, edition.approved_at = State.APPROVED, by.id, now
    _record("briefing.approved", edition, by, now)


def set_edition_aside(edition: Edition, *, reason: str, by: Account, now: datetime) -> None:
    """Take a version out of use, a draft or one that was approved: the one before it holds again, and whoever has had it needs another.

    Raises BriefingRefused when that is done already.
    """
    if edition.state == State.SET_ASIDE:
        raise BriefingRefused(Refusal.SET_ASIDE)
    edition.state, edition.set_aside_by_id, edition.set_aside_at, edition.set_aside_reason = State.SET_ASIDE, by.id, now, reason
    _record("briefing.set-aside", edition, by, now, detail=reason)


def note_look(
    look_id: UUID, *, looked_on: date, places: str, is_found: bool, url: str, by: Account, now: datetime
) -> ProtocolLook:  # fmt: skip
    """Somebody has looked whether the protocol is published. Raises BriefingRefused for a day that has not come."""
    if looked_on > now.astimezone(LONDON).date():
        raise BriefingRefused(Refusal.IN_THE_FUTURE)
    look = ProtocolLook(id=look_id, looked_on=looked_on, places=places, is_found=is_found, url=url, noted_at=now, by_id=by.id)
    db.session.add(look)
    db.session.flush()
    record("briefing.looked", PROTOCOL, by=str(by.id), now=now, detail="found something" if is_found else "found nothing")
    return look


def has_approved(briefing_id: UUID) -> bool:
    """Whether a version of the material was ever approved."""
    approved = select(Edition.id).where(Edition.briefing_id == briefing_id, Edition.approved_at.is_not(None))
    return db.session.scalar(approved.limit(1)) is not None


_FIRST = {"gravity": Gravity.MEANING, "changes": ""}


def _values_of(edition: Edition) -> dict[str, str]:
    names = ("wording", "right_answer", "why", *(f"answer_{letter}" for letter in edition.answers))
    return {name: getattr(edition, name) for name in names}


def _words_of(values: Mapping[str, Any]) -> Iterable[str]:
    """What a version tells as true: its text, the right answer and the reason. The other answers are wrong on purpose."""
    return (values["wording"], values[f"answer_{values['right_answer']}"], values["why"])


def _check_words(texts: Iterable[str]) -> None:
    if phrase := find_claim(texts):
        raise BriefingRefused(Refusal.SAYS_TOO_MUCH, phrase)


def _check_in_use(briefing: Briefing) -> None:
    if briefing.archived_at is not None:
        raise BriefingRefused(Refusal.PUT_AWAY)


def _commitments(keys: Collection[str]) -> set[Commitment]:
    return {row for row in list_commitments() if row.key in keys}


def _record(act: str, edition: Edition, by: Account, now: datetime, *, changed: Collection[str] = (), detail: str = "") -> None:
    named = f"version {edition.number}" + (f": {detail}" if detail else "")
    record(act, subject_of(edition.briefing_id), by=str(by.id), now=now, changed=list(changed), detail=named)
