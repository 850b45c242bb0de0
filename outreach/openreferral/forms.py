"""The form that takes services out of a feed, and words for what becomes of each."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import HiddenField

from outreach.accounts.rules import Scope
from outreach.core.areas import AREAS
from outreach.directory.labels import NEEDS, STANDINGS
from outreach.openreferral.feed import Fault, Lack
from outreach.openreferral.importing import Planned, Verdict
from outreach.web.choices import Select
from outreach.web.fields import File
from outreach.web.forms import Form

FAULTS = {
    Fault.JSON: _("This file cannot be read as JSON. Save the answer of the feed as it is, and choose that file"),
    Fault.SHAPE: _("There are no services in this file. It has to be a service, a list of services or a page of a feed"),
    Fault.EMPTY: _("There are no services in this file"),
    Fault.TOO_MANY: _("The file has more than 1,000 services. Divide it"),
}
LACKS = {
    Lack.ID: _("it has no id"),
    Lack.NAME: _("it has no name"),
    Lack.PROVIDER: _("it does not say whose it is"),
    Lack.WAY_IN: _("it has no telephone, address, web page or email"),
    Lack.TWICE: _("its id stands in the file several times"),
}
VERDICTS = {
    Verdict.NEW: _("New"),
    Verdict.CHANGED: _("Changed"),
    Verdict.ALIKE: _("Looks like one that is here"),
    Verdict.OVER: _("Has ended"),
    Verdict.SAME: _("Nothing is different"),
    Verdict.WRONG: _("Cannot be taken"),
}
VERDICT_COLOURS = {
    Verdict.NEW: "green",
    Verdict.CHANGED: "blue",
    Verdict.ALIKE: "yellow",
    Verdict.OVER: "orange",
    Verdict.SAME: "grey",
    Verdict.WRONG: "red",
}


class FeedForm(Form):
    """A file, first looked at; then, with its text as it was looked at, taken. The choices are for what the feed does not say."""

    file = File(_("File of the feed"), accept=".json,.ndjson,application/json", missing=_("Choose a file"))
    area = Select(
        _("Area of services whose area is not recognised"),
        missing=_("Choose an area"),
        hint=_("Each is a draft: you can change it before it is shown."),
    )
    need = Select(
        _("What services are for of which the feed does not say it"), choices=[*NEEDS.items()], missing=_("Choose what they are for")
    )
    standing = Select(
        _("Who stands behind these services"),
        choices=[*STANDINGS.items()],
        missing=_("Choose who stands behind them"),
        hint=_("No feed says whether a service is independent. If you do not know, ask before you show it."),
    )
    text = HiddenField()

    def __init__(self, *, scope: Scope, **rest: Any) -> None:
        super().__init__(**rest)
        mine = sorted((area for area in AREAS.values() if scope.is_national or area.slug in scope.areas), key=lambda area: area.name)
        self.area.choices = [(area.slug, area.name) for area in mine]

    def check_only_the_text(self) -> None:
        """The file was looked at before: its text came along."""
        self.file.missing = None


def why(planned: Planned) -> list[str]:
    """What a person needs to know before they choose a service of a feed."""
    offered, said = planned.offered, []
    said += [str(LACKS[lack]) for lack in offered.lacks]
    if planned.verdict is Verdict.WRONG and not offered.lacks:
        said.append(gettext("it is of an area that is not yours"))
    if planned.changed:
        said.append(gettext("different: %(names)s", names=", ".join(planned.changed)))
    if planned.alike:
        said.append(
            gettext("the same name or telephone: %(name)s (%(provider)s)", name=planned.alike.name, provider=planned.alike.provider)
        )
    if planned.verdict in (Verdict.NEW, Verdict.ALIKE) and planned.organisation is None:
        said.append(gettext("%(provider)s is no partner here: ask them before you show it", provider=offered.provider))
    if planned.verdict in (Verdict.NEW, Verdict.ALIKE) and offered.left_out:
        said.append(gettext("kept in the note only: %(names)s", names="; ".join(offered.left_out)))
    return said
