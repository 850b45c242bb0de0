"""The addresses of the pages about organisations that are there: their own, those of the staff about them, and what a mailed link opens."""

from __future__ import annotations

from flask import Blueprint

own_bp = Blueprint("own", __name__, url_prefix="/manage/organisation")
"""An organisation's own pages. Those that read several features are added to it in `overview`, which registers it."""

care_bp = Blueprint("care", __name__, url_prefix="/manage/partners")
still_true_bp = Blueprint("still_true", __name__, url_prefix="/m")
"""For somebody who is not signed in: the question whether all is still true, and a good-bye."""
