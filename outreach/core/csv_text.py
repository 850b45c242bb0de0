"""Texts in CSV files that spreadsheets open: none of them can act as a formula, and what was written can be read back as it was.

Whoever opens a file must not run what a stranger typed into a form (https://owasp.org/www-community/attacks/CSV_Injection). Such a text
gets an apostrophe in front, which spreadsheets show and do not run. A text that already looks like that gets one more, so that reading
takes away what writing put there, and nothing else.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence

BOM = "\ufeff"  # without it Excel takes UTF-8 for something else

_ACTIVE = re.compile(r"'*(\s*[=+\-@\uff1d\uff0b\uff0d\uff20|%]|[\t\r\n\0])")
_AT_ONCE = 200


def neutralise(text: str) -> str:
    """*text* as it may stand in a cell."""
    return f"'{text}" if _ACTIVE.match(text) else text


def restore(cell: str) -> str:
    """The text that `neutralise` made *cell* of."""
    return cell[1:] if cell.startswith("'") and _ACTIVE.match(cell[1:]) else cell


def write_rows(rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """A CSV file in pieces: UTF-8 mark, then the rows, whose texts are neutralised already."""
    yield BOM
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    for number, row in enumerate(rows, 1):
        writer.writerow(row)
        if number % _AT_ONCE == 0:
            yield buffer.getvalue()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue()
