"""Who may see and change an event, and which choices do not fit together."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from outreach.accounts.rules import Role, Scope
from outreach.campaigns.rules import Asker
from outreach.events.rules import Place, Refusal, StaffRole, Whereabouts, find_contradictions, may_change, may_override, may_see, nation_of

ME = uuid4()
KENT, GWENT, EVERYWHERE = Scope(False, frozenset({"kent"})), Scope(False, frozenset({"gwent"})), Scope(True)


def asker(role: Role, scope: Scope = KENT) -> Asker:
    return Asker(frozenset({ME}), role, scope)


@pytest.mark.parametrize("role", Role)
def test_staff_see_events_of_their_areas_and_no_one_else_does(role: Role) -> None:
    is_staff = role in (Role.LEAD, Role.COORDINATOR, Role.AUDITOR)
    assert may_see(asker(role), Place("kent", {})) is is_staff
    assert not may_see(asker(role, GWENT), Place("kent", {}))
    assert may_see(asker(role, GWENT), Place(None, {})) is is_staff


@pytest.mark.parametrize("role", Role)
def test_leads_and_coordinators_change_what_lies_in_their_areas(role: Role) -> None:
    is_editor = role in (Role.LEAD, Role.COORDINATOR)
    assert may_change(asker(role), Place("kent", {})) is is_editor
    assert not may_change(asker(role), Place(None, {}))
    assert may_change(asker(role, EVERYWHERE), Place(None, {})) is is_editor


def test_whoever_leads_an_event_elsewhere_changes_it_and_whoever_only_works_there_sees_it() -> None:
    me = asker(Role.COORDINATOR, GWENT)
    assert may_change(me, Place("kent", {ME: StaffRole.LEAD}))
    assert not may_change(me, Place("kent", {ME: StaffRole.SPEAKER}))
    assert may_see(me, Place("kent", {ME: StaffRole.SPEAKER}))


def test_a_lead_alone_may_take_something_twice() -> None:
    assert may_override(asker(Role.LEAD), Place("kent", {}))
    assert not may_override(asker(Role.COORDINATOR), Place("kent", {ME: StaffRole.LEAD}))
    assert not may_override(asker(Role.LEAD, GWENT), Place("kent", {}))


FITS: dict[str, Any] = {
    "place": Whereabouts.VENUE,
    "has_venue": True,
    "shows_place": True,
    "is_agreed": True,
    "has_statement": False,
    "needs_statement": False,
}


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({}, None),
        ({"is_agreed": False}, Refusal.NOT_AGREED),
        ({"is_agreed": False, "shows_place": False}, None),
        ({"has_venue": False, "shows_place": False}, Refusal.VENUE),
        ({"place": Whereabouts.HOST_TELLS, "shows_place": False}, Refusal.VENUE),
        ({"place": Whereabouts.ONLINE, "has_venue": False}, Refusal.NOT_AGREED),
        ({"shows_address": True}, Refusal.NO_ADDRESS),
        ({"shows_address": True, "has_address": True}, None),
        ({"needs_statement": True}, Refusal.STATEMENT),
        ({"needs_statement": True, "has_statement": True}, None),
    ],
)
def test_what_does_not_fit_together_is_found(change: dict[str, Any], refusal: Refusal | None) -> None:
    assert find_contradictions(**{**FITS, **change}) == ([refusal] if refusal else [])


def test_the_nation_is_that_of_the_area() -> None:
    assert [nation_of(area) for area in ("gwent", "kent", None)] == ["wales", "england", ""]
