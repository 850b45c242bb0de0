"""Events as a list, a month, a week and an agenda. What is shown is in the address: `/month?on=2026-11-24&area=kent`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _

from outreach.accounts.access import current_account, requires
from outreach.campaigns.access import current_asker
from outreach.campaigns.lists import today
from outreach.core.dates import YEARS
from outreach.core.db import read_rows
from outreach.events.calendar import Span, View, by_day, span_of
from outreach.events.labels import WEEKDAYS
from outreach.events.lists import CALENDAR, EVENTS, events_between, events_listed
from outreach.events.routes import CHANGERS, READERS, bp
from outreach.web.filters import Chip
from outreach.web.listing import Asked

VIEWS = {View.MONTH: _("Month"), View.WEEK: _("Week"), View.AGENDA: _("Agenda")}


@dataclass(frozen=True)
class Links:
    """Addresses of the same events at other times and in other views, with the filters that are on."""

    asked: Asked
    span: Span
    on: date

    def to(self, view: str, on: date, *, without: Chip | None = None) -> str:
        pairs = [(chip.key, chip.value) for chip in self.asked.chips() if chip is not without]
        return url_for(f"events.{view}", on=on.isoformat()) + ("&" + urlencode(pairs) if pairs else "")

    def list_url(self) -> str:
        pairs = [(chip.key, chip.value) for chip in self.asked.chips()]
        return url_for("events.index") + ("?" + urlencode(pairs) if pairs else "")

    def chips(self) -> list[tuple[str, str]]:
        """Each filter that is on, and the address without it."""
        chips = self.asked.chips()
        return [(chip.text, self._without(chips, place)) for place, chip in enumerate(chips)]

    def _without(self, chips: list[Chip], place: int) -> str:
        pairs = [("on", self.on.isoformat())] + [(chip.key, chip.value) for number, chip in enumerate(chips) if number != place]
        return f"{request.path}?{urlencode(pairs)}"


@bp.get("")
@requires(*READERS)
def index() -> ResponseReturnValue:
    may_make = current_account().role in CHANGERS
    about = {"may_make": may_make, "views": VIEWS, "view": "index", "on": today()}
    export_url = url_for(".export_events") + ("?" + urlencode([*request.args.items(multi=True)]) if request.args else "")
    return EVENTS.answer("events/index.html", events_listed(current_asker()), export_url=export_url, **about)


@bp.get("/month")
@requires(*READERS)
def month() -> ResponseReturnValue:
    return _calendar(View.MONTH)


@bp.get("/week")
@requires(*READERS)
def week() -> ResponseReturnValue:
    return _calendar(View.WEEK)


@bp.get("/agenda")
@requires(*READERS)
def agenda() -> ResponseReturnValue:
    return _calendar(View.AGENDA)


def _calendar(view: View) -> ResponseReturnValue:
    on = _asked_day()
    span, asked = span_of(view, on), Asked(CALENDAR, request.args)
    rows = read_rows(asked.narrow(events_between(current_asker())), first=span.first, last=span.last).all()
    return render_template(
        f"events/{view}.html",
        view=view,
        views=VIEWS,
        span=span,
        days=by_day(rows),
        number=len(rows),
        asked=asked,
        links=Links(asked, span, on),
        on=on,
        today=today(),
        weekdays=WEEKDAYS,
        may_make=current_account().role in CHANGERS,
    )


def _asked_day() -> date:
    """The day that the address names, or today."""
    try:
        on = date.fromisoformat(request.args.get("on", ""))
    except ValueError:
        return today()
    return on if on.year in YEARS else today()
