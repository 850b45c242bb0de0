"""Everything that was done for one commitment."""

from __future__ import annotations

from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue

from outreach.accounts.access import requires
from outreach.campaigns.access import current_asker
from outreach.campaigns.routes import READERS
from outreach.commitments.queries import UnknownCommitment, get_commitment
from outreach.overview.work import find_work

bp = Blueprint("work", __name__, url_prefix="/manage/commitments")


@bp.get("/<key>/work")
@requires(*READERS)
def index(key: str) -> ResponseReturnValue:
    try:
        commitment = get_commitment(key)
    except UnknownCommitment:
        abort(404)
    return render_template("overview/work.html", commitment=commitment, work=find_work(commitment, asker=current_asker()))
