"""What a list can be narrowed by: each filter is a field of a form that is sent with GET, a condition, and the words that say it is on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any, Protocol

from flask_babel import LazyString, gettext, lazy_gettext
from sqlalchemy import ColumnElement, and_, or_
from sqlalchemy.orm import InstrumentedAttribute

from outreach.core.dates import in_london
from outreach.core.db import UtcDateTime
from outreach.web.choices import Checkboxes, Choices, Select
from outreach.web.fields import Text
from outreach.web.jinja import day_text

Expression = ColumnElement[Any] | InstrumentedAttribute[Any]


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter that is on, in words, and the parameter of the address that goes when it is taken away."""

    text: str
    key: str
    value: str


class Filter(Protocol):
    """One filter. `fields` are unbound fields by the name of their parameter; the other two get the bound form."""

    def fields(self) -> dict[str, Any]: ...

    def condition(self, form: Any) -> ColumnElement[bool] | None: ...

    def chips(self, form: Any) -> Iterator[Chip]: ...


@dataclass(frozen=True)
class Search:
    """Every word that is typed has to occur in one of *columns*."""

    columns: Sequence[Expression]
    label: LazyString = lazy_gettext("Search")
    key: str = "q"

    def fields(self) -> dict[str, Any]:
        return {self.key: Text(self.label, longest=100, look={"type": "search"})}

    def condition(self, form: Any) -> ColumnElement[bool] | None:
        words = (form[self.key].data or "").split()
        return and_(*(or_(*(column.icontains(word, autoescape=True) for column in self.columns)) for word in words)) if words else None

    def chips(self, form: Any) -> Iterator[Chip]:
        if typed := form[self.key].data:
            yield Chip(gettext("Contains “%(text)s”", text=typed), self.key, typed)


@dataclass(frozen=True)
class OneOf:
    """One value of *column*, or any. *convert* makes it of what stands in the address."""

    key: str
    label: LazyString
    choices: Choices | Callable[[], Choices]
    column: Expression
    convert: Callable[[str], Any] = str

    def fields(self) -> dict[str, Any]:
        return {self.key: Select(self.label, choices=self.choices, convert=self.convert, blank=lazy_gettext("Any"))}

    def condition(self, form: Any) -> ColumnElement[bool] | None:
        chosen = form[self.key].data
        return self.column == chosen if chosen else None

    def chips(self, form: Any) -> Iterator[Chip]:
        if chosen := form[self.key].data:
            yield Chip(f"{self.label}: {form[self.key].describe(chosen)}", self.key, str(chosen))


@dataclass(frozen=True)
class Chosen:
    """One of some choices; *condition_of* makes the condition of the value that is chosen, or of None."""

    key: str
    label: LazyString
    choices: Choices | Callable[[], Choices]
    condition_of: Callable[[Any, str | None], ColumnElement[bool] | None]
    blank: LazyString = lazy_gettext("Any")

    def fields(self) -> dict[str, Any]:
        return {self.key: Select(self.label, choices=self.choices, blank=self.blank)}

    def condition(self, form: Any) -> ColumnElement[bool] | None:
        return self.condition_of(form, form[self.key].data)

    def chips(self, form: Any) -> Iterator[Chip]:
        if chosen := form[self.key].data:
            yield Chip(f"{self.label}: {form[self.key].describe(chosen)}", self.key, chosen)


@dataclass(frozen=True)
class AnyOf:
    """Several values of *column*: a row with any of them."""

    key: str
    label: LazyString
    choices: Choices
    column: Expression

    def fields(self) -> dict[str, Any]:
        return {self.key: Checkboxes(self.label, choices=self.choices)}

    def condition(self, form: Any) -> ColumnElement[bool] | None:
        chosen = form[self.key].data
        return self.column.in_(chosen) if chosen else None

    def chips(self, form: Any) -> Iterator[Chip]:
        for chosen in form[self.key].data or []:
            yield Chip(f"{self.label}: {form[self.key].describe([chosen])}", self.key, chosen)


class IsoDay(Text):
    """A day from the browser's own calendar: short, and readable in an address."""

    kind = "date"

    def __init__(self, *args: Any, **rest: Any) -> None:
        super().__init__(*args, longest=20, width="10", wrong=lazy_gettext("Enter a real date, like 2026-03-27"), **rest)

    def read(self, typed: str) -> date:
        return date.fromisoformat(typed)


@dataclass(frozen=True)
class Between:
    """From a day to a day, both included; days are London's where *column* holds instants."""

    key: str
    label: LazyString
    column: Expression

    def fields(self) -> dict[str, Any]:
        names = {"label": self.label}
        first, last = lazy_gettext("%(label)s from", **names), lazy_gettext("%(label)s up to", **names)
        return {f"{self.key}_from": IsoDay(first), f"{self.key}_to": IsoDay(last)}

    def condition(self, form: Any) -> ColumnElement[bool] | None:
        first, last = form[f"{self.key}_from"].data, form[f"{self.key}_to"].data
        parts = [self.column >= self._start(first)] if first else []
        if last and last < date.max:
            parts.append(self.column < self._start(last + timedelta(days=1)))
        return and_(*parts) if parts else None

    def _start(self, on: date) -> Any:
        return in_london(on, time(0)) if isinstance(self.column.type, UtcDateTime) else on

    def chips(self, form: Any) -> Iterator[Chip]:
        for key, field in ((key, form[key]) for key in (f"{self.key}_from", f"{self.key}_to")):
            if field.data:
                yield Chip(f"{field.label.text} {day_text(field.data)}", key, field.typed)
