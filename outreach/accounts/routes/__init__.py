"""Pages about accounts: people, my own profile, joining and recovery."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("accounts", __name__, url_prefix="/manage")
people_bp = Blueprint("people", __name__, url_prefix="/manage/people")
