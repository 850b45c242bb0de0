"""The first page after signing in."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from outreach.accounts.access import current_account, requires
from outreach.overview.home import find_tasks
from outreach.overview.routes import bp


@bp.get("/")
@requires()
def home() -> ResponseReturnValue:
    account = current_account()
    return render_template("overview/home.html", account=account, tasks=find_tasks(account))
