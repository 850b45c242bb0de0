"""Fields for days and times, typed as people say them: nothing to be picked from a calendar."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from flask_babel import LazyString, lazy_gettext
from wtforms.utils import unset_value

from outreach.core.dates import LONDON, clock_text, in_london, read_date, read_time, wall_text
from outreach.core.text import one_line
from outreach.web.fields import Shown, Text, Words
from outreach.web.jinja import day_text, instant_text

LABELS: dict[str, LazyString] = {
    "day": lazy_gettext("Day"),
    "month": lazy_gettext("Month"),
    "year": lazy_gettext("Year"),
    "time": lazy_gettext("Time"),
}
WIDTHS = {"day": "2", "month": "2", "year": "4", "time": "5"}
LONGEST = 40


class Day(Shown):
    """A date in three inputs. The error leads to the input that is wrong."""

    component = "date-input"
    parts: tuple[str, ...] = ("day", "month", "year")

    def __init__(self, label: Words = "", *args: Any, **rest: Any) -> None:
        wrong = lazy_gettext("Enter a real date, like 27 3 2026")
        super().__init__(label, *args, **{"wrong": wrong, **rest})
        self.faulty = ""

    def process(self, formdata: Any, data: Any = unset_value, extra_filters: Any = None) -> None:
        super().process(None, data, extra_filters)
        if formdata is None:
            return
        self.raw_data = [formdata.get(f"{self.name}-{part}", "") for part in self.parts]
        self.inputs = {part: self._arrived(value) for part, value in zip(self.parts, self.raw_data, strict=True)}
        self.data = None
        if self.is_blank:
            return
        try:
            self.data = self.assemble(self.inputs)
        except ValueError as error:
            self.faulty = str(error)
            self.process_errors.append(self.wrong)

    @staticmethod
    def _arrived(value: Any) -> str:
        return one_line(value)[:LONGEST] if isinstance(value, str) else ""

    def process_data(self, value: Any) -> None:
        self.data = value
        self.inputs = self.take_apart(value)

    def assemble(self, inputs: dict[str, str]) -> Any:
        """The data of the inputs. Raises ValueError with the name of the part that is wrong."""
        return read_date(inputs["day"], inputs["month"], inputs["year"])

    def take_apart(self, data: Any) -> dict[str, str]:
        """The inputs that `assemble` makes *data* of."""
        if data is None:
            return dict.fromkeys(self.parts, "")
        return {"day": str(data.day), "month": str(data.month), "year": str(data.year)}

    @property
    def is_blank(self) -> bool:
        return not any(self.inputs.values())

    @property
    def focus_id(self) -> str:
        return f"{self.id}-{self.faulty or self.parts[0]}"

    def posted(self, data: Any) -> dict[str, list[str]]:
        return {f"{self.name}-{part}": [text] for part, text in self.take_apart(data).items()}

    def describe(self, data: date | None) -> str:
        return "" if data is None else day_text(data)

    def frame(self) -> dict[str, Any]:
        params = super().frame()
        del params["label"], params["name"]
        return params | {"fieldset": {"legend": {"text": self.label.text, "classes": "govuk-fieldset__legend--s"}}}

    def params(self) -> dict[str, Any]:
        return {"namePrefix": self.name, "items": [self._item(part) for part in self.parts]}

    def _item(self, part: str) -> dict[str, Any]:
        is_faulty = bool(self.errors) and self.faulty in ("", part)
        classes = f"govuk-input--width-{WIDTHS[part]}" + (" govuk-input--error" if is_faulty else "")
        kind = "text" if part == "time" else "numeric"
        return {"name": part, "label": LABELS[part], "value": self.inputs[part], "classes": classes, "inputmode": kind}


class Clock(Text):
    """A time of day on the wall: '2:30pm', '14:30', 'midday'."""

    def __init__(self, label: Words = "", *args: Any, **rest: Any) -> None:
        wrong = lazy_gettext("Enter a time, like 2:30pm or 14:30")
        super().__init__(label, *args, **{"longest": LONGEST, "width": "5", "wrong": wrong, **rest})

    def read(self, typed: str) -> time:
        try:
            return read_time(typed)
        except ValueError:
            raise ValueError from None

    def write(self, data: time | None) -> str:
        return "" if data is None else wall_text(data)


class Moment(Day):
    """A date and a time on London's clock. The data is an instant in UTC."""

    parts = ("day", "month", "year", "time")

    def __init__(self, label: Words = "", *args: Any, **rest: Any) -> None:
        wrong = lazy_gettext("Enter a real date and a time, like 27 3 2026 and 2:30pm")
        super().__init__(label, *args, **{"wrong": wrong, **rest})

    def assemble(self, inputs: dict[str, str]) -> datetime:
        return in_london(super().assemble(inputs), read_time(inputs["time"]))

    def take_apart(self, data: datetime | None) -> dict[str, str]:
        local = data.astimezone(LONDON) if data else None
        return super().take_apart(local) | {"time": clock_text(data) if data else ""}

    def describe(self, data: datetime | None) -> str:  # type: ignore[override]
        return "" if data is None else instant_text(data)
