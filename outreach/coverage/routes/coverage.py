"""The map of one language and need, the worst gaps, and the services of an area behind its tile. Nothing is written here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from flask import Response, abort, current_app, render_template, request, stream_with_context, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from outreach.accounts.access import current_account, current_config, requires
from outreach.accounts.rules import EDITORS, STAFF
from outreach.campaigns.access import current_asker
from outreach.core.areas import AREAS
from outreach.core.csv_text import neutralise, write_rows
from outreach.core.languages import ENGLISH, LANGUAGES
from outreach.coverage.labels import (
    GAP_KINDS,
    LEVEL_MEANINGS,
    LEVELS,
    ORDER,
    OUT_OF_SIGHT,
    SHORT,
    STEPS,
    confirmed_of,
    reasons_of,
    told,
    tongues,
)
from outreach.coverage.queries import Found, find_held, find_others, find_services, find_uses, in_areas
from outreach.coverage.routes import bp
from outreach.coverage.rules import Gap, Level, Step, Use, find_gaps, level_of
from outreach.directory.labels import NEEDS
from outreach.directory.rules import Mode, Need
from outreach.pathways.labels import STANDINGS
from outreach.pathways.lists import today
from outreach.pathways.queries import find_standings
from outreach.pathways.rules import ESSENTIAL, Standing
from outreach.web.language import language_name, tongues_and_english
from outreach.web.tiles import lay_out

WORST = 5  # gaps that stand beside the map
MOST = 30  # and on their own page; the file has all
_OTHERS = tuple(tag for tag in LANGUAGES if tag != ENGLISH)


@dataclass(frozen=True, slots=True)
class Row:
    """An area on the map, for one language and need. `modes` counts independent services that work there by the best way of each."""

    area: str
    level: Level
    modes: Mapping[Mode, int]
    others: int
    confirmed: int
    standing: Standing

    @property
    def independent(self) -> int:
        return sum(self.modes.values())

    @property
    def services(self) -> int:
        return self.independent + self.others


@bp.get("")
@requires(*STAFF)
def index() -> ResponseReturnValue:
    """The map of `?language=ti&need=refuge`, its table, and the worst gaps."""
    scope, now = current_account().scope, current_config().clock()
    uses = find_uses(current_asker(), today())
    language, need = _language(uses), _need()
    found = find_services(language, need, now)
    standings = find_standings(scope, today())
    mine = in_areas(scope)
    rows = [_row(area, need, found, standings) for area in mine]
    if request.args.get("format") == "csv":
        return _file("coverage", _map_cells(rows))
    by_area = {row.area: row for row in rows}
    counts = Counter(row.level for row in rows)
    return render_template(
        "coverage/index.html",
        language=language,
        need=need,
        languages=tongues_and_english(),
        needs=[(str(one), label) for one, label in NEEDS.items()],
        regions=[(region, list(group)) for region, group in groupby(rows, key=lambda row: AREAS[row.area].region)],
        national=[one for one in found if one.is_national],
        counts=counts,
        meanings=LEVEL_MEANINGS,
        grid=lay_out(lambda slug: _tile(by_area[slug]) if slug in by_area else (OUT_OF_SIGHT, "")),
        title=_("%(need)s in %(language)s", need=NEEDS[need], language=language_name(language)),
        description=". ".join(f"{word}: {counts[level]}" for level, word in LEVELS.items()),
        gaps=find_gaps(mine, find_held(now), uses, standings, _OTHERS)[:WORST],
        actions=_actions,
        order=ORDER,
    )


@bp.get("/gaps")
@requires(*STAFF)
def gaps() -> ResponseReturnValue:
    """Essential needs for which languages are missing, the worst first, each with its reasons and what to do next."""
    scope, asked = current_account().scope, request.args.get("area", "")
    mine = in_areas(scope)
    uses = find_uses(current_asker(), today())
    chosen = asked if asked in mine else ""
    held, standings = find_held(current_config().clock()), find_standings(scope, today())
    found = find_gaps([chosen] if chosen else mine, held, uses, standings, _OTHERS)
    if request.args.get("format") == "csv":
        return _file("gaps", _gap_cells(found))
    areas = [(area, AREAS[area].name) for area in mine]
    return render_template(
        "coverage/gaps.html", gaps=found[:MOST], total=len(found), areas=areas, chosen=chosen, actions=_actions, order=ORDER
    )


@bp.get("/<place>")
@requires(*STAFF)
def area(place: str) -> ResponseReturnValue:
    """The services behind a tile, and independent ones that could be asked for the language."""
    scope, now = current_account().scope, current_config().clock()
    if place not in in_areas(scope):
        abort(404)
    language, need = _language({place: find_uses(current_asker(), today()).get(place, {})}), _need()
    found = find_services(language, need, now, area=place)
    row = _row(place, need, found, find_standings(scope, today()))
    others = find_others(language, need, now, area=place)
    return render_template(
        "coverage/area.html", place=place, name=AREAS[place].name, language=language, need=need, row=row, services=found, others=others,
        meaning=LEVEL_MEANINGS[row.level],
    )  # fmt: skip


def _language(uses: Mapping[str, Mapping[str, Use]]) -> str:
    """The language that the address names, or the one that the programme uses most."""
    asked = request.args.get("language", "")
    if asked in LANGUAGES:
        return asked
    times: Counter[str] = Counter()
    for of_area in uses.values():
        times.update({tag: use.times for tag, use in of_area.items()})
    return min(times, key=lambda tag: (-times[tag], tag)) if times else _OTHERS[0]


def _need() -> Need:
    asked = request.args.get("need", "")
    return Need(asked) if asked in set(Need) else ESSENTIAL[0]


def _row(area: str, need: Need, found: list[Found], standings: Mapping[tuple[str, Need], Standing]) -> Row:
    local = [one for one in found if not one.is_national and area in one.areas]
    counted = [one for one in found if one.is_national or area in one.areas]
    modes = Counter(one.modes[0] for one in local if one.is_independent)
    others = sum(not one.is_independent for one in local)
    level = level_of(offer for one in counted for offer in one.offers())
    return Row(area, level, modes, others, sum(one.is_confirmed for one in local), standings.get((area, need), Standing.MISSING))


def _tile(row: Row) -> tuple[str, str]:
    return f"{told(row.services)} · {SHORT[row.level]}", row.level


def _actions(gap: Gap) -> list[tuple[Step, str]]:
    """What to do next about a gap, each with where it is done. Those who only read get where to look."""
    may_plan = current_account().role in EDITORS
    language = gap.missing[0] if gap.used else None  # where all thirty were looked for, none of them is the one to begin with
    behind = url_for(".area", place=gap.area, language=language, need=str(gap.need))
    urls = {
        Step.CONFIRM: behind,
        Step.PARTNER: behind,
        Step.EVENT: url_for("events.new", area=gap.area, language=language, campaign=gap.campaign),
        Step.PATHWAY: url_for("pathways.new", place=gap.area, need=str(gap.need)),
    }
    return [(step, urls[step]) for step in gap.steps if may_plan or step in (Step.CONFIRM, Step.PARTNER)]


def _map_cells(rows: list[Row]) -> Iterator[list[str]]:
    heads = [_("Force area"), _("Level"), *(str(label) for label in _mode_heads()), _("Not independent"), _("Confirmed lately")]
    yield [neutralise(head) for head in [*heads, _("Route from the police")]]
    for row in rows:
        counts = [*map(told, (*(row.modes[mode] for mode in Mode), row.others)), str(confirmed_of(row.confirmed, row.services))]
        yield [neutralise(cell) for cell in (AREAS[row.area].name, str(LEVELS[row.level]), *counts, str(STANDINGS[row.standing]))]


def _mode_heads() -> list[str]:
    return [
        _("Independent, staff speak it"),
        _("Independent, interpreter booked"),
        _("Independent, interpreter by telephone"),
        _("Independent, in writing"),
    ]


def _gap_cells(found: list[Gap]) -> Iterator[list[str]]:
    heads = (_("Place"), _("Force area"), _("Need"), _("Gap"), _("Languages"), _("Reasons"), _("Next action"))
    yield [neutralise(head) for head in heads]
    for place, gap in enumerate(found, 1):
        reasons = " ".join(map(str, reasons_of(gap)))
        cells = (str(place), AREAS[gap.area].name, str(NEEDS[gap.need]), str(GAP_KINDS[gap.kind]), tongues(gap.missing), reasons)
        yield [neutralise(cell) for cell in (*cells, str(STEPS[gap.steps[0]]))]


def _file(name: str, rows: Iterator[list[str]]) -> Response:
    written = f"{name}-{current_app.config['OUTREACH'].clock():%Y-%m-%d}.csv"
    headers: dict[str, Any] = {"Content-Disposition": f'attachment; filename="{written}"'}
    return Response(stream_with_context(write_rows(rows)), content_type="text/csv; charset=utf-8", headers=headers)
