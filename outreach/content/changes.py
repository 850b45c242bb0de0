"""How texts change: pure steps from one unit to the next. Nothing here un-stales a translation by accident.

Saving the same text again, or moving a block, is no change. A change says how grave it is, and some may not be called cosmetic.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from datetime import date

from outreach.content.library import Gravity, Revision, Translation, Unit
from outreach.content.rules import placeholders, staleness, structure
from outreach.core.text import normalised, revision_id

_NUMBER = re.compile(r"\d+")
_NEGATION = re.compile(r"\b(?:no|not|never|none|nobody|nothing|nowhere|neither|nor|without|cannot|\w+n['’]t|unless|only|except)\b", re.I)


# Controls of direction and invisible characters; the zero-width joiners of Persian and Indic scripts are letters' business.
_CONTROLS = re.compile("[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


class ChangeRefused(Exception):
    """A change that cannot be taken as it is declared: of which text, and why."""

    def __init__(self, key: str, reason: str) -> None:
        self.key, self.reason = key, reason
        super().__init__(f"{key}: {reason}")


def gravest_facts(old: str, new: str) -> str | None:
    """What differs between two English texts that forbids calling the change cosmetic, in words; None when nothing does."""
    if _NUMBER.findall(old) != _NUMBER.findall(new):
        return "a number changed"
    if placeholders(old) != placeholders(new):
        return "a claim or a contact changed"
    negations = [Counter(word.lower() for word in _NEGATION.findall(text)) for text in (old, new)]
    if negations[0] != negations[1]:
        return "a negation or a restriction changed"
    return None


def begin(key: str, kind: Gravity, english: str) -> Unit:
    """A unit with its first text. Raises ChangeRefused for an empty one."""
    text = normalised(english)
    if not text:
        raise ChangeRefused(key, "the text is empty")
    return Unit(key, kind, text, (Revision(revision_id(text), text=text),))


def revise(unit: Unit, english: str, change: Gravity, on: date) -> Unit:
    """*unit* with a new English text. The same text again changes nothing.

    Raises ChangeRefused for a cosmetic change of a number, a claim, a contact or a negation, and for an empty text.
    """
    text = normalised(english)
    if not text:
        raise ChangeRefused(unit.key, "the text is empty")
    if text == normalised(unit.english):
        return unit
    facts = gravest_facts(unit.english, text)
    if change is Gravity.COSMETIC and facts:
        raise ChangeRefused(unit.key, f"{facts}, which is not cosmetic")
    return replace(unit, english=text, revisions=(*unit.revisions, Revision(revision_id(text), change, on, text)))


def translate(unit: Unit, tag: str, translation: Translation) -> Unit:
    """*unit* with a translation. One made from older English than the one that is there changes nothing, and so does one that
    differs only in naming a later English that a cosmetic change brought.

    Raises ChangeRefused when its source is no text that this unit ever had, or when it does not keep the claims, contacts and links
    of that source, each placeholder alone in its paragraph or list item.
    """
    new = replace(translation, text=normalised(translation.text))
    source = _latest(unit, new.source)
    if source is None:
        raise ChangeRefused(unit.key, f"{tag}: is a translation of an English text that this block never had")
    if _CONTROLS.search(new.text):
        raise ChangeRefused(unit.key, f"{tag}: holds invisible or bidirectional control characters; direction is the page's business")
    english = unit.revisions[source].text
    if structure(new.text) is None or (english is not None and structure(english) != structure(new.text)):
        raise ChangeRefused(unit.key, f"{tag}: the placeholders in braces must be the same as in the English, each in a line of its own")
    current = unit.translations.get(tag)
    if current and (current == new or (_latest(unit, current.source) or 0) > source or _is_as_current(unit, current, new)):
        return unit
    return replace(unit, translations={**unit.translations, tag: new})


def _is_as_current(unit: Unit, current: Translation, new: Translation) -> bool:
    return replace(current, source=new.source) == new and staleness(unit, current.source)[0] is Gravity.COSMETIC


def _latest(unit: Unit, source: str) -> int | None:
    """The place in history where the unit last had the text *source*."""
    places = [place for place, revision in enumerate(unit.revisions) if revision.id == source]
    return places[-1] if places else None
