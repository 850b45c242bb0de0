"""Services in the words of their form, for people to read: what stands, and what would be different."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from outreach.accounts.rules import Scope
from outreach.directory.assigning import values_of
from outreach.directory.forms import SECTIONS, ServiceForm, data_of
from outreach.directory.models import Service, ServiceChange
from outreach.directory.revising import OF_STAFF
from outreach.directory.written import read_values
from outreach.partners.changes import Piece, Sides, compare
from outreach.partners.rules import RevisionState

_NOTHING: tuple[Any, ...] = (None, "", [])


def facts_of(found: Service, *, is_staff: bool) -> list[tuple[str, list[tuple[str, str]]]]:
    """What stands of a service, in the order and the words of its form; the note for staff only for them."""
    form, data = _form(), _shown(values_of(found))
    if not is_staff:
        del data["note"]
    told = []
    for heading, names in SECTIONS:
        rows = [(form[name], data[name]) for name in names if name in form and name in data and data[name] not in (*_NOTHING, False)]
        told.append((str(heading), [(str(field.label.text), field.describe(value)) for field, value in rows]))
    return [(heading, rows) for heading, rows in told if rows]


def differences(change: ServiceChange) -> list[tuple[str, *Sides]]:
    """Field by field what a change makes different: label, then both sides line by line. Of one that was decided, as it was asked for."""
    present, form = values_of(change.service), _form()
    is_pending = change.state == RevisionState.PENDING
    before = _shown(present if is_pending else {**present, **read_values(change.before)})
    after = _shown({**present, **read_values(change.changes)})
    names = [name for _heading, of in SECTIONS for name in of if name in form and name in after and name not in OF_STAFF]
    sides = [(str(form[name].label.text), *(_lines(form[name], one[name]) for one in (before, after)), after[name]) for name in names]
    return [(label, *_compare(old, new, value)) for label, old, new, value in sides if old != new]


def _compare(old: Sequence[str], new: Sequence[str], value: Any) -> Sides:
    """Of texts the words are compared; of lists the lines: half a telephone number is none."""
    if not isinstance(value, list):
        return compare(old, new)
    return [[Piece(line, line not in new)] for line in old], [[Piece(line, line not in old)] for line in new]


def _form() -> ServiceForm:
    form = ServiceForm(None)
    form.offer(Scope(is_national=True))
    return form


def _shown(values: Mapping[str, Any]) -> dict[str, Any]:
    return {**values, **data_of(dict(values))}


def _lines(field: Any, value: Any) -> Sequence[str]:
    """A list line by line, anything else as one; none where nothing is said."""
    if value in _NOTHING:
        return []
    return [field.describe([one]) for one in value] if isinstance(value, list) else [field.describe(value)]
