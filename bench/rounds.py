"""Taking turns: what is compared runs in short alternating slices, each begun when the machine has nothing else to do."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

_STAT = Path("/proc/stat")
_LOOK_S = 0.3
_BUSY = 0.10  # share of all processors
_PATIENCE_S = 30.0

Measured = TypeVar("Measured")


@dataclass(slots=True)
class Pace:
    """How long to measure; counts the slices, and those that began although other work was going on."""

    is_quick: bool
    slices: int = 0
    disturbed: int = 0
    patience_s: float = _PATIENCE_S

    def choose(self, full: int, quick: int) -> int:
        return quick if self.is_quick else full

    def take_turns(self, rounds: int, measures: Mapping[str, Callable[[], Measured]]) -> dict[str, list[Measured]]:
        """Call every measure once a round, in order (A B A B …); returns what each gave, round by round."""
        found: dict[str, list[Measured]] = {name: [] for name in measures}
        for _ in range(rounds):
            for name, measure in measures.items():
                self.slices += 1
                self.disturbed += not wait_until_quiet(self.patience_s)
                found[name].append(measure())
        return found


def wait_until_quiet(patience_s: float = _PATIENCE_S) -> bool:
    """Wait until other work takes less than a tenth of the processors; False when it did not within *patience_s* seconds."""
    deadline = time.monotonic() + patience_s
    while busy_share() > _BUSY:
        if time.monotonic() > deadline:
            return False
    return True


def busy_share() -> float:
    """The share (0 to 1) of all processors in use during the next moments; 0 where the system does not tell."""
    if not _STAT.exists():
        return 0.0
    total, idle = _ticks()
    time.sleep(_LOOK_S)
    later_total, later_idle = _ticks()
    return 1 - (later_idle - idle) / max(1, later_total - total)


def _ticks() -> tuple[int, int]:
    """Clock ticks since the start of the machine: all of them, and those with nothing to do (idle, waiting for a disk)."""
    ticks = [int(word) for word in _STAT.read_text("ascii").splitlines()[0].split()[1:9]]
    return sum(ticks), ticks[3] + ticks[4]
