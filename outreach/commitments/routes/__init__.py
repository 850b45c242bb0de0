"""Pages about commitments: the register, a row of it, its evidence."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("commitments", __name__, url_prefix="/manage/commitments")
