"""Unit tests touch no database: an engine that is asked to connect says so."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine


@pytest.fixture(autouse=True)
def no_database() -> Iterator[None]:
    def refuse(*_args: Any) -> None:
        raise AssertionError("a unit test opened a database")

    event.listen(Engine, "do_connect", refuse)
    yield
    event.remove(Engine, "do_connect", refuse)
