"""A name together with a case, in a free text: what was heard at an event is told without saying of whom.

It is a net with holes, and not a judgement: see `find_person` for what it cannot find.
"""

from __future__ import annotations

import re
from pathlib import Path

_NAME = r"[A-ZÀ-ÖØ-ÞŁŚŻŹĆŠŽČĐİŞĞ][^\W\d_]+(?:['’-][^\W\d_]+)*"
_TITLES = "Mr|Mrs|Ms|Miss|Mx|Mister|Madam|Aunty|Auntie|Uncle|Sheikh|Imam|Pastor|Father|Sister|Brother"
_TITLED = re.compile(rf"\b(?:{_TITLES})\.? {_NAME}")
_DOTTED = re.compile(rf"\b({_TITLES})\. ")
_CALLED = re.compile(rf"\b(?:called|named|name is|name was|surname is|known as) {_NAME}")
_WHOLE = re.compile(rf"{_NAME}(?: (?:al|bin|binti|de|del|van|von|el|ul|ur))?(?: {_NAME})+")
_ALONE = re.compile(
    rf"\b({_NAME})(?:['’]s)? (?:said|says|told|was|is|has|had|asked|came|reported|fears|wants|lives|works|left|lost|needs)\b"
)
_CODE = r"\b(?=[A-Z0-9/-]*\d{4})(?=[A-Z0-9/-]*[A-Z])[A-Z0-9]+(?:[/-][A-Z0-9]+)*\b"  # letters and four digits or more
_BIRTH = r"\b\d{1,2}[/.]\d{1,2}[/.](?:19|20)\d{2}\b"
_REFERENCE = re.compile(rf"{_CODE}|{_BIRTH}|\b\d+/\d{{3,}}/\d+\b|\b\d{{8,}}\b")
_CASE = re.compile(
    r"\b(?:husband|wife|partner|boyfriend|girlfriend|ex|sons?|daughters?|child(?:ren)?|bab(?:y|ies)|pregnant|rap(?:e|ed|ist)|assault(?:ed|s)?|"
    r"beat(?:en|s|ing)?|hit(?:s)?|attack(?:ed)?|abus(?:e|ed|er|es|ive)|stabb(?:ed|ing)|threat(?:s|en|ened|ens)?|traffick(?:ed|er|ing)|"
    r"exploit(?:ed|ation)?|forced|married|divorced?|arrest(?:ed)?|detain(?:ed)?|deport(?:ed|ation)?|visa|asylum|refugee|passport|"
    r"overstay(?:ed|er)?|undocumented|illegal(?:ly)?|immigration|status|victim|witness|suspect|crime|case|solicitor|court|statement|hospital|injur(?:ed|y|ies)|"
    r"burgled|robbed|stolen|landlord|employer|boss|born|aged?|years? old|(?:lives?|living|works?|working|stays?) (?:at|in|on|for|with)|"
    r"report(?:ed|ing)|complain(?:ed|t))\b",
    re.I,
)
_NO_NAMES = frozenset(Path(__file__).with_name("no-names.txt").read_text("utf-8").split())
"""Words that often begin with a capital, and name nobody."""


def find_person(text: str) -> str:
    """The words in *text* that seem to name somebody of whose case it tells, or that number a case; '' where nothing seems to.

    This finds what is written as names mostly are: with a title, after 'called', two names in capitals, or one before a verb, together with
    a word of cases in the same sentence; and references, dates of birth and long numbers. It cannot find a name in small letters or in
    a script without capitals, a person who is described and not named, or a name that is an ordinary word.
    """
    if found := _REFERENCE.search(text):
        return found[0]
    for sentence in re.split(r"(?<=[.!?;])\s+|\n+", _DOTTED.sub(r"\1 ", text)):
        if _CASE.search(_TITLED.sub("", sentence)) and (name := _name_in(sentence)):
            return name
    return ""


def _name_in(sentence: str) -> str:
    for pattern in (_TITLED, _CALLED):
        if found := pattern.search(sentence):
            return found[0]
    for found in _WHOLE.finditer(sentence):
        words = found[0].split()
        if sum(word not in _NO_NAMES for word in words) >= 2:
            return found[0]
    return next((found[1] for found in _ALONE.finditer(sentence) if found[1] not in _NO_NAMES), "")
