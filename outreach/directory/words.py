"""Pieces of words that the search looks for, telephone numbers as they are typed, and texts that are words only: pure."""

from __future__ import annotations

import re

LONGEST = 4  # signs of a gram


def grams_of(text: str) -> frozenset[str]:
    """Every run of one to four signs within a word of *text*, in small letters: what the search looks for."""
    words = normal_words(text)
    return frozenset(
        word[start : start + size] for word in words for size in range(1, LONGEST + 1) for start in range(len(word) - size + 1)
    )


def normal_words(text: str) -> list[str]:
    return text.casefold().split()


def wanted_gram(word: str) -> str:
    """The gram that a text with *word* in it has for sure: its middle, for beginnings and ends are much alike."""
    folded = word.casefold()
    start = max(len(folded) - LONGEST, 0) // 2
    return folded[start : start + LONGEST]


_SIGNS = re.compile(r"[\s()./-]+")


def dial_of(typed: str) -> str:
    """A telephone number as a phone dials it: E.164 ('+441614960104') for numbers of this country and others, short numbers as they are.

    Raises ValueError when it is none.
    """
    digits = _SIGNS.sub("", typed.replace("(0)", ""))
    if digits.startswith("00"):
        digits = f"+{digits[2:]}"
    if re.fullmatch(r"\+[1-9]\d{6,14}", digits) or re.fullmatch(r"1\d{2,5}|999", digits):
        return digits
    if re.fullmatch(r"0[1-9]\d{8,9}", digits):
        return f"+44{digits[1:]}"
    raise ValueError(typed)


_MARKUP = re.compile(r"[\[\]{}<>*_`#]|^\s*[-+]\s|https?:", re.M)


def has_markup(text: str) -> bool:
    """Whether a text for readers has signs that would make more than words of it."""
    return bool(_MARKUP.search(text))
