"""Forms about forces' policies."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _

from outreach.policies.labels import FOUND
from outreach.policies.rules import NATIONAL, Found
from outreach.web.addresses import WebAddress
from outreach.web.choices import Radios
from outreach.web.conflicts import EditForm
from outreach.web.fields import Text, TextArea
from outreach.web.forms import Form, NewForm
from outreach.web.moments import Day
from outreach.web.notes import Note

FIELDS = ("found", "url", "wording", "edition", "dated_on", "differences", "look_again_on")


class PolicyFields(Form):
    """What somebody has read. Only what is published: nothing from inside a force, nothing about a case."""

    found = Radios(_("What did you find?"), choices=[*FOUND.items()], missing=_("Choose what you found"), convert=Found)
    url = WebAddress(_("Address of the page or document"), missing=_("Enter the address"), only_if=("found", Found.LINK))
    wording = TextArea(
        _("Its words about sharing victims’ details"), longest=8000, missing=_("Enter its words"), only_if=("found", Found.TEXT),
        hint=_("Word for word, with what it was taken from."),
    )  # fmt: skip
    edition = Text(_("Its version"), hint=_("As it is printed on it, for example 2.1."), width="20", longest=100)
    dated_on = Day(_("Its date"), hint=_("As it is printed on it. Leave it empty when there is none."))
    differences = Note(
        _("How it differs from the national guidance"), longest=4000, missing=_("Enter how it differs, or that it does not"), rows=6
    )
    look_again_on = Day(_("Look again on"), missing=_("Enter the day"), hint=_("At the latest a year from now."))

    def suit(self, place: str) -> None:
        """Ask only what makes sense for *place*: the national guidance does not differ from itself."""
        if place == NATIONAL:
            del self.differences

    def values(self) -> dict[str, Any]:
        kept = {"found", "dated_on", "look_again_on"}
        return {name: self[name].data if name in kept else self[name].data or "" for name in FIELDS if name in self}


class NewPolicyForm(PolicyFields, NewForm):
    pass


class PolicyForm(PolicyFields, EditForm):
    """A draft that is there."""


class SetAsideForm(Form):
    reason = Note(_("Reason"), missing=_("Enter the reason"), longest=500)
