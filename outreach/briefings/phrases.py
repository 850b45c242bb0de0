"""What no briefing may say: of the protocol (`never-say.toml`, beside), and whatever no public page may say in English.

Wrong answers to a question are not looked at: they are wrong on purpose, and the explanation says so.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from outreach.content.never_say import phrase_of, read_never_say
from outreach.content.phrases import Phrase, find_phrase
from outreach.core.languages import ENGLISH

PHRASES = Path(__file__).with_name("never-say.toml")


@cache
def read_phrases() -> tuple[Phrase, ...]:
    """Those of the protocol first, then those of the public pages."""
    rows = tomllib.loads(PHRASES.read_text("utf-8"))["phrases"]
    return (*(phrase_of(row) for row in rows), *read_never_say()[ENGLISH])


def find_claim(texts: Iterable[str]) -> Phrase | None:
    """The first phrase that one of *texts* says and that no briefing may say."""
    return next((found for text in texts if (found := find_phrase(text, read_phrases()))), None)
