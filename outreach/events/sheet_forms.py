"""The form of an import, and words for what is wrong with a file or a row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from flask_babel import LazyString, gettext
from flask_babel import lazy_gettext as _
from wtforms import HiddenField

from outreach.events.forms import Override
from outreach.events.importing import Planned, Verdict
from outreach.events.labels import REFUSALS, TAKEN, notable_label
from outreach.events.sheet import CHOICES, COLUMNS, NAMES, OPTIONAL, Fault, Mistake, SheetRefused, Wrong
from outreach.web.fields import File
from outreach.web.forms import Form

FAULTS = {
    Fault.WORKBOOK: _("This is a workbook. Save it as “CSV UTF-8” first, and choose that file"),
    Fault.ENCODING: _("The letters of this file cannot be read. Save it as “CSV UTF-8” and choose it again"),
    Fault.EMPTY: _("This file has no rows. The first row names the columns, and each other row is an event"),
    Fault.COLUMNS: _("Columns are missing: %(about)s. The first row has to name the columns, separated by commas"),
    Fault.UNKNOWN: _("There are columns that are not known: %(about)s. Take them out, or name them as in the example"),
    Fault.TWICE: _("Columns are there twice: %(about)s. Take one of each out"),
    Fault.QUOTES: _("The quotation marks do not fit together: each that is opened has to be closed. Save the file anew as CSV"),
    Fault.TOO_MANY: _("The file has %(about)s rows. At most 2,000 can be imported at once: divide it"),
}
WRONGS = {
    Wrong.MISSING: _("%(column)s: enter something here"),
    Wrong.LONG: _("%(column)s: shorten this"),
    Wrong.PRIVATE: _("%(column)s: take the telephone number, email address or postcode out"),
    Wrong.CHOICE: _("%(column)s: “%(typed)s” is none of the choices"),
    Wrong.DAY: _("%(column)s: “%(typed)s” is no day, write it like 2026-12-03"),
    Wrong.TIME: _("%(column)s: “%(typed)s” is no time, write it like 14:30"),
    Wrong.NUMBER: _("%(column)s: “%(typed)s” is no whole number"),
    Wrong.EMAIL: _("%(column)s: “%(typed)s” is no email address"),
    Wrong.NAME: _("%(column)s: nothing here is called “%(typed)s”"),
    Wrong.SEVERAL: _("%(column)s: there are several called “%(typed)s”, choose it by hand"),
    Wrong.CELLS: _("This row has another number of cells than there are columns"),
    Wrong.TWICE: _("%(column)s: “%(typed)s” stands in several rows"),
    Wrong.SCOPE: _("%(column)s: “%(typed)s” is not one of your areas"),
    Wrong.SAYS: _("%(column)s: take “%(typed)s” out, no page may say that"),
    Wrong.ELSEWHERE: _("%(column)s: an event that you may not see has “%(typed)s” already, choose another"),
}
VERDICTS = {
    Verdict.NEW: _("New"),
    Verdict.CHANGED: _("Changed"),
    Verdict.SAME: _("Nothing is different"),
    Verdict.WRONG: _("To be mended"),
}
VERDICT_COLOURS = {Verdict.NEW: "green", Verdict.CHANGED: "blue", Verdict.SAME: "grey", Verdict.WRONG: "red"}


AGAIN, IMPORT = "again", "import"
"""What is done with the text of a file that was looked at: looked at again, with a reason, or imported."""


class ImportForm(Form):
    """A file, first looked at; then, with its text as it was looked at, imported."""

    file = File(_("CSV file"), accept=".csv,text/csv", missing=_("Choose a file"))
    text = HiddenField()
    override = Override(_("Reason for taking them twice"), longest=300, rows=2)

    def begin(self, act: str, *, may_override: bool) -> None:
        """Ask for what is needed: a file; or, where it was looked at before and its text came along, nothing, or a lead's reason."""
        if act in (AGAIN, IMPORT) and self.text.data:
            self.file.missing = None
        if not may_override:
            del self.override
        elif act == AGAIN:
            self.override.missing = _("Enter why they are taken twice")


def fault_text(refused: SheetRefused) -> LazyString | str:
    return str(FAULTS[refused.fault]) % {"about": refused.about}


def mistake_text(mistake: Mistake) -> str:
    if mistake.wrong is Wrong.CHOICE and mistake.column in CHOICES:
        choices = ", ".join(CHOICES[mistake.column])
        return str(gettext("%(column)s: “%(typed)s” is none of: %(choices)s", column=mistake.column, typed=mistake.typed, choices=choices))
    return str(WRONGS[mistake.wrong]) % {"column": mistake.column, "typed": mistake.typed}


def _columns_of(names: Sequence[str]) -> list[str]:
    """The columns of these values, in the order in which an export has them."""
    values = {**NAMES, **OPTIONAL}
    return [column for column in COLUMNS if values.get(column) in names]


def why(planned: Planned, names: Mapping[UUID, str], reason: str) -> list[str]:
    """What is wrong with a row, what would be changed, or ought to be known of it.

    *names* are those of whom and what is taken, *reason* why that may stand.
    """
    if planned.refusal:
        return [str(REFUSALS[planned.refusal])]
    found = [mistake_text(one) for one in planned.mistakes]
    found += [gettext("different: %(names)s", names=", ".join(_columns_of(planned.changed)))] if planned.changed else []
    found += [str(notable_label(what)) for what in planned.notable]
    found += [gettext("perhaps the same event as “%(title)s”", title=one.title) for one in planned.duplicates]
    found += [gettext("perhaps the same event as row %(number)s", number=number) for number in planned.like_rows]
    for taken, resource_id in planned.taken:
        name = names.get(resource_id) or str(TAKEN[taken])
        is_allowed = planned.verdict is not Verdict.WRONG
        found.append(
            gettext("%(name)s is taken twice, because: %(reason)s", name=name, reason=reason)
            if is_allowed
            else gettext("%(name)s is taken at this time already", name=name)
        )
    return found
