"""Registering an organisation: open to everybody, without an account. A browser is known by its own cookie, which goes to /partners only.

Views of a draft are there for the browser that began it, or that came back by the mailed link: see `find_draft`.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, g, render_template, request, session
from flask.typing import ResponseReturnValue

from outreach.accounts.access import current_config
from outreach.core.db import db
from outreach.core.i18n import DOMAINS
from outreach.core.text import many_lines, one_line
from outreach.partners.applying import CONSENTS
from outreach.partners.models import Application
from outreach.partners.sections import SECTIONS
from outreach.web.language import interface

DRAFTS, LANGUAGE = "drafts", "language"
MOST_DRAFTS = 8
STEPS = (*SECTIONS, CONSENTS)

bp = Blueprint("registration", __name__, url_prefix="/partners/register")
confirm_bp = Blueprint("registration_confirm", __name__, url_prefix="/m/partners")


@bp.before_request
def speak() -> None:
    """In the language that was chosen here; before anybody chose, in that of the browser."""
    if session.get(LANGUAGE) in DOMAINS["staff"]:
        g.interface_language = session[LANGUAGE]


@bp.context_processor
def offer_languages() -> dict[str, Any]:
    """The other languages of these pages, for the switch."""
    return {"other_tongues": sorted(DOMAINS["staff"] - {interface().tag})}


def open_draft(application_id: UUID) -> None:
    """Let this browser go on with a draft."""
    kept = [one for one in session.get(DRAFTS, []) if one != application_id.hex]
    session[DRAFTS] = [application_id.hex, *kept][:MOST_DRAFTS]


def close_draft(application_id: UUID) -> None:
    session[DRAFTS] = [one for one in session.get(DRAFTS, []) if one != application_id.hex]


def is_open(application_id: UUID) -> bool:
    return application_id.hex in session.get(DRAFTS, [])


def find_draft(application_id: UUID) -> Application | None:
    """The draft, if this browser may see it; locked until the transaction ends when something is sent."""
    if not is_open(application_id):
        return None
    is_locked = request.method == "POST"
    return db.session.get(Application, application_id, with_for_update=is_locked or None, populate_existing=is_locked)


def away_page() -> ResponseReturnValue:
    """There is no such draft for this browser: how to go on, with everything that was typed."""
    names = [name for name in request.form if name != "csrf_token"]
    kept = [(one_line(name), many_lines(value)) for name in names for value in request.form.getlist(name)]
    address = request.path if request.method == "POST" else ""
    return render_template("partners/register/away.html", kept=kept, address=address), 404


def switched_language() -> bool:
    """Whether a form was sent to be shown in another language, as it is: nothing is looked at, and nothing is lost."""
    tag = request.form.get("to", "")
    if tag not in DOMAINS["staff"]:
        return False
    session[LANGUAGE] = g.interface_language = tag
    return True


def open_steps(application: Application) -> list[str]:
    """What is still to be filled in, in its order."""
    return [step for step in STEPS if step not in application.answered]


def now() -> Any:
    return current_config().clock()
