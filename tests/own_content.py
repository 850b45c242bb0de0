"""The project's own content, read once for all tests: thirty languages take seconds."""

from __future__ import annotations

from functools import cache

from outreach.content.files import read_library
from outreach.content.library import Library
from tests.conftest import NOW


@cache
def own_library(*, is_demo: bool = True) -> Library:
    return read_library(today=NOW.date(), is_demo=is_demo)
