"""Fields in which one or several of given things are chosen."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from flask_babel import gettext, lazy_gettext
from wtforms.validators import StopValidation

from outreach.core.text import one_line
from outreach.web.fields import Shown, Words

Choices = Sequence[tuple[str, Words]]


class _Chosen(Shown):
    """*choices* are pairs of a value, as it arrives, and its label, or a function that finds them for each form; a view may set them later.

    *convert* makes the data of a value. `hints` explains choices.
    """

    def __init__(
        self,
        label: Words = "",
        *args: Any,
        choices: Choices | Callable[[], Choices] = (),
        hints: Mapping[str, Words] | None = None,
        convert: Callable[[str], Any] = str,
        **rest: Any,
    ) -> None:
        super().__init__(label, *args, **{"wrong": lazy_gettext("Choose one of those in the list"), **rest})
        self.choices: Choices = choices() if callable(choices) else choices
        self.hints, self.convert = hints or {}, convert

    def labels(self) -> dict[str, Words]:
        return dict(self.choices)

    def describe(self, data: Any) -> str:
        found = self.labels().get(self.write(data), "")
        return str(found)

    def convert_chosen(self, value: str) -> Any:
        """The data of a chosen value. Raises StopValidation when it was not offered."""
        if value not in self.labels():
            raise StopValidation(self.wrong)
        return self.convert(value)

    def pre_validate(self, form: Any) -> None:
        super().pre_validate(form)
        self.data = self.convert_chosen(self.typed)

    def items(self, chosen: Sequence[str], mark: str) -> list[dict[str, Any]]:
        items = []
        for value, label in self.choices:
            item: dict[str, Any] = {"value": value, "text": label, mark: value in chosen}
            if value in self.hints:
                item["hint"] = {"text": self.hints[value]}
            items.append(item)
        return items


class Select(_Chosen):
    """One of many, from a list. *blank* is the first line, for nothing chosen; None where something always is."""

    component = "select"

    def __init__(self, label: Words = "", *args: Any, blank: Words | None = lazy_gettext("Choose one"), **rest: Any) -> None:
        super().__init__(label, *args, **rest)
        self.blank = blank

    def params(self) -> dict[str, Any]:
        first = [] if self.blank is None else [{"value": "", "text": self.blank}]
        return {"items": first + self.items([self.typed], "selected")}


class _Group(_Chosen):
    """Several inputs, with a legend in the place of the label."""

    def frame(self) -> dict[str, Any]:
        params = super().frame()
        del params["label"], params["id"]
        legend = {"text": self.label.text, "classes": "govuk-fieldset__legend--s"}
        return params | {"idPrefix": self.id, "fieldset": {"legend": legend}}


class Radios(_Group):
    """One of a few, all to be seen. A field that concerns only whoever chooses a thing (`only_if`) is shown under it."""

    component = "radios"

    def __init__(self, label: Words = "", *args: Any, is_inline: bool = False, **rest: Any) -> None:
        super().__init__(label, *args, **rest)
        self.is_inline = is_inline

    def params(self) -> dict[str, Any]:
        items = self.items([self.typed], "checked")
        for field in self._form:
            if isinstance(field, Shown) and field.only_if and field.only_if[0] == self.short_name:
                chosen = next(item for item in items if item["value"] == field.only_if[1])
                chosen["conditional"] = {"html": chosen.get("conditional", {}).get("html", "") + field()}
        return {"items": items, "classes": "govuk-radios--small" + (" govuk-radios--inline" if self.is_inline else "")}


class Checkboxes(_Group):
    """Several of a few. The data is a list, in the order of the choices."""

    component = "checkboxes"

    def process_data(self, value: Any) -> None:
        self.data = list(value or [])
        self.values = [self.write(each) for each in self.data]

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.values = [one_line(value) for value in valuelist if isinstance(value, str) and one_line(value)]
        self.data = []

    @property
    def is_blank(self) -> bool:
        return not self.values

    def pre_validate(self, form: Any) -> None:
        Shown.pre_validate(self, form)
        if not set(self.values) <= self.labels().keys():
            raise StopValidation(self.wrong)
        self.data = [self.convert(value) for value in self.labels() if value in self.values]

    def posted(self, data: Any) -> dict[str, list[str]]:
        return {self.name: [self.write(each) for each in data or []]}

    def describe(self, data: Any) -> str:
        written = {self.write(each) for each in data or []}
        return ", ".join(str(label) for value, label in self.choices if value in written)

    def params(self) -> dict[str, Any]:
        return {"items": self.items(self.values, "checked"), "classes": "govuk-checkboxes--small"}


class Tick(Shown):
    """One box: yes when it is ticked. With `missing` it has to be. A field that concerns only whoever ticks it stands under it."""

    component = "checkboxes"

    def process_data(self, value: Any) -> None:
        self.data = bool(value)
        self.typed = "yes" if value else ""

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.process_data(valuelist and valuelist[0] == "yes")

    def write(self, data: Any) -> str:
        return "yes" if data else ""

    def describe(self, data: Any) -> str:
        return str(gettext("Yes") if data else gettext("No"))

    def posted(self, data: Any) -> dict[str, list[str]]:
        return {self.name: ["yes"]} if data else {self.name: []}

    def frame(self) -> dict[str, Any]:
        return {"name": self.name, "idPrefix": self.id} | self.error()

    def params(self) -> dict[str, Any]:
        item: dict[str, Any] = {"value": "yes", "text": self.label.text, "checked": bool(self.data)}
        if self.hint:
            item["hint"] = {"text": self.hint}
        under = "".join(field() for field in self._form if isinstance(field, Shown) and field.only_if == (self.short_name, "yes"))
        if under:
            item["conditional"] = {"html": under}
        return {"items": [item], "classes": "govuk-checkboxes--small"}
