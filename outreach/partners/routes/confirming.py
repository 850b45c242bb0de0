"""The mailed link by which a registration is sent. The GET shows it, since programs that look through mail open links; the POST sends it.

There is no session here, and so no token in the form: the signed address is what another site cannot know.
"""

from __future__ import annotations

import hashlib
import json

from flask import g, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import refresh

from outreach.accounts.access import current_config
from outreach.core.db import db
from outreach.partners.applying import Sent, send
from outreach.partners.links import Purpose, open_link
from outreach.partners.models import Application
from outreach.partners.registration_forms import LinkForm
from outreach.partners.routes import confirm_bp, now, open_steps
from outreach.partners.routes.filling import summary_of
from outreach.partners.rules import DECIDED_WITHIN
from outreach.partners.sections import SECTIONS
from outreach.web.access import public
from outreach.web.forms import csrf

DAYS = DECIDED_WITHIN.days


@confirm_bp.route("/<token>", methods=["GET", "POST"])
@public
@csrf.exempt  # type: ignore[untyped-decorator]
def confirm(token: str) -> ResponseReturnValue:
    opened = open_link(token, Purpose.CONFIRM, current_config(), is_locked=request.method == "POST")
    if opened is None:
        return render_template("partners/register/link_over.html", opened=None), 404
    application = opened.application
    g.interface_language = application.language
    refresh()
    if application.sent_at:
        return render_template("partners/register/link_sent.html", application=application, days=DAYS)
    if not opened.holds:
        return render_template("partners/register/confirm_over.html"), 410
    if missing := open_steps(application):
        return render_template(
            "partners/register/not_whole.html", titles=[SECTIONS[step].title for step in missing if step in SECTIONS]
        ), 409
    form = LinkForm()
    if form.validate_on_submit() and form.seen.data == _digest(application):
        return _send(application)
    has_changed, form.seen.data = form.is_submitted(), _digest(application)
    page = render_template(
        "partners/register/confirm.html", form=form, application=application, has_changed=has_changed, **summary_of(application)
    )
    return page, 409 if has_changed else 200


def _send(application: Application) -> ResponseReturnValue:
    became = send(application, sections=SECTIONS, now=now())
    db.session.commit()
    return render_template("partners/register/sent.html", is_known=became is Sent.KNOWN, days=DAYS)


def _digest(application: Application) -> str:
    """Of what the page shows: what is sent is what was seen."""
    shown = json.dumps([application.answers, application.consents], sort_keys=True)
    return hashlib.sha256(shown.encode()).hexdigest()
