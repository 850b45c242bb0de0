"""Pages about forces' policies: the table of all, a place with its versions, an entry."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("policies", __name__, url_prefix="/manage/policies")
