"""Issuing a version to teams, issuing it anew after a change, and acknowledging whom it reached. Each act is on record by the issue's id.

Whoever calls has the material locked where something is issued, and the issue where it is acknowledged or changed.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from uuid import UUID, uuid4

from sqlalchemy import select

from outreach.accounts.models import Account
from outreach.audit.operations import record
from outreach.briefings.mails import note_issued
from outreach.briefings.models import Acknowledgement, Briefing, Edition, Issue
from outreach.briefings.operations import BriefingRefused
from outreach.briefings.queries import STANDS, count_reached, find_current, find_recipients, is_old, list_old_issues
from outreach.briefings.rules import (
    Count,
    Ending,
    Means,
    Refusal,
    Team,
    find_count_refusal,
    find_day_refusal,
    may_issue,
    needs_source,
    same_team,
)
from outreach.core.dates import LONDON
from outreach.core.db import db


@dataclass(frozen=True, slots=True)
class Session:
    """What is told of one session: how many, on which day, by which means, and who says so."""

    count: Count
    held_on: date
    means: Means
    source: str = ""


def subject_of(issue_id: UUID) -> str:
    """How the trail names an issue."""
    return f"briefing-issue/{issue_id}"


def issue(
    issue_id: UUID, briefing: Briefing, *, area: str, team: Team, team_name: str = "", headcount: int, due_on: date, by: Account,
    now: datetime,
) -> Issue:  # fmt: skip
    """Issue the version that holds to a team, and mail the area's own people.

    Raises BriefingRefused: no version holds, the team has the material already, the day is not to come, or the material was put away.
    """
    current = _current(briefing, due_on, now)
    wanted = select(Issue.team, Issue.team_name).where(Issue.briefing_id == briefing.id, Issue.area == area, STANDS)
    if any(same_team((team, team_name), (row.team, row.team_name)) for row in db.session.execute(wanted)):
        raise BriefingRefused(Refusal.ISSUED_ALREADY)
    made = _issue(issue_id, current, area, (team, team_name), headcount, due_on, by, now)
    db.session.flush()
    record("briefing-issue.made", subject_of(made.id), by=str(by.id), now=now, detail=f"version {current.number}, {area}, {headcount}")
    _mail(briefing, current, [made], is_again=False, by=by, now=now)
    return made


def reissue(
    briefing: Briefing, seen: Collection[UUID], *, number: int, due_on: date, by: Account, now: datetime
) -> Sequence[Issue]:  # fmt: skip
    """Issue the version that holds to the same teams as those of the issues *seen* that are out of date and that *by* may issue to, with
    the same headcounts, and mail their people. *number* is the version that was seen.

    Raises BriefingRefused: none of them is out of date any more, another version holds now, none does, or the day is not to come.
    """
    current = _current(briefing, due_on, now)
    if current.number != number:
        raise BriefingRefused(Refusal.VERSION_CHANGED)
    old = [one for one in list_old_issues(briefing.id, scope=by.scope, is_locked=True) if one.id in seen and may_issue(by.part, one.area)]
    if not old:
        raise BriefingRefused(Refusal.NOTHING_OUT_OF_DATE)
    for one in old:
        one.ending, one.ended_at, one.ended_by_id = Ending.REISSUED, now, by.id
    db.session.flush()  # a team has one that stands: the older ends before the newer is there
    made = [_issue(uuid4(), current, one.area, (one.team, one.team_name), one.headcount, due_on, by, now, follows=one.id) for one in old]
    db.session.flush()
    for one in made:
        detail = f"version {current.number}, {one.area}, {one.headcount}"
        record("briefing-issue.reissued", subject_of(one.id), by=str(by.id), now=now, detail=detail)
    for _area, group in groupby(made, key=lambda one: one.area):
        _mail(briefing, current, list(group), is_again=True, by=by, now=now)
    return made


def change_issue(issue: Issue, *, headcount: int, due_on: date, by: Account, now: datetime) -> bool:
    """Give the issue another headcount or day; False when nothing is different.

    Raises BriefingRefused: it has ended, more people are acknowledged than that, or the day is not after that of the issue.
    """
    _check_stands(issue)
    if due_on <= issue.issued_on:
        raise BriefingRefused(Refusal.DUE_PASSED)
    if headcount < count_reached(issue.id):
        raise BriefingRefused(Refusal.FEWER_THAN_REACHED)
    values = {"headcount": headcount, "due_on": due_on}
    changed = [name for name, value in values.items() if getattr(issue, name) != value]
    if not changed:
        return False
    before = issue.headcount
    issue.headcount, issue.due_on = headcount, due_on
    detail = f"headcount {before} → {headcount}" if before != headcount else ""
    record("briefing-issue.changed", subject_of(issue.id), by=str(by.id), now=now, changed=changed, detail=detail)
    return True


def take_back(issue: Issue, *, reason: str, by: Account, now: datetime) -> None:
    """Something was issued by mistake: it counts no more, and stays on record. Raises BriefingRefused when it has ended already."""
    _check_stands(issue)
    issue.ending, issue.ended_at, issue.ended_by_id, issue.ended_reason = Ending.TAKEN_BACK, now, by.id, reason
    record("briefing-issue.taken-back", subject_of(issue.id), by=str(by.id), now=now, detail=reason)


def acknowledge(acknowledgement_id: UUID, issue: Issue, session: Session, *, by: Account, now: datetime) -> Acknowledgement:
    """Note whom a session has reached. Sessions of an issue add up.

    Raises BriefingRefused: the issue has ended or is out of date, counts or day cannot be, or nobody says where it is known from.
    """
    _check_stands(issue)
    if db.session.scalar(select(is_old()).select_from(Issue).join(Issue.edition).where(Issue.id == issue.id)):
        raise BriefingRefused(Refusal.OUT_OF_DATE)
    made = _note(acknowledgement_id, issue, session, None, "", by, now)
    record("briefing-issue.acknowledged", subject_of(issue.id), by=str(by.id), now=now, detail=_share(issue, session))
    return made


def correct(
    acknowledgement_id: UUID, wrong: Acknowledgement, issue: Issue, session: Session, *, reason: str, by: Account, now: datetime
) -> Acknowledgement:
    """Put another acknowledgement in the place of *wrong*, which is kept and counts no more.

    Raises BriefingRefused: it has been corrected already, the issue has ended, or as `acknowledge`.
    """
    _check_stands(issue)
    if wrong.corrected_at is not None:
        raise BriefingRefused(Refusal.CORRECTED)
    made = _note(acknowledgement_id, issue, session, wrong, reason, by, now)
    record("briefing-issue.corrected", subject_of(issue.id), by=str(by.id), now=now, detail=f"{_share(issue, session)}: {reason}")
    return made


def _note(
    note_id: UUID, issue: Issue, session: Session, wrong: Acknowledgement | None, reason: str, by: Account, now: datetime
) -> Acknowledgement:  # fmt: skip
    if needs_source(by.part) and not session.source:
        raise BriefingRefused(Refusal.SOURCE)
    others = count_reached(issue.id, besides=wrong.id if wrong else None)
    refusal = find_count_refusal(session.count, headcount=issue.headcount, others=others)
    refusal = refusal or find_day_refusal(session.held_on, issued_on=issue.issued_on, today=now.astimezone(LONDON).date())
    if refusal:
        raise BriefingRefused(refusal)
    made = Acknowledgement(
        id=note_id, issue_id=issue.id, reached=session.count.reached, answered=session.count.answered, right_answers=session.count.right,
        held_on=session.held_on, means=session.means, source=session.source, noted_at=now, noted_by_id=by.id,
        corrects_id=wrong.id if wrong else None, reason=reason,
    )  # fmt: skip
    db.session.add(made)
    if wrong:
        wrong.corrected_at = now
    db.session.flush()
    return made


def _share(issue: Issue, session: Session) -> str:
    return f"{session.count.reached} of {issue.headcount}"


def _current(briefing: Briefing, due_on: date, now: datetime) -> Edition:
    if briefing.archived_at is not None:
        raise BriefingRefused(Refusal.PUT_AWAY)
    current = find_current(briefing.id)
    if current is None:
        raise BriefingRefused(Refusal.NOTHING_TO_ISSUE)
    if due_on <= now.astimezone(LONDON).date():
        raise BriefingRefused(Refusal.DUE_PASSED)
    return current


def _issue(
    issue_id: UUID, edition: Edition, area: str, team: tuple[str, str], headcount: int, due_on: date, by: Account, now: datetime,
    follows: UUID | None = None,
) -> Issue:  # fmt: skip
    made = Issue(
        id=issue_id, briefing_id=edition.briefing_id, edition_id=edition.id, area=area, team=team[0], team_name=team[1],
        headcount=headcount, issued_at=now, issued_on=now.astimezone(LONDON).date(), issued_by_id=by.id, due_on=due_on, follows_id=follows,
    )  # fmt: skip
    db.session.add(made)
    return made


def _check_stands(issue: Issue) -> None:
    if issue.briefing.archived_at is not None:
        raise BriefingRefused(Refusal.PUT_AWAY)
    if issue.ended_at is not None:
        raise BriefingRefused(Refusal.ENDED)


def _mail(briefing: Briefing, edition: Edition, issues: Sequence[Issue], *, is_again: bool, by: Account, now: datetime) -> None:
    """One mail to each of the area's own people, however many teams there are."""
    for person in find_recipients(issues[0].area, besides=by.id):
        if person.email:
            key = f"briefing-issue/{issues[0].id}/{person.id}"
            note_issued(person.name, person.email, person.language, briefing, edition, issues, is_again=is_again, key=key, now=now)
