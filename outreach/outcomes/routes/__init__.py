"""Pages about what came of events."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("outcomes", __name__, url_prefix="/manage/outcomes")
