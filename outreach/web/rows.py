"""A field of several rows of choices and entries: who does what, how many in which language. It needs no script."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import LazyString, gettext
from markupsafe import Markup
from wtforms.utils import unset_value
from wtforms.validators import StopValidation

from outreach.core.text import one_line
from outreach.web.choices import Choices
from outreach.web.fields import Shown, Words
from outreach.web.jinja import govuk

MOST = 8  # rows
LONGEST = 100
MOST_KEPT = 1000  # characters of an entry that are shown again
_PLACE, _NUMBER = "\ue000", "\ue001"  # for private use: where the numbers of an empty row go that is drawn once for all


@dataclass(frozen=True, slots=True)
class Choice:
    """One select of each row. *missing* is said when it is left blank in a row that is in use; without it a blank is None."""

    name: str
    label: Words
    convert: Callable[[str], Any] = str
    missing: Words | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One typed text of each row. *convert* makes the data of it; the text of the ValueError that it raises is the message, or *wrong*.

    *missing* as in `Choice`. *write* gives the text that *convert* makes data of.
    """

    name: str
    label: Words
    convert: Callable[[str], Any] = str
    missing: Words | None = None
    wrong: Words | None = None
    write: Callable[[Any], str] = str
    longest: int = LONGEST
    width: str = ""


class Rows(Shown):
    """Rows with an input for each of *columns*; a row counts when any input of it is used. The data is a list of tuples.

    *twice* is said when the first inputs of two rows are the same; without it they may be. A view sets `choices`, by the names of the
    columns. There are *most* rows.
    """

    component = "fieldset"

    def __init__(
        self,
        label: Words = "",
        *args: Any,
        columns: Sequence[Choice | Entry],
        twice: Words | None = None,
        most: int = MOST,
        **rest: Any,
    ) -> None:
        super().__init__(label, *args, **rest)
        self.columns, self.twice, self.most = tuple(columns), twice, most
        self.choices: dict[str, Choices] = {column.name: () for column in columns}
        self.rows: list[list[str]] = []
        self.faulty = 0  # the row to which the summary of errors leads

    def process(self, formdata: Any, data: Any = unset_value, extra_filters: Any = None) -> None:
        super().process(None, data, extra_filters)
        if formdata is None:
            return
        typed = [[_arrived(formdata.get(self._input(place, column)), column) for column in self.columns] for place in range(self.most)]
        self.rows = [row for row in typed if any(row)]
        self.data = []

    def process_data(self, value: Any) -> None:
        self.data = list(value or [])
        self.rows = [self._write(row) for row in self.data]

    def _write(self, row: Sequence[Any]) -> list[str]:
        return ["" if each is None else _text(column, each) for column, each in zip(self.columns, row, strict=True)]

    def _input(self, place: int | str, column: Choice | Entry) -> str:
        return f"{self.name}-{place}-{column.name}"

    @property
    def is_blank(self) -> bool:
        return not self.rows

    @property
    def focus_id(self) -> str:
        return f"{self.id}-{self.faulty}-{self.columns[0].name}"

    def posted(self, data: Any) -> dict[str, list[str]]:
        rows = [self._write(row) for row in data or []]
        blank = [""] * len(self.columns)
        rows += [blank] * (self.most - len(rows))
        return {
            self._input(place, column): [text] for place, row in enumerate(rows) for column, text in zip(self.columns, row, strict=True)
        }

    def describe(self, data: Any) -> str:
        return "; ".join(", ".join(filter(None, map(self._word, self.columns, row))) for row in data or [])

    def _word(self, column: Choice | Entry, value: Any) -> str:
        if isinstance(column, Entry):
            return "" if value is None else column.write(value)
        return str(dict(self.choices[column.name]).get("" if value is None else str(value), ""))

    def pre_validate(self, form: Any) -> None:
        super().pre_validate(form)
        data = []
        for row in self.rows:
            if not row[0]:
                raise StopValidation(self.columns[0].missing or self.wrong)
            data.append(tuple(map(self._read, self.columns, row)))
        if self.twice and len({row[0] for row in data}) < len(data):
            raise StopValidation(self.twice)
        self.data = data

    def _read(self, column: Choice | Entry, typed: str) -> Any:
        if not typed:
            if column.missing:
                raise StopValidation(column.missing)
            return None
        if isinstance(column, Entry):
            return self._convert(column, typed)
        if typed not in dict(self.choices[column.name]):
            raise StopValidation(self.wrong)
        return column.convert(typed)

    def _convert(self, column: Entry, typed: str) -> Any:
        if len(typed) > column.longest:
            raise StopValidation(gettext("Shorten this to %(longest)s characters or fewer", longest=column.longest))
        try:
            return column.convert(typed)
        except ValueError as error:
            said = error.args[0] if error.args and isinstance(error.args[0], LazyString) else None
            raise StopValidation(said or column.wrong or self.wrong) from None

    def __call__(self, **_kwargs: Any) -> Markup:
        shown = min(max(len(self.rows) + 1, 2), self.most)
        filled = [self._draw(place, place + 1, row) for place, row in enumerate(self.rows[: self.most])]
        rows = filled + self._draw_empty(range(len(filled), self.most))
        html = Markup().join(rows[:shown])
        if shown < self.most:
            more = Markup().join(rows[shown:])
            html += govuk("details", {"summaryText": gettext("More rows"), "html": more})
        hint = govuk("hint", {"id": f"{self.id}-hint", "text": self.hint}) if self.hint else Markup()
        error = govuk("error-message", {"id": f"{self.id}-error", **self.error()["errorMessage"]}) if self.errors else Markup()
        legend = {"text": self.label.text, "classes": "govuk-fieldset__legend--s"}
        described = " ".join(f"{self.id}-{part}" for part, is_there in (("hint", self.hint), ("error", self.errors)) if is_there)
        inner = govuk("fieldset", {"legend": legend, "html": hint + error + html, "describedBy": described or None})
        classes = "govuk-form-group govuk-form-group--error" if self.errors else "govuk-form-group"
        return Markup('<div class="{}">{}</div>').format(classes, inner)

    def _draw_empty(self, places: range) -> list[Markup]:
        """Empty rows differ in their numbers alone, and their lists may be long: they are drawn once."""
        mould = str(self._draw(_PLACE, _NUMBER, [""] * len(self.columns))) if places else ""
        return [Markup(mould.replace(_PLACE, str(place)).replace(_NUMBER, str(place + 1))) for place in places]  # noqa: S704 - drawn by us

    def _draw(self, place: int | str, number: int | str, row: Sequence[str]) -> Markup:
        drawn = (self._draw_one(place, number, column, value) for column, value in zip(self.columns, row, strict=True))
        return Markup('<div class="app-row-fields">{}</div>').format(Markup().join(drawn))

    def _draw_one(self, place: int | str, number: int | str, column: Choice | Entry, value: str) -> Markup:
        label = gettext("%(label)s %(number)s", label=column.label, number=number)
        frame = {"id": f"{self.id}-{place}-{column.name}", "name": self._input(place, column), "label": {"text": label}}
        if isinstance(column, Entry):
            classes = f"govuk-input--width-{column.width}" if column.width else ""
            return govuk("input", {**frame, "value": value, "classes": classes})
        items: list[dict[str, Any]] = [{"value": "", "text": "–"}]
        items += [{"value": key, "text": label, "selected": key == value} for key, label in self.choices[column.name]]
        return govuk("select", {**frame, "items": items})


def _text(column: Choice | Entry, value: Any) -> str:
    return column.write(value) if isinstance(column, Entry) else str(value)


def _arrived(value: Any, column: Choice | Entry) -> str:
    """What arrived on one line; an entry that is too long is kept, so that whoever typed it can shorten it."""
    if not isinstance(value, str):
        return ""
    return one_line(value)[:MOST_KEPT] if isinstance(column, Entry) else one_line(value)[:LONGEST]
