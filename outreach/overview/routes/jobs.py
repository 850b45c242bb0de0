"""What goes on in the background: each job, when it ran, when it runs next, how it went."""

from __future__ import annotations

from flask import Blueprint, abort, current_app, render_template
from flask.typing import ResponseReturnValue

from outreach.accounts.access import current_config, refuse_parts, requires
from outreach.accounts.rules import Role
from outreach.core.jobs import Job, is_worker_silent, list_runs, list_statuses

READERS = (Role.LEAD, Role.AUDITOR)
SHOWN = 100  # runs of one job on its page

bp = Blueprint("jobs", __name__, url_prefix="/manage/jobs")
bp.before_request(refuse_parts)


@bp.get("")
@requires(*READERS)
def index() -> ResponseReturnValue:
    now = current_config().clock()
    return render_template("overview/jobs.html", statuses=list_statuses(_jobs(), now), is_silent=is_worker_silent(now))


@bp.get("/<name>")
@requires(*READERS)
def job(name: str) -> ResponseReturnValue:
    """The latest runs of one job."""
    if name not in {each.name for each in _jobs()}:
        abort(404)
    return render_template("overview/job.html", name=name, runs=list_runs(name, limit=SHOWN), most=SHOWN)


def _jobs() -> tuple[Job, ...]:
    jobs: tuple[Job, ...] = current_app.extensions["jobs"]
    return jobs
