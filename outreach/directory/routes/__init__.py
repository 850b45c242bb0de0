"""Pages about services, for staff and for the organisations whose services they are."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("directory", __name__, url_prefix="/manage/directory")
