"""Declaring a change in the project's own files: the history of a text gets the revision that an editor has just made."""

from __future__ import annotations

from datetime import date

from outreach.content.changes import ChangeRefused, revise
from outreach.content.english import write_history
from outreach.content.files import SEED, read_history, read_texts
from outreach.content.library import Gravity, Revision, Unit
from outreach.content.po import read_template
from outreach.core.i18n import TRANSLATIONS
from outreach.core.text import revision_id


def declare(key: str, change: Gravity, *, on: date) -> None:
    """Write into history.toml that the text *key* has changed, from what `translations/pages.pot` has to what the English files say.

    Raises ChangeRefused when there is no such text, when it has not changed, or when the change may not be called that.
    """
    before, after, history = read_template(TRANSLATIONS / "pages.pot"), read_texts(SEED), read_history(SEED)
    if key not in after:
        raise ChangeRefused(key, "there is no such text")
    if key not in before or revision_id(before[key]) == revision_id(after[key]):
        raise ChangeRefused(key, "has not changed since the last 'make messages'")
    past = history.get(key, (Revision(revision_id(before[key])),))
    if past[-1].id == revision_id(after[key]):
        past = past[:-1]  # declared before: the new word counts
    old = Unit(key, Gravity.WORDING, before[key], past)
    history[key] = revise(old, after[key], change, on).revisions
    (SEED / "history.toml").write_text(write_history(history), "utf-8")
