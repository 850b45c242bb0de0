"""Pages of a list, as arithmetic."""

from __future__ import annotations

from dataclasses import dataclass

SIZE = 25


@dataclass(frozen=True, slots=True)
class Paging:
    """Which page of how many; rows and pages count from 1. A list without rows has one page."""

    number: int
    pages: int
    total: int

    @property
    def offset(self) -> int:
        return (self.number - 1) * SIZE

    @property
    def first(self) -> int:
        return min(self.offset + 1, self.total)

    @property
    def last(self) -> int:
        return min(self.offset + SIZE, self.total)

    @property
    def numbers(self) -> list[int | None]:
        """The pages to be linked: the first, the last, and those around the present one; None where some are left out."""
        near = sorted({1, self.pages, *range(max(self.number - 1, 1), min(self.number + 1, self.pages) + 1)})
        shown: list[int | None] = []
        for number in near:
            before = shown[-1] if shown else 0
            if before is not None and number - before == 2:
                shown.append(number - 1)  # one page is not worth a gap
            elif before is not None and number - before > 2:
                shown.append(None)
            shown.append(number)
        return shown


def find_page(asked: str, total: int) -> Paging:
    """The page that *asked* names, of a list of *total* rows: the last where it lies beyond the end, the first where it is no number."""
    pages = max(-(-total // SIZE), 1)
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 10 else 1
    return Paging(min(max(number, 1), pages), pages, total)
