"""The PDF of a progress update: tagged, to PDF/UA-1. The text is handed over as data and is never part of the program that sets it."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date, time
from typing import Any

import typst

from outreach.core.config import ROOT
from outreach.core.dates import in_london
from outreach.updates.labels import WORDS, day_in_english
from outreach.updates.letter import Letter

TEMPLATE = ROOT / "templates" / "updates" / "letter.typ"


class PdfFailed(Exception):
    """The document cannot be set; the text says why."""


def render_pdf(letter: Letter, *, digest: str, made_on: date, is_frozen: bool) -> bytes:
    """The document as a tagged PDF that carries *digest*: the same input gives the same bytes. Raises PdfFailed.

    A document that is not frozen says on every page that it is a draft.
    """
    data = {"letter": _printable(asdict(letter)), "digest": digest if is_frozen else "", "words": WORDS}
    data["made"] = day_in_english(made_on.isoformat())
    try:
        return typst.compile(
            TEMPLATE.read_bytes(),
            sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
            pdf_standards=["ua-1"],
            timestamp=in_london(made_on, time(12)),
        )
    except typst.TypstError as error:
        raise PdfFailed(str(error)) from error


def _printable(value: Any) -> Any:
    """Days as the document writes them."""
    if isinstance(value, dict):
        return {name: day_in_english(each) if name in _DAYS else _printable(each) for name, each in value.items()}
    return [_printable(each) for each in value] if isinstance(value, list | tuple) else value


_DAYS = frozenset({"dated", "period_from", "period_to", "confirmed", "approved"})
