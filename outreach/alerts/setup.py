"""Practice alerts, attached to the application."""

from __future__ import annotations

from flask import Flask, current_app
from flask_babel import lazy_gettext as _

from outreach.accounts.access import current_account, current_ids
from outreach.accounts.rules import STAFF, Role
from outreach.alerts.labels import DISPUTES, FINDINGS, KINDS, OBSTACLES, SETTINGS, STEPS
from outreach.alerts.lists import standing_tag
from outreach.alerts.queries import count_answered_lately, count_to_answer
from outreach.alerts.routes import alerts, answering, bp, raising
from outreach.alerts.rules import Dispute, Finding, Kind, Obstacle, Setting, Step
from outreach.core.config import Config
from outreach.web.navigation import LISTENING, Section, add_section

VIEWS = (alerts, raising, answering)  # what their modules register


def set_up_alerts(app: Flask) -> None:
    app.register_blueprint(bp)
    app.jinja_env.filters.update(
        alert_dispute=lambda value: DISPUTES[Dispute(value)],
        alert_finding=lambda value: FINDINGS[Finding(value)],
        alert_kind=lambda value: KINDS[Kind(value)],
        alert_obstacle=lambda value: OBSTACLES[Obstacle(value)],
        alert_setting=lambda value: SETTINGS[Setting(value)],
        alert_standing=standing_tag,
        alert_step=lambda value: STEPS[Step(value)],
    )
    add_section(app, Section(_("Practice alerts"), "alerts.index", LISTENING, is_shown=_is_shown, count=_count))


def _is_shown() -> bool:
    return current_account().role in (*STAFF, Role.PARTNER)


def _count() -> int:
    """How many wait for this lead's answer; for a member, how many answers there are that can still be disputed."""
    me = current_account()
    if me.role == Role.PARTNER:
        config: Config = current_app.config["OUTREACH"]
        return count_answered_lately(me.id, config.clock())
    return count_to_answer(current_ids(), Role(me.role), me.scope) if me.role == Role.LEAD else 0
