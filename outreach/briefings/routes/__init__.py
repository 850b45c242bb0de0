"""Pages about briefings: material, its versions, issues, acknowledgements, coverage, and the state of the protocol."""

from __future__ import annotations

from flask import Blueprint, flash, redirect
from flask.typing import ResponseReturnValue

from outreach.briefings.forms import refusal_text
from outreach.briefings.operations import BriefingRefused
from outreach.core.db import db

bp = Blueprint("briefings", __name__, url_prefix="/manage/briefings")


def done(url: str, text: str) -> ResponseReturnValue:
    db.session.commit()
    flash(text, "success")
    return redirect(url, 303)


def refused(url: str, error: BriefingRefused) -> ResponseReturnValue:
    db.session.rollback()
    flash(refusal_text(error), "error")
    return redirect(url, 303)
