"""The rows that the programme begins with, from a file of the package: the report's recommendations and the letter's promises.

They are a beginning: an installation that has a row keeps its own, whatever the file says.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

from outreach.commitments.rules import State, order_of

SEED = Path(__file__).with_name("seed.toml")


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the register as the file has it. What the file leaves out is empty: no text is ever made up."""

    key: str
    addressee: str
    summary: str
    state: State
    position: str = ""
    official_text: str = ""
    source: str = ""
    remark: str = ""


def read_seed(path: Path = SEED) -> list[Row]:
    """The rows in the order of their keys. Raises ValueError for a row that is none."""
    sources: dict[str, str] = (found := tomllib.loads(path.read_text("utf-8")))["sources"]
    rows = [Row(**{**row, "state": State(row["state"]), "source": sources[row["source"]]}) for row in found["rows"]]
    return sorted(rows, key=lambda row: order_of(row.key))
