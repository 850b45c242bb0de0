"""Services out of a feed into the directory. The file is kept nowhere: its text travels with the form that takes them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.exc import IntegrityError

from outreach.accounts.access import current_account, current_config, requires
from outreach.accounts.rules import EDITORS, Role
from outreach.core.db import db
from outreach.directory.assigning import Act
from outreach.directory.operations import ServiceRefused
from outreach.directory.rules import Need, Standing
from outreach.openreferral.feed import FeedRefused, read_feed
from outreach.openreferral.forms import FAULTS, FeedForm, why
from outreach.openreferral.importing import TAKEN, Defaults, Planned, Verdict, carry_out, plan_import
from outreach.openreferral.routes import feeds_bp
from outreach.web.forms import form_page
from outreach.web.limits import takes_files

LARGEST = 4 * 2**20  # bytes of a form with the text of a feed


@feeds_bp.route("", methods=["GET", "POST"])
@requires(*(role for role in Role if role in EDITORS))
@takes_files(largest=LARGEST)
def take() -> ResponseReturnValue:
    """Look at a feed, service by service; then take those that were chosen."""
    me = current_account()
    form, planned = FeedForm(scope=me.scope), list[Planned]()
    is_confirmed = bool(form.text.data) and request.form.get("act") == "take"
    if is_confirmed:
        form.check_only_the_text()
    if form.validate_on_submit():
        try:
            text = form.text.data if is_confirmed else form.file.data.read().decode("utf-8-sig", "replace")
            offers = read_feed(text.encode())
            if is_confirmed:
                defaults = Defaults(form.area.data, Need(form.need.data), Standing(form.standing.data))
                act = Act(me.id, current_config().clock())
                return _taken(carry_out(offers, frozenset(request.form.getlist("chosen")), defaults, scope=me.scope, act=act))
            planned = plan_import(offers, scope=me.scope)
            form.text.process_data(text)
        except FeedRefused as refused:
            form.refuse(form.file, FAULTS[refused.fault])
        except (ServiceRefused, IntegrityError):  # the latter where somebody takes the same feed at once
            db.session.rollback()
            flash(_("Something has changed meanwhile. Look at the file again."), "error")
            return redirect(url_for(".take"), 303)
    return _page(form, planned)


def _taken(taken: Sequence[Planned]) -> ResponseReturnValue:
    db.session.commit()
    done = Counter(one.verdict for one in taken)
    made = done[Verdict.NEW] + done[Verdict.ALIKE]
    parts = [ngettext("%(num)d service is a draft now.", "%(num)d services are drafts now.", made)]
    parts += [ngettext("%(num)d is changed.", "%(num)d are changed.", done[Verdict.CHANGED])] if done[Verdict.CHANGED] else []
    parts += [ngettext("%(num)d has ended.", "%(num)d have ended.", done[Verdict.OVER])] if done[Verdict.OVER] else []
    parts += [_("Look at each draft, say how it offers languages, and show it to readers.")] if made else []
    flash(" ".join(parts), "success")
    return redirect(url_for("directory.index"), 303)


def _page(form: FeedForm, planned: Sequence[Planned]) -> ResponseReturnValue:
    counts = Counter(one.verdict for one in planned)
    order = [*Verdict]
    rows = [(one, why(one)) for one in sorted(planned, key=lambda one: (order.index(one.verdict), one.offered.name.casefold()))]
    return form_page("openreferral/take.html", form=form, rows=rows, counts=counts, verdicts=order, taken=TAKEN)
