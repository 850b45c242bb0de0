"""Alerts as a list: for staff those of their areas, for members those of their organisation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from flask import url_for
from flask_babel import lazy_gettext as _
from flask_babel import ngettext
from sqlalchemy import ColumnElement

from outreach.accounts.access import current_account
from outreach.alerts.labels import COLOURS, KINDS, SETTINGS, STANDINGS
from outreach.alerts.models import Alert
from outreach.alerts.queries import day_of, find_own_organisation, stands
from outreach.alerts.rules import CONCERNS, Kind, Standing, State, standing_of
from outreach.campaigns.lists import today
from outreach.core.areas import AREAS
from outreach.web.cells import Tag
from outreach.web.filters import Between, Chosen, OneOf
from outreach.web.jinja import month
from outreach.web.listing import Column, Empty, Listing


def standing_tag(alert: Alert) -> Tag:
    standing = standing_of(State(alert.state), alert.due_on, today())
    return Tag(STANDINGS[standing], COLOURS[standing])


def _due(alert: Alert) -> date | None:
    return alert.due_on if alert.state in (State.OPEN, State.DISPUTED) else None


def _stands(_form: Any, chosen: str | None) -> ColumnElement[bool] | None:
    return stands(Standing(chosen), today()) if chosen else None


def _concerns(_form: Any, key: str | None) -> ColumnElement[bool] | None:
    return Alert.kind.in_([kind for kind, keys in CONCERNS.items() if key in keys]) if key else None


def _first_step() -> tuple[str, str] | None:
    me = current_account()
    return (_("Raise a practice alert"), url_for("alerts.new")) if find_own_organisation(me.id) else None


_KEYS: Sequence[tuple[str, str]] = [(key, key) for key in sorted({key for keys in CONCERNS.values() for key in keys})]

ALERTS = Listing(
    columns=(
        Column("reference", _("Alert"), lambda alert: alert.reference),
        Column("kind", _("What happened"), lambda alert: KINDS[Kind(alert.kind)], sort=Alert.kind),
        Column("area", _("Force area"), lambda alert: AREAS[alert.area].name, sort=Alert.area),
        Column("month", _("Month"), lambda alert: month(alert.month_on), sort=Alert.month_on),
        Column("state", _("State"), standing_tag, sort=Alert.state),
        Column("due", _("Answer by"), _due, sort=Alert.due_on),
        Column("raised", _("Raised"), lambda alert: day_of(alert.raised_at), sort=Alert.raised_at),
    ),
    filters=(
        Chosen("state", _("State"), [*STANDINGS.items()], _stands),
        OneOf("kind", _("What happened"), [*KINDS.items()], Alert.kind),
        OneOf("setting", _("Where the police were met"), [*SETTINGS.items()], Alert.setting),
        OneOf("area", _("Force area"), [(slug, area.name) for slug, area in AREAS.items()], Alert.area),
        Chosen("concerns", _("Commitment"), _KEYS, _concerns),
        Between("raised", _("Raised"), Alert.raised_at),
    ),
    key=Alert.id,
    link=lambda alert: url_for("alerts.alert", alert_id=alert.id),
    default_sort="-raised",
    count=lambda number: ngettext("%(num)s practice alert", "%(num)s practice alerts", number),
    empty=Empty(
        _("No practice alerts in your areas"),
        _(
            "Partner organisations can tell you here that practice departed from what was promised. "
            "That there are none does not say that all is well: ask them."
        ),
    ),
    file_name="practice-alerts",
)
OWN_ALERTS = replace(
    ALERTS,
    empty=Empty(
        _("You have raised no practice alert"),
        _("Here you can tell the programme that practice departed from what was promised. A lead has to answer within 28 days."),
        _first_step,
    ),
)
