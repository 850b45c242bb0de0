"""Forms that cancel events, and put them back."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms import HiddenField

from outreach.events.forms import Override
from outreach.events.labels import REACH_HINTS, REACHES
from outreach.events.rules import Reach
from outreach.web.choices import Radios
from outreach.web.forms import Form
from outreach.web.notes import Note

TOGETHER = "together"


class CancelForm(Form):
    """Staff see the reason; readers are told only that the event is cancelled."""

    reach = Radios(_("Which events"), choices=[*REACHES.items()], hints={Reach.ALL: REACH_HINTS[Reach.ALL]}, default=Reach.THIS)
    reason = Note(
        _("Reason"),
        longest=500,
        rows=3,
        missing=_("Enter the reason"),
        hint=_("For staff. Readers are told that it is cancelled, not why."),
    )


class PutBackForm(Form):
    """A cancelled event takes place after all. `seen` has the marks of the clashes that its sender has been shown."""

    seen = HiddenField()
    reach = Radios(
        _("Which events"),
        choices=[(Reach.THIS, REACHES[Reach.THIS]), (TOGETHER, _("All that were cancelled with it and lie ahead"))],
        default=Reach.THIS,
    )
    override = Override(_("Reason for taking them twice"), longest=300, rows=2)

    def offer(self, *, has_others: bool, may_override: bool) -> None:
        """Ask only what there is to choose."""
        if not has_others:
            del self.reach
        if not may_override:
            del self.override

    @property
    def is_together(self) -> bool:
        return "reach" in self and self.reach.data == TOGETHER
