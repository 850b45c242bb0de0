"""Words for themes, counts and acts."""

from __future__ import annotations

from flask_babel import LazyString, gettext
from flask_babel import lazy_gettext as _

from outreach.outcomes.rules import Count, Quality, Refusal, Split, Theme

THEMES = {
    Theme.SHARING: _("Whether details are shared with the Home Office"),
    Theme.TRUST: _("Trust in the police"),
    Theme.REPORTING: _("How to tell the police about a crime"),
    Theme.ANSWERS: _("How the police answered before"),
    Theme.INTERPRETING: _("Interpreters and languages"),
    Theme.THREATS: _("Immigration status used as a threat"),
    Theme.WORK: _("Exploitation at work"),
    Theme.HATE: _("Hate crime"),
    Theme.HOME: _("Abuse at home"),
    Theme.OFFICERS: _("What officers know of the rules"),
    Theme.SUPPORT: _("Where else to find help"),
    Theme.EVENT: _("Time, place and form of events"),
    Theme.OTHER: _("Something else"),
}
QUALITIES = {
    Quality.GOOD: _("Good"),
    Quality.ADEQUATE: _("Adequate"),
    Quality.POOR: _("Poor"),
    Quality.ABSENT: _("Did not come"),
}
QUALITY_COLOURS = {Quality.GOOD: "green", Quality.ADEQUATE: "blue", Quality.POOR: "orange", Quality.ABSENT: "red"}
SPLITS = {Split.NONE: _("Not counted apart"), Split.LANGUAGE: _("By language"), Split.COMMUNITY: _("By community")}
REFUSALS = {
    Refusal.NOT_OVER: _("This event is not over yet. Record its outcome afterwards"),
    Refusal.CANCELLED: _("This event was cancelled: it has no outcome"),
    Refusal.MORE_THAN_ALL: _("Check the numbers: a part is larger than the number of all who attended"),
}
FIELDS = {
    "attended": _("How many attended"),
    "split": _("How they are counted"),
    "groups": _("Numbers by language or community"),
    "themes": _("What was heard"),
    "note": _("In a few words"),
    "materials": _("Material given"),
    "interpreting": _("Interpreting"),
    "actions": _("Actions"),
}
ACTS = {
    "outcome.recorded": _("Recorded the outcome of an event"),
    "outcome.changed": _("Changed the outcome of an event"),
    "outcome.action-done": _("Marked an action after an event as done"),
}
"""By the names in the audit trail."""


def count_label(count: Count) -> LazyString | str:
    """'12', 'fewer than five', 'five or more'."""
    if count.is_exact:
        return f"{count.least:,}"
    return gettext("fewer than five") if count.is_few else gettext("five or more")
