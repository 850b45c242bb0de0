"""Forms about forces' policies."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _

from outreach.content.never_say import find_said
from outreach.core.text import one_line
from outreach.policies.labels import FOUND, TONE_HINTS, TONES
from outreach.policies.rules import LONGEST_SENTENCE, NATIONAL, Found, Tone, has_markup
from outreach.web.addresses import WebAddress
from outreach.web.choices import Radios
from outreach.web.conflicts import EditForm
from outreach.web.fields import Text, TextArea
from outreach.web.forms import Form, NewForm
from outreach.web.moments import Day
from outreach.web.notes import Note

FIELDS = ("found", "url", "wording", "edition", "dated_on", "differences", "for_readers", "tone", "look_again_on")


class Sentence(Note):
    """One paragraph, wherever its lines were broken."""

    def clean(self, arrived: str) -> str:
        return one_line(arrived)


class PolicyFields(Form):
    """What somebody has read. Only what is published: nothing from inside a force, nothing about a case."""

    found = Radios(_("What did you find?"), choices=[*FOUND.items()], missing=_("Choose what you found"), convert=Found)
    url = WebAddress(_("Address of the page or document"), missing=_("Enter the address"), only_if=("found", Found.LINK))
    wording = TextArea(
        _("Its words about sharing victims’ details"), longest=8000, missing=_("Enter its words"), only_if=("found", Found.TEXT),
        hint=_("Word for word, with what it was taken from."),
    )  # fmt: skip
    edition = Text(_("Its version"), hint=_("As it is printed on it, for example 2.1."), width="20", longest=100)
    dated_on = Day(_("Its date"), hint=_("As it is printed on it. Leave it empty when there is none."))
    differences = Note(
        _("How it differs from the national guidance"), longest=4000, missing=_("Enter how it differs, or that it does not"), rows=6
    )
    for_readers = Sentence(
        _("What readers of this area are told"), longest=LONGEST_SENTENCE, rows=3,
        hint=_(
            "One or two short sentences in plain English about what the force itself publishes, or nothing. It is shown to readers of this "
            "area when a second person has approved it. Say no more than the text says."
        ),
    )  # fmt: skip
    tone = Radios(_("What does that do to a reader?"), choices=[*TONES.items()], hints=TONE_HINTS, convert=Tone)
    look_again_on = Day(_("Look again on"), missing=_("Enter the day"), hint=_("At the latest a year from now."))

    def suit(self, place: str) -> None:
        """Ask only what makes sense for *place*: the national guidance does not differ from itself, and is told on the page of all."""
        if place == NATIONAL:
            del self.differences, self.for_readers, self.tone

    def validate(self, extra_validators: Any = None) -> bool:
        if not super().validate(extra_validators):
            return False
        if "for_readers" in self and self.for_readers.data:
            self._check_sentence(self.for_readers.data)
        return not self.errors

    def _check_sentence(self, sentence: str) -> None:
        if self.found.data is Found.NOTHING:
            self.refuse(self.for_readers, _("Leave this empty: where nothing is published, there is nothing to tell readers"))
        elif has_markup(sentence):
            self.refuse(self.for_readers, _("Write words only: no links, no braces, no headings and no lists"))
        elif phrase := find_said(sentence):
            self.refuse(self.for_readers, _("Take “%(words)s” out: no page may say that", words=phrase.text))
        if not self.tone.data:
            self.refuse(self.tone, _("Choose whether it warns or encourages"))

    def values(self) -> dict[str, Any]:
        """What was typed. Without a sentence there is no tone."""
        kept = {"found", "dated_on", "look_again_on"}
        values = {name: self[name].data if name in kept else self[name].data or "" for name in FIELDS if name in self}
        return values if values.get("for_readers") else values | {"tone": ""}


class NewPolicyForm(PolicyFields, NewForm):
    pass


class PolicyForm(PolicyFields, EditForm):
    """A draft that is there."""


class SetAsideForm(Form):
    reason = Note(_("Reason"), missing=_("Enter the reason"), longest=500)
