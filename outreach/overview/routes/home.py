"""The first page after signing in."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from outreach.accounts.access import current_account, current_config, current_sign_in, requires
from outreach.accounts.queries import find_last_visit
from outreach.campaigns.access import current_asker
from outreach.campaigns.lists import today
from outreach.overview.home import find_agenda, find_shared_events, find_tasks
from outreach.overview.routes import bp


@bp.get("/")
@requires()
def home() -> ResponseReturnValue:
    account = current_account()
    since = find_last_visit(account.id, before=current_sign_in())
    agenda = find_agenda(current_asker(), today=today(), since=since)
    tasks = find_tasks(account, current_config().clock())
    shared = find_shared_events(account, today())
    return render_template("overview/home.html", account=account, tasks=tasks, agenda=agenda, shared=shared)
