"""The state of the Migrant Victims Protocol, and who looked for it."""

from __future__ import annotations

from flask import abort, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from outreach.accounts.access import current_account, current_config, requires
from outreach.accounts.queries import find_names
from outreach.accounts.rules import EDITORS, STAFF
from outreach.briefings.forms import LookForm
from outreach.briefings.lists import today
from outreach.briefings.models import ProtocolLook
from outreach.briefings.operations import BriefingRefused, note_look
from outreach.briefings.protocol import find_protocol, list_looks
from outreach.briefings.routes import bp, done
from outreach.briefings.rules import may_write
from outreach.web.forms import find_made, form_page


@bp.get("/protocol")
@requires(*STAFF)
def protocol() -> ResponseReturnValue:
    about = {"protocol": find_protocol(today()), "looks": list_looks(), "names": find_names()}
    return render_template("briefings/protocol.html", **about, may_look=may_write(current_account().part))


@bp.route("/protocol/look", methods=["GET", "POST"])
@requires(*EDITORS)
def look() -> ResponseReturnValue:
    """Say that one has looked for a published protocol, where, and what was found."""
    me = current_account()
    if not may_write(me.part):
        abort(403)
    form = LookForm()
    if form.validate_on_submit():
        try:
            if find_made(ProtocolLook, form) is None:
                note_look(form.form_key.data, **form.values(), by=me, now=current_config().clock())
        except BriefingRefused as error:
            form.refuse_for(error)
            return form_page("briefings/look.html", form=form)
        return done(url_for(".protocol"), _("Noted. Your day stands under every briefing now."))
    return form_page("briefings/look.html", form=form)
