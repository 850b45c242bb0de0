"""The form after an event: two minutes, counts and codes."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID, uuid4, uuid5

from flask_babel import lazy_gettext as _

from outreach.core.dates import day_digits, read_day
from outreach.events.models import Event
from outreach.events.rules import Need
from outreach.outcomes.labels import QUALITIES, SPLITS, THEMES
from outreach.outcomes.models import Outcome
from outreach.outcomes.queries import values_of
from outreach.outcomes.rules import LONGEST_NOTE, Count, Quality, Split, read_count, write_count
from outreach.web.choices import Checkboxes, Choices, Radios
from outreach.web.conflicts import EditForm
from outreach.web.fields import Text
from outreach.web.forms import KeyField
from outreach.web.language import tongues, tongues_and_english
from outreach.web.notes import Heard, plain_words
from outreach.web.rows import Choice, Entry, Rows

_WRONG_COUNT = _("Enter a whole number, or <5")
_CHOOSE_LANGUAGE = _("Choose the language")
_WRONG_DAY = _("Enter a real date, like 27 3 2026")
_COUNT = Entry(
    "number", _("Number"), convert=read_count, write=write_count, missing=_("Enter the number"), wrong=_WRONG_COUNT, longest=12, width="5"
)


class Counted(Text):
    """A number of people. The data is a `rules.Count`: from one to four it is no number any more."""

    def __init__(self, label: Any = "", *args: Any, **rest: Any) -> None:
        super().__init__(label, *args, **{"longest": 12, "width": "5", "inputmode": "numeric", "wrong": _WRONG_COUNT, **rest})

    def read(self, typed: str) -> Count:
        try:
            return read_count(typed)
        except ValueError:
            raise ValueError from None

    def write(self, data: Count | None) -> str:
        return "" if data is None else write_count(data)


def _read_day(typed: str) -> date:
    """`read_day`, of which only the message of the column is told."""
    try:
        return read_day(typed)
    except ValueError:
        raise ValueError from None


class OutcomeForm(EditForm):
    """What came of an event. `form_key` is made with the form, and names the actions that it raises: sent twice, it raises them once."""

    form_key = KeyField(default=uuid4)
    attended = Counted(
        _("How many attended"),
        missing=_("Enter how many attended, 0 if nobody came"),
        hint=_("A number from 1 to 4 is kept as “fewer than five”: small numbers would show who was there."),
    )
    split = Radios(_("How they are counted"), choices=[*SPLITS.items()], missing=_("Choose how they are counted"))
    by_language = Rows(
        _("Numbers by language"),
        columns=(Choice("language", _("Language"), missing=_CHOOSE_LANGUAGE), _COUNT),
        twice=_("Choose each language once"),
        only_if=("split", Split.LANGUAGE),
    )
    by_community = Rows(
        _("Numbers by community"),
        columns=(Choice("community", _("Community"), missing=_("Choose the community")), _COUNT),
        twice=_("Choose each community once"),
        only_if=("split", Split.COMMUNITY),
    )
    themes = Checkboxes(_("What was heard"), choices=[*THEMES.items()], hint=_("What people spoke of, whoever it was."))
    note = Heard(
        _("In a few words"), longest=LONGEST_NOTE, rows=3, hint=_("What was said by several people, told so that it could be of anybody.")
    )
    interpreting = Rows(
        _("How well it was interpreted"),
        columns=(Choice("language", _("Language"), missing=_CHOOSE_LANGUAGE), Choice("quality", _("Quality"), convert=Quality)),
        twice=_("Choose each language once"),
        hint=_("Of the service: whether everything could be said and understood. Never of a person."),
    )
    materials = Rows(
        _("Material given"),
        columns=(Choice("language", _("Language"), missing=_CHOOSE_LANGUAGE), _COUNT),
        twice=_("Choose each language once"),
        hint=_("Leaflets and cards, by language. Small numbers are kept as “fewer than five” here too."),
    )
    actions = Rows(
        _("What is to be done now"),
        columns=(
            Entry("title", _("Action"), convert=plain_words, missing=_("Enter the action"), longest=160),
            Choice("owner", _("Who does it"), convert=UUID),
            Entry(
                "due",
                _("Due on"),
                convert=_read_day,
                write=day_digits,
                wrong=_WRONG_DAY,
                width="10",
            ),
        ),
        hint=_(
            "Begin with a verb; write days like 27 3 2026. Where the event belongs to a campaign, they become actions of that campaign."
        ),
    )

    def offer(self, *, people: Choices, communities: list[str]) -> None:
        """Give each field its choices; without communities there is nothing to count by."""
        self.by_language.choices = self.materials.choices = {"language": tongues_and_english()}
        self.by_community.choices = {"community": [(name, name) for name in communities]}
        self.interpreting.choices = {"language": tongues(), "quality": [*QUALITIES.items()]}
        self.actions.choices = {"owner": people}
        if not communities:
            self.split.choices = [pair for pair in self.split.choices if pair[0] != Split.COMMUNITY]
            del self.by_community

    def validate(self, extra_validators: Any = None) -> bool:
        if not super().validate(extra_validators):
            return False
        if self.split.data != Split.NONE and not self._groups():
            self.refuse(self[f"by_{self.split.data}"], _("Enter the numbers, or choose “Not counted apart”"))
        return not self.errors

    def _groups(self) -> list[tuple[str, Count]]:
        name = f"by_{self.split.data}"
        return list(self[name].data or []) if name in self else []

    def values(self) -> dict[str, Any]:
        """What was typed, in the shape in which operations take it."""
        key: UUID = self.form_key.data
        return {
            "attended": self.attended.data,
            "split": self.split.data,
            "groups": self._groups(),
            "themes": self.themes.data or [],
            "note": self.note.data or "",
            "materials": self.materials.data or [],
            "interpreting": [(tag, quality) for tag, quality in self.interpreting.data or [] if quality],
            "actions": [(uuid5(key, str(place)), *action) for place, action in enumerate(self.actions.data or [])],
        }


def data_of(outcome: Outcome | None, event: Event) -> dict[str, Any]:
    """What was recorded, as the form shows it; of an event of which nothing was, the languages that an interpreter was booked for."""
    if outcome is None:
        booked = [(one.language, None) for one in event.tongues if one.need in (Need.BOOKED, Need.CONFIRMED)]
        return {**dict.fromkeys(_NAMES), "split": Split.NONE, "interpreting": booked, "version": None}
    values = values_of(outcome)
    groups = values.pop("groups")
    split = {name: groups if outcome.split == name else [] for name in (Split.LANGUAGE, Split.COMMUNITY)}
    by = {"by_language": split[Split.LANGUAGE], "by_community": split[Split.COMMUNITY]}
    return {**values, **by, "actions": [], "version": outcome.version}


_NAMES = ("attended", "by_language", "by_community", "themes", "note", "materials", "actions")
