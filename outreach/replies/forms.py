"""The form of an answer: what it rests on, and two short texts that readers get."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _

from outreach.content.never_say import find_said
from outreach.core.case_details import find_person
from outreach.outcomes.labels import THEMES
from outreach.outcomes.rules import Theme
from outreach.policies.forms import Sentence
from outreach.policies.rules import has_markup
from outreach.replies.labels import basis_label
from outreach.replies.models import Reply
from outreach.replies.rules import LONGEST, Basis, small_number
from outreach.web.choices import Checkboxes, Radios
from outreach.web.conflicts import EditForm
from outreach.web.forms import Form, NewForm
from outreach.web.notes import Note


class ReplyFields(Form):
    """What is told of what was heard. Both texts are published, and translated, as they stand."""

    basis = Radios(_("What it rests on"), missing=_("Choose what it rests on"))
    themes = Checkboxes(_("What was heard"), missing=_("Choose what was heard"))
    heard = Sentence(
        _("What people said"),
        longest=LONGEST,
        rows=3,
        missing=_("Enter what people said"),
        hint=_("One or two short sentences, beginning with “You”. No number below ten, and nothing that only one person can have said."),
    )
    done = Sentence(
        _("What was done"),
        longest=LONGEST,
        rows=3,
        missing=_("Enter what was done"),
        hint=_("What was done, not what will be. Where nothing could be done, say so and why."),
    )

    def offer(self, bases: Sequence[Basis]) -> None:
        """What an answer may rest on, and what was heard there at all."""
        self.basis.choices = [(one.key, basis_label(one)) for one in bases]
        self.basis.hints = {one.key: "; ".join(str(THEMES[Theme(theme)]) for theme in sorted(one.themes)) for one in bases}
        heard = frozenset().union(*(one.themes for one in bases))
        self.themes.choices = [(theme, label) for theme, label in THEMES.items() if theme in heard]

    def validate(self, extra_validators: Any = None) -> bool:
        if not super().validate(extra_validators):
            return False
        for field in (self.heard, self.done):
            self._check(field, field.data or "")
        return not self.errors

    def _check(self, field: Any, text: str) -> None:
        if has_markup(text):
            self.refuse(field, _("Write words only: no links, no braces, no headings and no lists"))
        elif phrase := find_said(text):
            self.refuse(field, _("Take “%(words)s” out: no page may say that", words=phrase.text))
        elif words := find_person(text):
            self.refuse(field, _("Take “%(words)s” out: it could tell who somebody is. Say what was heard, and of nobody", words=words))
        elif words := small_number(text):
            self.refuse(field, _("Take “%(words)s” out: nothing is told of fewer than ten people", words=words))

    def values(self) -> dict[str, Any]:
        return {"basis": self.basis.data, "themes": self.themes.data or [], "heard": self.heard.data or "", "done": self.done.data or ""}


class NewReplyForm(ReplyFields, NewForm):
    pass


class ReplyForm(ReplyFields, EditForm):
    """A draft that is there."""


class SetAsideForm(Form):
    reason = Note(_("Reason"), missing=_("Enter the reason"), longest=500)


def data_of(reply: Reply) -> dict[str, Any]:
    """What of an answer is no plain attribute, as its form shows it."""
    return {"basis": reply.basis_key, "themes": [theme for theme in THEMES if theme in reply.themes]}
