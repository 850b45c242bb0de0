"""Pages about coverage: the map of one language and need, the worst gaps, what lies behind a tile."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("coverage", __name__, url_prefix="/manage/coverage")
