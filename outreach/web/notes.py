"""Fields for free text about the work, never about a person who has asked for help: what could find such a person again is refused."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms.validators import StopValidation

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


class Line(Text):
    """One line about the work."""

    def __init__(self, label: Words = "", *args: Any, **rest: Any) -> None:
        super().__init__(label, [refuse_private_data], *args, **rest)


class Note(TextArea):
    """Several lines about the work. An own *hint* stands before the one that all notes share."""

    def __init__(self, label: Words = "", *args: Any, hint: Words | None = None, **rest: Any) -> None:
        shared = _("%(hint)s %(rule)s", hint=hint, rule=NO_PRIVATE_DATA) if hint else NO_PRIVATE_DATA
        super().__init__(label, [refuse_private_data], *args, **{"hint": shared, "rows": 4, **rest})
