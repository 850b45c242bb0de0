"""Pages about pathways: how all areas stand, an area, a route."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("pathways", __name__, url_prefix="/manage/pathways")
