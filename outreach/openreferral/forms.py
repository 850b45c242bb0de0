"""The form that takes services out of a feed."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import HiddenField

from outreach.accounts.rules import Scope
from outreach.core.areas import AREAS
from outreach.directory.labels import NEEDS, STANDINGS
from outreach.web.choices import Select
from outreach.web.fields import File
from outreach.web.forms import Form


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
