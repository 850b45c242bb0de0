"""The API for everybody, and the page on which staff take services out of a feed."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("openreferral", __name__, url_prefix="/api/oruk")
feeds_bp = Blueprint("feeds", __name__, url_prefix="/manage/directory/feeds")
