"""Pages about answers to what was heard."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("replies", __name__, url_prefix="/manage/replies")
