"""Services of a feed into the directory: a verdict for each, and those that a person chose are taken, as drafts. What was taken
before is known by its id in the feed: taken again, it changes nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import func, or_, select

from outreach.accounts.rules import Scope
from outreach.core.db import db
from outreach.directory.assigning import Act, values_of
from outreach.directory.models import Service, ServicePhone
from outreach.directory.operations import add_service, change_service, end_service
from outreach.directory.queries import whole
from outreach.directory.rules import LIVING, Capacity, Need, PassesOn, Recourse, Standing, may_change
from outreach.openreferral.feed import Offered
from outreach.openreferral.queries import find_descriptions
from outreach.partners.models import Organisation, OrganisationIdentifier
from outreach.partners.queries import in_sight
from outreach.partners.rules import Stage

_SHORT = 7  # characters: shorter telephone numbers (999, 111) are many services' own
_KEPT = ("description", "website", "email", "min_age", "max_age", "address", "openings", "phones")
"""What a feed may change of a service that is there: facts that its owner tells. Needs, areas and languages a person has decided here."""


class Verdict(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    ALIKE = "alike"
    OVER = "over"
    SAME = "same"
    WRONG = "wrong"


TAKEN = frozenset({Verdict.NEW, Verdict.CHANGED, Verdict.ALIKE, Verdict.OVER})
"""Verdicts of services that can be chosen."""


@dataclass(frozen=True, slots=True)
class Defaults:
    """What is so of new services of which the feed does not say it. A person chose it for the file."""

    area: str
    need: Need
    standing: Standing


@dataclass(frozen=True, slots=True)
class Planned:
    """What would become of a service of the feed: the one that is there already under its id, or one that looks like it."""

    offered: Offered
    verdict: Verdict
    changed: tuple[str, ...] = ()
    service: Service | None = None
    alike: Service | None = None
    organisation: Organisation | None = None


def plan_import(offers: Sequence[Offered], *, scope: Scope) -> list[Planned]:
    """A verdict for each service. A dozen queries, however many there are."""
    present, alike = _find_present(offers), _find_alike(offers)
    texts, partners = find_descriptions(list(present.values())), _find_partners(offers, scope)
    return [_plan(one, present.get(one.reference), texts, alike, partners, scope) for one in offers]


def carry_out(offers: Sequence[Offered], chosen: Collection[str], defaults: Defaults, *, scope: Scope, act: Act) -> list[Planned]:
    """Take the services whose ids are *chosen*, in the caller's transaction; returns those that were taken. New ones are drafts."""
    taken = [one for one in plan_import(offers, scope=scope) if one.offered.reference in chosen and one.verdict in TAKEN]
    for one in taken:
        if one.service is None:
            made = add_service(uuid4(), _values(one, defaults), act, organisation=one.organisation)
            made.reference = one.offered.reference
        elif one.verdict is Verdict.OVER:
            end_service(one.service, act)
        else:
            change_service(one.service, _merged(one.offered, values_of(one.service)), act)
    return taken


def _plan(
    one: Offered,
    service: Service | None,
    texts: Mapping[UUID, str],
    alike: Mapping[str, Service],
    partners: Mapping[str, Organisation],
    scope: Scope,
) -> Planned:
    if one.lacks or (service and not may_change(scope, service.scope)):
        return Planned(one, Verdict.WRONG, service=service)
    if one.is_over:
        return Planned(one, Verdict.OVER if service and service.stage in LIVING else Verdict.SAME, service=service)
    if service:
        now = values_of(service, texts[service.id])
        changed = tuple(name for name, value in _merged(one, now).items() if _plain(value) != _plain(now[name]))
        verdict = Verdict.CHANGED if changed and service.stage in LIVING else Verdict.SAME
        return Planned(one, verdict, changed, service)
    organisation = next((partners[key] for key in (*one.org_ids, one.provider.casefold()) if key in partners), None)
    like = next((alike[key] for key in _signs(one) if key in alike), None)
    return Planned(one, Verdict.ALIKE if like else Verdict.NEW, alike=like, organisation=organisation)


def _merged(one: Offered, now: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a service with what the feed says anew. Where a feed is silent, what is here stays; a confidential place stays so."""
    said = {name: one.values[name] for name in _KEPT if one.values.get(name) not in (None, "", [])}
    if now["is_confidential"]:
        said = {name: value for name, value in said.items() if name not in ("address", "website", "email")}
    costs = {dial: (cost, tags) for dial, _display, cost, tags in now["phones"]}
    if "phones" in said:
        said["phones"] = [(dial, display, *costs.get(dial, ("unknown", []))) for dial, display in said["phones"]]
    return {**now, **said}


def _values(one: Planned, defaults: Defaults) -> dict[str, Any]:
    """A new service: what the feed says, the defaults where it is silent, and a note with what has no place here."""
    said = one.offered.values
    ties = list(one.organisation.profile.ties) if one.organisation else []
    return {
        **said,
        "provider": one.offered.provider,
        "standing": defaults.standing,
        "ties": ties,
        "passes_on": PassesOn.UNKNOWN,
        "passes_to": [],
        "is_national": False,
        "is_confidential": False,
        "recourse": Recourse.UNKNOWN,
        "communities": [],
        "immigration_level": None,
        "access": [],
        "is_always_open": False,
        "capacity": Capacity.OPEN,
        "trained_on": None,
        "contact_on": None,
        "note": "; ".join(one.offered.left_out)[:1000],
        "needs": said["needs"] or [defaults.need],
        "areas": said["areas"] or [defaults.area],
        "other_days": [],
        "phones": [(dial, display, "unknown", []) for dial, display in said["phones"]],
        "languages": [],
    }


def _find_present(offers: Iterable[Offered]) -> dict[str, Service]:
    """Services that came from the feed before, by their ids there."""
    references = {one.reference for one in offers if one.reference}
    found = db.session.scalars(select(Service).where(Service.reference.in_(references)).options(*whole()))
    return {str(service.reference): service for service in found}


def _signs(one: Offered) -> list[str]:
    """What another entry of the same service would share: its name, or a telephone number of its own."""
    return [one.name.casefold(), *(dial for dial, _display in one.values["phones"] if len(dial) >= _SHORT)]


def _find_alike(offers: Sequence[Offered]) -> dict[str, Service]:
    """Living services that are not from this feed, by what they share with one of it."""
    signs = {sign for one in offers if not one.lacks and not one.is_over for sign in _signs(one)}
    references = {one.reference for one in offers}
    of_phone = select(ServicePhone.service_id, ServicePhone.dial).where(ServicePhone.dial.in_(signs))
    dials: dict[UUID, list[str]] = {}
    for service_id, dial in db.session.execute(of_phone):
        dials.setdefault(service_id, []).append(dial)
    like = or_(func.lower(Service.name).in_(signs), Service.id.in_(dials))
    foreign = or_(Service.reference.is_(None), Service.reference.not_in(references))
    found: dict[str, Service] = {}
    for service in db.session.scalars(select(Service).where(like, foreign, Service.stage.in_(LIVING)).order_by(Service.name, Service.id)):
        for sign in (service.name.casefold(), *dials.get(service.id, ())):
            found.setdefault(sign, service)
    return found


def _find_partners(offers: Sequence[Offered], scope: Scope) -> dict[str, Organisation]:
    """Approved organisations in sight, by their numbers in registers and by their names."""
    numbers, names = {org_id for one in offers for org_id in one.org_ids}, {one.provider.casefold() for one in offers if one.provider}
    has_number = Organisation.id.in_(select(OrganisationIdentifier.organisation_id).where(OrganisationIdentifier.org_id.in_(numbers)))
    wanted = select(Organisation).where(
        in_sight(scope), Organisation.stage == Stage.APPROVED, or_(has_number, func.lower(Organisation.name).in_(names))
    )
    found: dict[str, Organisation] = {}
    for organisation in db.session.scalars(wanted.order_by(Organisation.name, Organisation.id)):
        for key in (*(row.org_id for row in organisation.identifiers), organisation.name.casefold()):
            found.setdefault(key, organisation)
    return found


def _plain(value: Any) -> Any:
    """Fit to be compared, in whatever order."""
    return sorted(map(repr, value)) if isinstance(value, list) else str(value) if isinstance(value, StrEnum) else value
