"""What no page may ever say, as `never-say.toml` has it. The file comes with the software: it is read once."""

from __future__ import annotations

import tomllib
from functools import cache
from typing import Any

from outreach.content.files import SEED
from outreach.content.phrases import NeverSay, Phrase, find_phrase
from outreach.core.languages import ENGLISH


@cache
def read_never_say() -> NeverSay:
    """The phrases that no page may say, by language tag."""
    rows = tomllib.loads((SEED / "never-say.toml").read_text("utf-8"))
    return {tag: tuple(phrase_of(row) for row in of_tag) for tag, of_tag in rows.items()}


def find_said(text: str, tag: str = ENGLISH) -> Phrase | None:
    """The first phrase that *text* says and that no page may say in the language *tag*."""
    return find_phrase(text, read_never_say().get(tag, ()))


def phrase_of(row: dict[str, Any]) -> Phrase:
    """A phrase as a file of phrases has it."""
    lists = {name: tuple(row.get(name, ())) for name in ("unless_after", "refuse", "allow")}
    return Phrase(text=row["text"], reason=row["reason"], **lists)
