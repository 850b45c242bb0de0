"""Loading the demonstration."""

from __future__ import annotations

from datetime import datetime

from outreach.content.files import read_library
from outreach.content.imports import merge
from outreach.content.operations import save_library
from outreach.content.queries import find_library, stored_units


def load_demonstration(*, now: datetime) -> bool:
    """Bring the installation to what the project's files say; False, and nothing changed, when it is there already.

    Raises ContentError for files that cannot be used and ImportRefused for changes that are not declared.
    """
    current = find_library()
    merged, steps = merge(current, read_library(today=now.date(), is_demo=True), stored=stored_units(), keeps_review_dates=True)
    return save_library(merged, steps, by="demo load", now=now)
