"""The timeline. What it shows is in its address: `?view=quarter&on=2026-11-24&area=kent&campaign=…`."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _
from werkzeug.datastructures import MultiDict

from outreach.accounts.access import requires
from outreach.campaigns.access import current_asker
from outreach.campaigns.lists import today
from outreach.campaigns.routes import READERS
from outreach.core.areas import AREAS
from outreach.core.dates import YEARS
from outreach.overview.axis import BEGIN, WIDTH, View, Window, window_of
from outreach.overview.timeline import campaign_choices, draw, find_lanes
from outreach.web.choices import Select
from outreach.web.forms import Form

bp = Blueprint("timeline", __name__, url_prefix="/manage/timeline")


class TimelineForm(Form):
    """What is shown; whatever in an address cannot be understood is as if it were not there."""

    area = Select(_("Force area"), choices=[(slug, area.name) for slug, area in AREAS.items()], blank=_("Every area"))
    campaign = Select(_("Campaign"), blank=_("Every campaign"), convert=UUID)

    class Meta(Form.Meta):
        csrf = False


@bp.get("")
@requires(*READERS)
def index() -> ResponseReturnValue:
    asker, now_on = current_asker(), today()
    form = TimelineForm(MultiDict(request.args))
    form.campaign.choices = campaign_choices(asker)
    form.validate()
    for field in form.shown_fields():
        if field.errors:
            field.errors = []
            field.process_data(None)
    window = window_of(_view(), _day(now_on))
    narrowed = {"area": form.area.data or "", "campaign_id": form.campaign.data}
    lanes, paging = find_lanes(asker, window, **narrowed, page=request.args.get("page", ""))
    asked = {"area": form.area.data or None, "campaign": form.campaign.data or None}
    return render_template(
        "overview/timeline.html",
        form=form,
        lanes=lanes,
        drawing=draw(lanes, window),
        window=window,
        paging=paging,
        links=_links(window, now_on, asked),
        asked=asked,
        today_x=window.place(now_on) if window.contains(now_on) else None,
        begin=BEGIN,
        width=WIDTH,
    )


def _view() -> View:
    asked = request.args.get("view")
    return View(asked) if asked in list(View) else View.MONTH


def _day(otherwise: date) -> date:
    """The day that the address names, if it is one that can be shown."""
    try:
        on = date.fromisoformat(request.args.get("on", ""))
    except ValueError:
        return otherwise
    return on if on.year in YEARS else otherwise


def _links(window: Window, now_on: date, asked: dict[str, Any]) -> dict[str, str]:
    """Where one can go from here: before, after, to today, to the other view, to a page of lanes."""

    def to(view: View, on: date) -> str:
        return url_for("timeline.index", view=view, on=on, **asked)

    return {
        "before": to(window.view, window.before),
        "after": to(window.view, window.after),
        "today": to(window.view, now_on),
        "month": to(View.MONTH, window.first),
        "quarter": to(View.QUARTER, window.first),
        "page": to(window.view, window.first),
    }
