"""Charts as arithmetic: where the lines of a drawing run.

Macros draw them as SVG (`components/charts.html`), and the same numbers stand beside them as a table.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

WIDTH, HEIGHT = 360, 120  # of the drawing, in its own units
_START, _END, _ABOVE, _BELOW = 16, 84, 18, 18  # around the lines: room for labels


@dataclass(frozen=True, slots=True)
class Chart:
    """Measured values over time against a baseline and a target. Places are in units of the drawing."""

    points: tuple[tuple[float, float], ...]
    baseline_y: float
    target_y: float
    first: date
    last: date
    width: int = WIDTH
    height: int = HEIGHT

    @property
    def start_x(self) -> float:
        return _START

    @property
    def end_x(self) -> float:
        return self.width - _END

    @property
    def line(self) -> str:
        """The points for a polyline."""
        return " ".join(f"{x},{y}" for x, y in self.points)


def draw_progress(points: Sequence[tuple[date, float]], *, baseline: float, target: float, first: date, last: date) -> Chart:
    """*points* in the order of their days, from *first* to *last*; the lowest value is at the foot, and the highest at the head."""
    values = [baseline, target, *(value for _on, value in points)]
    low, high = min(values), max(values)
    days = max((last - first).days, 1)

    def place_x(on: date) -> float:
        return round(_START + (WIDTH - _START - _END) * (on - first).days / days, 1)

    def place_y(value: float) -> float:
        share = (value - low) / (high - low) if high > low else 0.5
        return round(HEIGHT - _BELOW - (HEIGHT - _ABOVE - _BELOW) * share, 1)

    return Chart(tuple((place_x(on), place_y(value)) for on, value in points), place_y(baseline), place_y(target), first, last)
