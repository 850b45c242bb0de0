"""Whom a material has reached, force by force, against its target; the worst gaps with what is to be done next."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import groupby
from uuid import UUID

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import LazyString
from flask_babel import gettext as _

from outreach.accounts.access import current_account, requires
from outreach.accounts.rules import STAFF
from outreach.briefings.access import seen_briefing
from outreach.briefings.arithmetic import Cover, Coverage, add_up, cover_all, rank_gaps
from outreach.briefings.labels import COVERS, FILLS, OUT_OF_SIGHT
from outreach.briefings.lists import OPEN, today
from outreach.briefings.models import Briefing
from outreach.briefings.queries import find_tallies
from outreach.briefings.routes import bp
from outreach.briefings.rules import may_issue, may_set_target
from outreach.core.areas import AREAS
from outreach.web.tiles import Grid, lay_out

SHOWN = 10  # of the ranked gaps; the table has all


@dataclass(frozen=True, slots=True)
class Gap:
    """An area with a gap, what is to be done next, and where, if whoever asks may do it."""

    coverage: Coverage
    step: str
    url: str


@bp.get("/<uuid:briefing_id>/coverage")
@requires(*STAFF)
def coverage(briefing_id: UUID) -> ResponseReturnValue:
    """The 43 areas, gaps shown. `?show=not-issued` narrows the table to one standing."""
    material, me = seen_briefing(briefing_id), current_account()
    asked = request.args.get("show", "")
    chosen = asked if asked in set(Cover) else ""
    areas = [slug for slug in AREAS if me.scope.is_national or slug in me.scope.areas]
    covered = cover_all(areas, find_tallies(briefing_id, scope=me.scope, today=today()), material.target_percent)
    counts = Counter(one.standing for one in covered)
    shown = [one for one in covered if chosen in ("", one.standing)]
    gaps = rank_gaps(covered)
    return render_template(
        "briefings/coverage.html",
        material=material,
        regions=[(region, list(group)) for region, group in groupby(shown, key=lambda one: AREAS[one.area].region)],
        counts=counts,
        covers=COVERS,
        chosen=chosen,
        areas=len(covered),
        total=add_up(covered),
        gaps=[_gap(one, material) for one in gaps[:SHOWN]],
        more=max(len(gaps) - SHOWN, 0),
        grid=_grid(covered),
        description=". ".join(f"{word}: {counts[cover]}" for cover, word in COVERS.items()),
        may_set_target=may_set_target(me.part),
        is_past=material.target_on is not None and material.target_on < today(),
    )


def _gap(one: Coverage, material: Briefing) -> Gap:
    step, url = _next_step(one, material)
    may = may_issue(current_account().part, one.area) and material.archived_at is None
    return Gap(one, step, url if may or one.standing in (Cover.UNACKNOWLEDGED, Cover.BELOW) else "")


def _next_step(one: Coverage, material: Briefing) -> tuple[str, str]:
    match one.standing:
        case Cover.OUT_OF_DATE:
            return _("Re-issue it"), url_for(".reissue", briefing_id=material.id)
        case Cover.NOT_ISSUED:
            return _("Issue it to a team"), url_for(".issue_to", briefing_id=material.id, area=one.area)
        case Cover.UNACKNOWLEDGED:
            return _("Ask for the acknowledgement"), url_for(".issues", material=material.id, area=one.area, state=OPEN)
        case _:
            return _("Brief those who are missing"), url_for(".issues", material=material.id, area=one.area)


def _grid(covered: list[Coverage]) -> Grid:
    by_area = {one.area: one for one in covered}
    return lay_out(lambda slug: (_word(by_area[slug]), FILLS[by_area[slug].standing]) if slug in by_area else (OUT_OF_SIGHT, ""))


def _word(one: Coverage) -> str | LazyString:
    """A standing with its number, in the width of a tile."""
    match one.standing:
        case Cover.OUT_OF_DATE:
            return _("Out of date: %(number)s", number=one.out_of_date)
        case Cover.NOT_ISSUED:
            return COVERS[Cover.NOT_ISSUED]
        case Cover.UNACKNOWLEDGED:
            return _("No answer: %(number)s", number=one.addressed)
        case Cover.BELOW:
            return _("Below: %(percent)s%%", percent=one.percent)
        case _:
            return _("Reached: %(percent)s%%", percent=one.percent)
