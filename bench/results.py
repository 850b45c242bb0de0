"""What was measured, as ratios with their spread, and the table that tells it."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Ratio:
    """A ratio over several rounds: the median, and the quartiles that show how steady it was. No unit."""

    median: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{_number(self.median)} ({_number(self.low)}–{_number(self.high)})"


def compare(ours: Sequence[float], theirs: Sequence[float]) -> Ratio:
    """ours / theirs, taken within each round, so that what disturbs a whole round disturbs both."""
    ratios = [mine / other for mine, other in zip(ours, theirs, strict=True)]
    if len(ratios) == 1:
        return Ratio(ratios[0], ratios[0], ratios[0])
    low, median, high = statistics.quantiles(ratios, n=4, method="inclusive")
    return Ratio(median, low, high)


@dataclass(frozen=True, slots=True)
class Goal:
    """A bound that the median is held against; *text* as people write it ('at least 1/3')."""

    text: str
    least: float = float("-inf")
    most: float = float("inf")

    def is_met_by(self, value: float) -> bool:
        return self.least <= value <= self.most


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table. A count (such as errors) comes as a plain number, anything else as a Ratio."""

    what: str
    result: Ratio | int
    goals: tuple[Goal, ...] = ()

    def cells(self) -> tuple[str, str, str, str]:
        value = self.result.median if isinstance(self.result, Ratio) else self.result
        verdicts = ", ".join("yes" if goal.is_met_by(value) else "no" for goal in self.goals)
        return self.what, str(self.result), ", ".join(goal.text for goal in self.goals), verdicts


@dataclass(frozen=True, slots=True)
class Section:
    """A workload: its title, how it was measured, and its rows."""

    title: str
    method: str
    rows: tuple[Row, ...]


def write_markdown(sections: Iterable[Section], head: Sequence[str]) -> str:
    """The whole report. *head* says when, on what, and with which versions."""
    lines = ["# Benchmarks", "", *head]
    for section in sections:
        lines += ["", f"## {section.title}", "", section.method.strip(), "", "| measured | result | goal | met |", "|---|---|---|---|"]
        lines += [f"| {' | '.join(row.cells())} |" for row in section.rows]
    return "\n".join([*lines, ""])


def _number(value: float) -> str:
    return f"{value:.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"
