"""Fields for free text about the work, never about a person who has asked for help: what could find such a person again is refused."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import LazyString
from flask_babel import lazy_gettext as _
from wtforms.validators import StopValidation

from outreach.core.case_details import find_person
from outreach.core.private_data import PrivateData, find_private_data
from outreach.web.fields import Shown, Text, TextArea, Words

NO_PRIVATE_DATA = _("Write nothing about a victim or a witness. Telephone numbers, email addresses and postcodes are refused.")
REFUSALS = {
    PrivateData.EMAIL: _("Take the email address out: it could be a victim’s"),
    PrivateData.TELEPHONE: _("Take the telephone number out: it could be a victim’s"),
    PrivateData.POSTCODE: _("Take the postcode out: it could be a victim’s"),
}


def refuse_private_data(_form: Any, field: Shown) -> None:
    """A validator. Raises StopValidation."""
    found = find_private_data(field.typed)
    if found:
        field.data = None
        raise StopValidation(REFUSALS[found])


def refuse_person(_form: Any, field: Shown) -> None:
    """A validator for what was heard from others: no name beside a case. Raises StopValidation."""
    if found := find_person(field.typed):
        field.data = None
        raise StopValidation(_named_text(found))


def plain_words(typed: str) -> str:
    """The same two rules for a text in a row of several (`rows.Entry`). Raises ValueError with what to do."""
    if private := find_private_data(typed):
        raise ValueError(REFUSALS[private])
    if found := find_person(typed):
        raise ValueError(_named_text(found))
    return typed


def _named_text(found: str) -> LazyString:
    return _("Take “%(words)s” out: it could tell who somebody is. Say what was heard, and of nobody", words=found)


class Line(Text):
    """One line about the work."""

    def __init__(self, label: Words = "", *args: Any, **rest: Any) -> None:
        super().__init__(label, [refuse_private_data], *args, **rest)


class Note(TextArea):
    """Several lines about the work. An own *hint* stands before the one that all notes share."""

    def __init__(self, label: Words = "", *args: Any, hint: Words | None = None, **rest: Any) -> None:
        shared = _("%(hint)s %(rule)s", hint=hint, rule=NO_PRIVATE_DATA) if hint else NO_PRIVATE_DATA
        super().__init__(label, [refuse_private_data], *args, **{"hint": shared, "rows": 4, **rest})


class Heard(Note):
    """Several lines about what was heard from others: told without saying of whom."""

    def __init__(self, label: Words = "", *args: Any, **rest: Any) -> None:
        super().__init__(label, *args, **rest)
        self.validators: Sequence[Any] = [refuse_private_data, refuse_person]
