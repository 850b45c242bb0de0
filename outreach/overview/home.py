"""The first page after signing in: what waits for whoever signs in, read from the features."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import url_for
from flask_babel import LazyString, ngettext
from flask_babel import gettext as _
from sqlalchemy import func, select, true

from outreach.accounts.models import Account
from outreach.accounts.queries import count_unanswered_invitations
from outreach.accounts.rules import STAFF, Role
from outreach.alerts.queries import count_answered_lately
from outreach.campaigns.rules import Asker
from outreach.core.db import db
from outreach.events.models import Event
from outreach.events.queries import Title
from outreach.events.rules import Visibility
from outreach.overview.agenda import Changed, Item, count_overdue, find_changed, find_dated
from outreach.overview.organisation import find_to_dos
from outreach.overview.waiting import Waiting, find_waiting
from outreach.partners.queries import find_membership
from outreach.partners.rules import Stage

MOST_SHARED = 30  # events on the home page of a partner


@dataclass(frozen=True, slots=True)
class Task:
    """Something to do: what, why, and where."""

    what: str | LazyString
    why: str | LazyString
    url: str


@dataclass(frozen=True, slots=True)
class Agenda:
    """What has a day, waits or has changed; *since* is when this person was here before, None when they never were."""

    overdue: list[Item]
    today: list[Item]
    week: list[Item]
    waiting: list[Waiting]
    changed: list[Changed]
    overdue_of_all: int
    since: datetime | None


def find_agenda(asker: Asker, *, today: date, since: datetime | None) -> Agenda | None:
    """The agenda of somebody of the staff; None for others, who have no part in campaigns."""
    if asker.role not in STAFF:
        return None
    dated = find_dated(asker, today)
    return Agenda(
        overdue=[item for item in dated if item.on < today],
        today=[item for item in dated if item.on == today],
        week=[item for item in dated if item.on > today],
        waiting=find_waiting(asker, today),
        changed=find_changed(asker, since),
        overdue_of_all=count_overdue(asker, today),
        since=since,
    )


def find_tasks(account: Account, now: datetime) -> list[Task]:
    """What this account has to do, the most pressing first."""
    tasks = []
    if not account.has_second_factor:
        what, why = _("Set up a second step"), _("A password alone can be guessed or given away.")
        tasks.append(Task(what, why, url_for("security.two_factor_setup")))
    elif not account.mf_recovery_codes:
        what, why = _("Make recovery codes"), _("Without them a lost phone locks you out.")
        tasks.append(Task(what, why, url_for("security.mf_recovery_codes")))
    if account.role == Role.LEAD and (count := count_unanswered_invitations(account.scope)):
        what = ngettext("%(num)d invitation has not been taken up", "%(num)d invitations have not been taken up", count)
        tasks.append(
            Task(what, _("Its link works for seven days. Send it again, or withdraw it."), url_for("people.index", standing="invited"))
        )
    if account.role == Role.PARTNER and (member := find_membership(account.id)) and member.organisation.stage == Stage.APPROVED:
        tasks += [Task(one.what, one.why, one.url) for one in find_to_dos(member, now)]
    if account.role == Role.PARTNER and (count := count_answered_lately(account.id, now)):
        what = ngettext("%(num)d of your practice alerts has an answer", "%(num)d of your practice alerts have an answer", count)
        tasks.append(
            Task(
                what, _("If it does not settle it for you, you can say so. You do not have to."), url_for("alerts.index", state="answered")
            )
        )
    return tasks


def find_shared_events(account: Account, today: date) -> Sequence[Any]:
    """The next events that partners may know of, in this one's areas and of the whole programme, as rows. Of a series it is the next one,
    with how many `more` there are `until` when; what is cancelled of it likewise. Nobody who speaks for no approved partner gets any. No
    place, no host and no note of staff is among them.
    """
    member = find_membership(account.id) if account.role == Role.PARTNER else None
    if member is None or member.organisation.stage != Stage.APPROVED:
        return []
    series = [func.coalesce(Event.series_id, Event.id), Event.state]
    place = func.row_number().over(partition_by=series, order_by=[Event.starts_at, Event.id])
    more, until = func.count().over(partition_by=series) - 1, func.max(Event.held_on).over(partition_by=series)
    columns = (
        *(Event.id, Event.held_on, Event.starts_at, Event.starts, Event.ends, Event.area, Event.kind, Event.state),
        *(Event.visibility, Event.attends, place.label("place"), more.label("more"), until.label("until")),
    )
    near = true() if account.scope.is_national else Event.area.is_(None) | Event.area.in_(account.scope.areas)
    wanted = select(*columns, Title.english.label("title")).join(Title, Event.title_key == Title.key)
    known = wanted.where(near, Event.held_on >= today, Event.visibility.in_([Visibility.PUBLIC, Visibility.PARTNERS])).subquery()
    first = select(known).where(known.c.place == 1).order_by(known.c.starts_at, known.c.id)
    return db.session.execute(first.limit(MOST_SHARED)).all()
