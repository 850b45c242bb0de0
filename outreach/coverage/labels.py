"""Words for coverage: what each step of the ladder means, in which order gaps stand, and why."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from outreach.coverage.rules import Gap, GapKind, Level, Step
from outreach.pathways.labels import STANDINGS
from outreach.web.language import language_name

LEVELS = {
    Level.SPOKEN: _("Staff speak it"),
    Level.INTERPRETED: _("With an interpreter"),
    Level.UNCONFIRMED: _("Not confirmed lately"),
    Level.NATIONAL: _("Only for the whole country"),
    Level.WRITTEN: _("Only in writing"),
    Level.OTHERS: _("None is independent"),
    Level.NONE: _("Nobody"),
}

LEVEL_MEANINGS = {
    Level.SPOKEN: _("An independent service that works in the area has staff who speak it, and said so in the last three months."),
    Level.INTERPRETED: _("An independent service that works in the area gets an interpreter, and said so in the last three months."),
    Level.UNCONFIRMED: _("An independent service that works in the area offers it, but has not said so for three months or longer."),
    Level.NATIONAL: _("Nobody independent in the area: only an independent service for the whole country offers it."),
    Level.WRITTEN: _("An independent service offers it, but only in writing: nobody can tell it what happened."),
    Level.OTHERS: _("It is offered only by services that are not independent of the police and the Home Office, or are paid by them."),
    Level.NONE: _("No service that readers are shown offers it for this need."),
}

LEVEL_COLOURS = {
    Level.SPOKEN: "green",
    Level.INTERPRETED: "turquoise",
    Level.UNCONFIRMED: "orange",
    Level.NATIONAL: "blue",
    Level.WRITTEN: "yellow",
    Level.OTHERS: "grey",
    Level.NONE: "red",
}

SHORT = {
    Level.SPOKEN: _("Staff speak it"),
    Level.INTERPRETED: _("Interpreter"),
    Level.UNCONFIRMED: _("Not confirmed"),
    Level.NATIONAL: _("National only"),
    Level.WRITTEN: _("Only in writing"),
    Level.OTHERS: _("Not independent"),
    Level.NONE: _("Nobody"),
}
"""The same in the width of a tile, after a number."""

OUT_OF_SIGHT = _("Not yours")

GAP_KINDS = {
    GapKind.NOBODY: _("No independent service"),
    GapKind.NO_LANGUAGE: _("None of the languages"),
    GapKind.SOME_LANGUAGES: _("Some languages missing"),
    GapKind.UNCONFIRMED: _("Not confirmed lately"),
}

GAP_COLOURS = {GapKind.NOBODY: "red", GapKind.NO_LANGUAGE: "orange", GapKind.SOME_LANGUAGES: "yellow", GapKind.UNCONFIRMED: "grey"}

ORDER = (
    _("First by what is missing: no independent service; then none in any of the languages; then some missing; then not confirmed."),
    _("Then areas where campaigns and events show which languages are used, before those where nothing is known."),
    _("Then gaps that no independent service for the whole country fills."),
    _("Then by the route from the police: none, nobody has looked, to be looked at again, partial, agreed."),
    _("Then by how many languages are missing; then needs and areas in their usual order."),
)
"""In which order gaps stand, as `rules._order` sorts them."""

STEPS = {
    Step.CONFIRM: _("Ask the service to confirm"),
    Step.EVENT: _("Plan an event"),
    Step.PARTNER: _("Find a partner"),
    Step.PATHWAY: _("Agree a pathway"),
}


SMALL = 5


def told(number: int) -> str:
    """A number of services as pages and files tell it: one to four are not told apart."""
    return f"1–{SMALL - 1}" if 0 < number < SMALL else str(number)


def confirmed_of(number: int, most: int) -> LazyString | str:
    """How many of *most* services have confirmed lately; of few, only whether it is all of them."""
    if not most:
        return "–"
    if most < SMALL:
        return _("All") if number == most else _("Some of them") if number else _("None of them")
    return _("%(number)s of %(most)s", number=told(number), most=most)


def tongues(tags: Iterable[str]) -> str:
    """'Arabic, Tigrinya'."""
    return ", ".join(language_name(tag) for tag in tags)


def reasons_of(gap: Gap) -> list[LazyString]:
    """Why a gap stands where it stands, in sentences."""
    return [_what(gap), _basis(gap), *_national(gap), _("Route from the police: %(standing)s.", standing=STANDINGS[gap.standing])]


def _what(gap: Gap) -> LazyString:
    if gap.kind is GapKind.NOBODY:
        return _("No independent service works here for this need, in any language.")
    if gap.kind is GapKind.UNCONFIRMED:
        return _("Offered, but not confirmed for three months or longer: %(languages)s.", languages=tongues(gap.missing))
    if not gap.used:
        return _("Independent services work here, but none offers any of the thirty languages.")
    if gap.kind is GapKind.NO_LANGUAGE:
        return _("Independent services work here, but none offers %(languages)s.", languages=tongues(gap.missing))
    return _("No independent service here offers %(languages)s.", languages=tongues(gap.missing))


def _basis(gap: Gap) -> LazyString:
    if not gap.used:
        return _("The programme has no campaign or event here that names a language, so all thirty were looked for.")
    return _("Languages of campaigns and events here: %(languages)s.", languages=tongues(gap.used))


def _national(gap: Gap) -> list[LazyString]:
    if not gap.used or gap.kind is GapKind.UNCONFIRMED:
        return []
    if not gap.national:
        return [_("No independent service for the whole country offers them either.")]
    return [_("An independent service for the whole country offers %(languages)s.", languages=tongues(gap.national))]
