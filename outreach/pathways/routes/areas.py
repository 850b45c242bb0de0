"""How all areas stand, one area with its routes, and every route as a list."""

from __future__ import annotations

from collections import Counter
from itertools import groupby

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from outreach.accounts.access import current_account, requires
from outreach.accounts.rules import STAFF
from outreach.core.areas import AREAS
from outreach.directory.labels import NEEDS
from outreach.directory.rules import Need
from outreach.pathways.labels import EXTENT_MEANINGS, NEED_CHOICES, OUT_OF_SIGHT, SHORT, STANDINGS
from outreach.pathways.lists import ROUTES, look_tag, today
from outreach.pathways.queries import find_routes, find_standings, pathways_listed
from outreach.pathways.routes import bp
from outreach.pathways.rules import ESSENTIAL, Extent, Standing, may_change, may_see, standing_of
from outreach.web.tiles import lay_out


@bp.get("")
@requires(*STAFF)
def index() -> ResponseReturnValue:
    """The 43 areas for one need (`?need=refuge`), gaps shown."""
    me = current_account()
    asked = request.args.get("need", "")
    need = Need(asked) if asked in set(Need) else ESSENTIAL[0]
    found = find_standings(me.scope, today())
    mine = [area for area in AREAS if may_see(me.scope, area)]
    standings = {area: found.get((area, need), Standing.MISSING) for area in mine}
    essential = {area: sum(_is_agreed(found.get((area, one))) for one in ESSENTIAL) for area in mine}
    counts = Counter(standings.values())
    return render_template(
        "pathways/index.html",
        need=need,
        needs=NEED_CHOICES,
        standings=standings,
        essential=essential,
        most=len(ESSENTIAL),
        counts=counts,
        regions=[(region, list(areas)) for region, areas in groupby(mine, key=lambda area: AREAS[area].region)],
        grid=lay_out(lambda slug: (SHORT[standings[slug]], standings[slug]) if slug in standings else (OUT_OF_SIGHT, "")),
        title=_("Routes from the police: %(need)s", need=NEEDS[need]),
        description=". ".join(f"{word}: {counts[standing]}" for standing, word in STANDINGS.items()),
    )


def _is_agreed(standing: Standing | None) -> bool:
    return standing in (Standing.EXTANT, Standing.ENHANCED)


@bp.get("/routes")
@requires(*STAFF)
def routes() -> ResponseReturnValue:
    """Every route as a list: what is to be looked at again stands first."""
    return ROUTES.answer("pathways/routes.html", pathways_listed(current_account().scope))


@bp.get("/<place>")
@requires(*STAFF)
def area(place: str) -> ResponseReturnValue:
    """An area: every need with its routes, and those for which nobody has looked."""
    me = current_account()
    if place not in AREAS or not may_see(me.scope, place):
        abort(404)
    found = find_routes(place)
    kept = {need: [one for one in found if one.need == need and one.archived_at is None] for need in Need}
    standings = {need: standing_of([(Extent(one.extent), look_tag(one) is not None) for one in routes]) for need, routes in kept.items()}
    ordered = [*ESSENTIAL, *(need for need in Need if need not in ESSENTIAL)]
    return render_template(
        "pathways/area.html",
        place=place,
        name=AREAS[place].name,
        needs=[(need, standings[need], kept[need]) for need in ordered],
        archived=[one for one in found if one.archived_at],
        may_change=may_change(me.part, place),
        meanings=EXTENT_MEANINGS,
    )
