"""What is done to services. Each act is on record in the trail under the id of the service, with names of fields only.

What readers see is published anew with every change of a service that is, or was, for them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, insert

from outreach.audit.operations import record
from outreach.content.library import Gravity
from outreach.content.operations import request_publication, write_text
from outreach.core.db import db
from outreach.directory.assigning import COLUMNS, ROWS, Act, assign, is_same, values_of
from outreach.directory.models import Service, ServiceGram
from outreach.directory.queries import find_pending, find_renamed
from outreach.directory.rules import LIVING, Refusal, Stage, find_refusal
from outreach.directory.words import grams_of
from outreach.partners.models import Organisation

AT_ONCE = ("is_always_open", "openings", "other_days", "capacity")
"""What members change by themselves: a service that is full is full today, and nobody is misled when it is said."""
_INSIDE = frozenset({"note"})  # what readers never see


class ServiceRefused(Exception):
    """What was asked is not possible, for this reason."""

    def __init__(self, refusal: Refusal) -> None:
        self.refusal = refusal
        super().__init__(refusal)


def subject_of(service_id: UUID) -> str:
    """How the trail names a service."""
    return f"service/{service_id}"


def add_service(
    service_id: UUID, values: Mapping[str, Any], act: Act, *, organisation: Organisation | None, is_demonstration: bool = False
) -> Service:  # fmt: skip
    """A new service, as a draft; what it says counts as confirmed today.

    *values*: `COLUMNS`, `ROWS` (as tuples, see `_make_row`), `description`, and `provider` where there is no *organisation*.
    Raises ServiceRefused.
    """
    _check(values)
    provider = organisation.name if organisation else values.get("provider") or ""
    if not provider:
        raise ServiceRefused(Refusal.ORGANISATION)
    key = f"service/{service_id}/description"
    write_text(key, values["description"], kind=Gravity.MEANING, on=act.today)
    db.session.flush()
    about = {"stage": Stage.DRAFT, "provider": provider, "description_key": key, "is_demonstration": is_demonstration, "searched": ""}
    made = Service(id=service_id, organisation_id=organisation.id if organisation else None, made_by_id=act.by, **about)
    made.made_at = made.confirmed_at = made.changed_at = act.now
    made.closed_because = ""
    for name in ROWS:
        setattr(made, name, [])
    assign(made, values, (*COLUMNS, *ROWS), act)
    db.session.add(made)
    db.session.flush()
    _index(made)
    _note(made, "service.made", act)
    return made


def change_service(service: Service, values: Mapping[str, Any], act: Act) -> list[str]:
    """Give the service these of its values; returns the names of those that are different now. An edit confirms nothing.

    Raises ServiceRefused.
    """
    if service.stage not in LIVING:
        raise ServiceRefused(Refusal.STAGE)
    present = values_of(service)
    changed = [name for name, value in values.items() if name in present and not is_same(name, present[name], value)]
    if not changed:
        return []
    _check({**present, **values})
    if "description" in changed:
        write_text(service.description_key, values["description"], kind=Gravity.MEANING, on=act.today)
    if "provider" in changed and service.organisation_id is None:
        service.provider = values["provider"]
    assign(service, values, changed, act)
    if {"name", "provider"} & set(changed):
        _index(service)
    _note(service, "service.changed", act, changed=changed, is_seen=bool(set(changed) - _INSIDE))
    return changed


def change_at_once(service: Service, values: Mapping[str, Any], act: Act) -> list[str]:
    """As `change_service`, for those who may change only what holds at once. Raises ServiceRefused."""
    if not set(values) <= set(AT_ONCE):
        raise ServiceRefused(Refusal.NOT_THEIRS)
    return change_service(service, values, act)


def confirm_service(service: Service, act: Act) -> None:
    """Somebody who may say so says that all of it is still true, each language included. Raises ServiceRefused."""
    if service.stage not in LIVING:
        raise ServiceRefused(Refusal.STAGE)
    service.confirmed_at = act.now
    for row in service.languages:
        row.confirmed_on = act.today
    _note(service, "service.confirmed", act)


def show_service(service: Service, act: Act) -> None:
    """Readers see it from now on. Raises ServiceRefused, too while its organisation waits for an answer about it (`revising.approve`)."""
    if service.stage != Stage.DRAFT:
        raise ServiceRefused(Refusal.STAGE)
    waits = find_pending(service.id)
    if waits and waits.is_new:
        raise ServiceRefused(Refusal.WAITS)
    service.stage = Stage.SHOWN
    _note(service, "service.shown", act)


def unshow_service(service: Service, act: Act) -> None:
    """It is a draft again. Raises ServiceRefused."""
    if service.stage != Stage.SHOWN:
        raise ServiceRefused(Refusal.STAGE)
    service.stage = Stage.DRAFT
    _note(service, "service.unshown", act, was_shown=True)


def close_service(service: Service, *, since: date, until: date | None, because: str, act: Act) -> None:
    """It is closed for a time: readers are told from two weeks before. Raises ServiceRefused."""
    if service.stage not in LIVING:
        raise ServiceRefused(Refusal.STAGE)
    service.closed_from, service.closed_until, service.closed_because = since, until, because
    _note(service, "service.closed", act, detail=because)


def reopen_service(service: Service, act: Act) -> None:
    """It is closed no longer, for a time or for good; what had ended is a draft first. Raises ServiceRefused: it was not closed."""
    if service.stage == Stage.ENDED:
        service.stage, service.ended_at = Stage.DRAFT, None
    elif service.stage in LIVING and service.closed_from is not None:
        service.closed_from = service.closed_until = None
        service.closed_because = ""
    else:
        raise ServiceRefused(Refusal.STAGE)
    _note(service, "service.reopened", act)


def end_service(service: Service, act: Act) -> None:
    """It is closed for good: readers see it no more, and its id stays. Raises ServiceRefused, too while a change of it waits."""
    if service.stage not in LIVING:
        raise ServiceRefused(Refusal.STAGE)
    _nothing_waits(service)
    was_shown = service.stage == Stage.SHOWN
    service.stage, service.ended_at = Stage.ENDED, act.now
    _note(service, "service.ended", act, was_shown=was_shown)


def archive_service(service: Service, act: Act) -> None:
    """It goes out of the lists. Raises ServiceRefused: it is there already, or a change of it waits."""
    if service.stage == Stage.ARCHIVED:
        raise ServiceRefused(Refusal.STAGE)
    _nothing_waits(service)
    was_shown = service.stage == Stage.SHOWN
    service.stage, service.archived_at = Stage.ARCHIVED, act.now
    _note(service, "service.archived", act, was_shown=was_shown)


def take_service_back(service: Service, act: Act) -> None:
    """Out of the archive, as a draft, or as ended if it was. Raises ServiceRefused."""
    if service.stage != Stage.ARCHIVED:
        raise ServiceRefused(Refusal.STAGE)
    service.stage, service.archived_at = Stage.ENDED if service.ended_at else Stage.DRAFT, None
    _note(service, "service.taken-back", act)


def follow_names(*, now: datetime) -> int:
    """Let services be found by, and tell, the present names of their organisations; returns how many did not."""
    renamed = find_renamed()
    for service, name in renamed:
        service.provider, service.changed_at = name, now
        _index(service)
    if any(service.stage == Stage.SHOWN for service, _name in renamed):
        request_publication("the name of an organisation has changed", now=now)
    return len(renamed)


def _nothing_waits(service: Service) -> None:
    """Whoever asked for something is answered before the service goes."""
    if find_pending(service.id):
        raise ServiceRefused(Refusal.WAITS)


def _check(values: Mapping[str, Any]) -> None:
    refusal = find_refusal(values)
    if refusal:
        raise ServiceRefused(refusal)


def _index(service: Service) -> None:
    """Bring what the search looks for to the present name and provider."""
    service.searched = " ".join(f"{service.name} {service.provider}".casefold().split())
    db.session.flush()
    db.session.execute(delete(ServiceGram).where(ServiceGram.service_id == service.id))
    grams = sorted(grams_of(service.searched))
    db.session.execute(insert(ServiceGram), [{"gram": gram, "service_id": service.id} for gram in grams])


def _note(
    service: Service,
    action: str,
    act: Act,
    *,
    detail: str = "",
    changed: Collection[str] = (),
    was_shown: bool = False,
    is_seen: bool = True,
) -> None:
    """Have it on record, and on readers' pages where they see it, or saw it before."""
    service.changed_at = act.now
    record(action, subject_of(service.id), by=str(act.by), now=act.now, detail=detail, changed=sorted(changed))
    if is_seen and (was_shown or service.stage == Stage.SHOWN):
        request_publication(f"{subject_of(service.id)} changed", now=act.now)
