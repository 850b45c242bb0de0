"""How all places stand, and one place with every version of what was found."""

from __future__ import annotations

from collections import Counter
from itertools import groupby

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue

from outreach.accounts.access import current_account, requires
from outreach.accounts.rules import STAFF
from outreach.core.areas import AREAS
from outreach.policies.entries_list import ENTRIES, entries_of, today
from outreach.policies.labels import OUT_OF_SIGHT, SHORT, STANDINGS
from outreach.policies.queries import Place, find_told, list_places, list_versions
from outreach.policies.routes import bp
from outreach.policies.rules import NATIONAL, PLACES, State, may_change, may_see
from outreach.web.tiles import Grid, lay_out


@bp.get("")
@requires(*STAFF)
def index() -> ResponseReturnValue:
    """The national guidance and the 43 areas, gaps shown. `?show=missing` narrows the table to one standing."""
    places = list_places(current_account().scope, today())
    asked = request.args.get("show", "")
    chosen = asked if asked in set(STANDINGS) else ""
    forces = [place for place in places if place.slug != NATIONAL]
    shown = [place for place in forces if chosen in ("", place.standing)]
    regions = [(region, list(group)) for region, group in groupby(shown, key=lambda place: AREAS[place.slug].region)]
    counts = Counter(place.standing for place in forces)
    return render_template(
        "policies/index.html",
        national=next(place for place in places if place.slug == NATIONAL),
        regions=regions,
        counts=counts,
        standings=STANDINGS,
        chosen=chosen,
        total=len(forces),
        grid=_grid(forces),
        description=". ".join(f"{word}: {counts[standing]}" for standing, word in STANDINGS.items()),
    )


def _grid(forces: list[Place]) -> Grid:
    standings = {place.slug: place.standing for place in forces}
    return lay_out(lambda slug: (SHORT[standings[slug]], standings[slug]) if slug in standings else (OUT_OF_SIGHT, ""))


@bp.get("/entries")
@requires(*STAFF)
def entries() -> ResponseReturnValue:
    """Every entry as a list: what is due for another look stands first."""
    return ENTRIES.answer("policies/entries.html", entries_of(current_account().scope))


@bp.get("/<place>")
@requires(*STAFF)
def place(place: str) -> ResponseReturnValue:
    me = current_account()
    if place not in PLACES or not may_see(me.scope, place):
        abort(404)
    versions = list_versions(place)
    current = next((entry for entry in versions if entry.state == State.APPROVED), None)
    draft = next((entry for entry in versions if entry.state == State.DRAFT), None)
    return render_template(
        "policies/place.html",
        place=place,
        versions=versions,
        current=current,
        draft=draft,
        may_change=may_change(me.part, place),
        is_due=current is not None and current.look_again_on <= today(),
        told=find_told(place, today()) if current and current.for_readers else None,
    )
