"""The outbox as people see it: every mail and what became of it, addresses not written to, and every kind of mail in each language."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, Response, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import defer

from outreach.accounts.access import current_account, current_config, refuse_parts, requires
from outreach.accounts.forms import ReasonForm
from outreach.accounts.links import link_for
from outreach.accounts.rules import Role
from outreach.audit.operations import record
from outreach.core.db import db
from outreach.core.i18n import DOMAINS
from outreach.core.languages import LANGUAGES
from outreach.outbox.models import Mail, Suppression
from outreach.outbox.operations import NotResendable, is_suppressed, lift_suppression, resend
from outreach.outbox.queries import list_events
from outreach.outbox.render import MailKind, render_sample
from outreach.outbox.rules import SECRET_MARK, Category, State
from outreach.outbox.senders import headers_of
from outreach.overview.mails import MAILS as KINDS
from outreach.overview.mails import UNLISTED
from outreach.overview.outbox import MAILS, SUPPRESSED
from outreach.web.forms import form_page
from outreach.web.headers import framing_policy

READERS = (Role.LEAD, Role.AUDITOR)
RESENDABLE = frozenset({State.HELD, State.DEAD, State.SUPPRESSED, State.KEPT})
PICTURE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'; sandbox"  # nothing of a mail runs

bp = Blueprint("mails", __name__, url_prefix="/manage/outbox")


bp.before_request(refuse_parts)  # mails go to people of every area


@bp.get("")
@requires(*READERS)
def index() -> ResponseReturnValue:
    without_bodies = select(Mail).where(Mail.kind.not_in(UNLISTED)).options(defer(Mail.text), defer(Mail.html))
    return MAILS.answer("overview/outbox.html", without_bodies, has_provider=bool(current_config().sendgrid_key))


@bp.get("/<uuid:mail_id>")
@requires(*READERS)
def mail(mail_id: UUID) -> ResponseReturnValue:
    """One mail as it was written, and what the provider has told of it."""
    row = _mail(mail_id)
    events = list_events(mail_id)
    may = {"resend": _is_lead() and row.state in RESENDABLE, "follow": _may_follow(row)}
    text = row.text.replace(SECRET_MARK, _("[a secret link, put in as the mail leaves]"))
    stopped = is_suppressed(row.address, Category(row.category))
    about = {"sender": current_config().mail_from, "headers": headers_of(row), "is_suppressed": stopped}
    page = render_template("overview/mail.html", mail=row, text=text, events=events, may=may, **about)
    return page, {"Content-Security-Policy": framing_policy()}


@bp.get("/<uuid:mail_id>/picture")
@requires(*READERS)
def picture(mail_id: UUID) -> ResponseReturnValue:
    """The HTML of a mail as its recipient sees it; shown in a frame in which nothing runs."""
    return _picture(_mail(mail_id).html)


@bp.route("/<uuid:mail_id>/resend", methods=["GET", "POST"])
@requires(Role.LEAD)
def send_again(mail_id: UUID) -> ResponseReturnValue:
    row, form = _mail(mail_id), ReasonForm()
    if form.validate_on_submit():
        try:
            resend(mail_id, reason=form.reason.data, now=current_config().clock())
        except NotResendable:
            db.session.rollback()
            flash(_("This mail is on its way, or was sent. It is not sent twice."), "error")
            return redirect(url_for(".mail", mail_id=mail_id), 303)
        record("mail.resent", f"mail/{mail_id}", by=str(current_account().id), now=current_config().clock(), detail=form.reason.data)
        db.session.commit()
        flash(_("The mail waits to be sent."), "success")
        return redirect(url_for(".mail", mail_id=mail_id), 303)
    return form_page("overview/resend_mail.html", form=form, mail=row)


@bp.post("/<uuid:mail_id>/follow")
@requires(Role.LEAD)
def follow(mail_id: UUID) -> ResponseReturnValue:
    """Go where the secret link of a mail leads: in the demonstration, where no mail arrives anywhere. Nowhere else."""
    row = _mail(mail_id)
    if not _may_follow(row):
        abort(404)
    link = link_for(row.secret, current_config())
    if link is None:
        flash(_("This link has been used, or has ended."), "error")
        return redirect(url_for(".mail", mail_id=mail_id), 303)
    return redirect(link.removeprefix(current_config().public_url), 303)


@bp.get("/suppressions")
@requires(*READERS)
def suppressions() -> ResponseReturnValue:
    return SUPPRESSED.answer("overview/suppressions.html", select(Suppression))


@bp.route("/suppressions/<uuid:suppression_id>", methods=["GET", "POST"])
@requires(Role.LEAD)
def lift(suppression_id: UUID) -> ResponseReturnValue:
    """Write to an address again, whatever the reasons against it were."""
    suppression = db.session.get(Suppression, suppression_id) or abort(404)
    address, form = suppression.address, ReasonForm()
    if form.validate_on_submit():
        lift_suppression(address)
        by, now = str(current_account().id), current_config().clock()
        record("mail.unsuppressed", f"suppression/{suppression_id}", by=by, now=now, detail=form.reason.data)
        db.session.commit()
        flash(_("Mail goes to %(address)s again.", address=address), "success")
        return redirect(url_for(".suppressions"), 303)
    return form_page("overview/lift_suppression.html", form=form, address=address)


@bp.get("/kinds")
@requires(*READERS)
def kinds() -> ResponseReturnValue:
    """Every kind of mail, each to be looked at in every language that it is written in."""
    rows = [(kind, [LANGUAGES[tag] for tag in LANGUAGES if tag in DOMAINS[kind.domain]]) for kind in KINDS]
    return render_template("overview/mail_kinds.html", rows=rows)


@bp.get("/kinds/<path:key>/<language>")
@requires(*READERS)
def sample(key: str, language: str) -> ResponseReturnValue:
    kind = _kind(key, language)
    page = render_template(
        "overview/mail_sample.html", kind=kind, language=LANGUAGES[language], sample=render_sample(kind, language=language)
    )
    return page, {"Content-Security-Policy": framing_policy()}


@bp.get("/kinds/<path:key>/<language>/picture")
@requires(*READERS)
def sample_picture(key: str, language: str) -> ResponseReturnValue:
    return _picture(render_sample(_kind(key, language), language=language).html)


def _kind(key: str, language: str) -> MailKind:
    found = next((kind for kind in KINDS if kind.key == key and language in DOMAINS[kind.domain]), None)
    return found or abort(404)


def _mail(mail_id: UUID) -> Mail:
    """The mail, or 404; one that stands in no list is not there."""
    found = db.session.get(Mail, mail_id)
    if found is None or found.kind in UNLISTED:
        abort(404)
    return found


def _is_lead() -> bool:
    return current_account().role == Role.LEAD


def _may_follow(row: Mail) -> bool:
    return current_config().is_demo and _is_lead() and bool(row.secret) and row.state == State.KEPT


def _picture(html: str) -> Response:
    return Response(html, headers={"Content-Security-Policy": PICTURE_POLICY})
