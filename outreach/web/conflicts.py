"""Two people edit one record: the second sees both versions and chooses, field by field; nothing that was typed is lost.

    toy = get_toy(toy_id, …)                                       # in a POST: with_for_update=True
    form = ToyForm.of(toy)                                         # an EditForm
    if form.validate_on_submit():
        if form.is_stale(toy):
            return conflict_page(form, toy)
        change_toy(toy, …); db.session.commit()
        return redirect(…, 303)
    return form_page("toys/edit.html", form=form)

The form carries what its editor saw (`base`) beside what was typed, so that only what both have changed has to be decided.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any, Self

from flask import render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import CombinedMultiDict, MultiDict

from outreach.web.fields import Shown, Words
from outreach.web.forms import Form, Hidden

Inputs = Mapping[str, list[str]]
CHOOSE = "choose-"
THEIRS, MINE = "theirs", "mine"


class Change(Enum):
    """Who changed a field since the form was opened."""

    NOBODY = 0
    ME = 1
    THEM = 2
    BOTH = 3


def compare(base: Inputs | None, theirs: Inputs, mine: Inputs) -> Change:
    """Who changed a field, from the inputs that it had when the form was opened, has now, and was given. The same change by both is none.

    Where it is not known what the form was opened with (*base* is None), whatever differs was changed by both.
    """
    if theirs == mine:
        return Change.NOBODY
    if base == theirs:
        return Change.ME
    return Change.THEM if base == mine else Change.BOTH


class EditForm(Form):
    """A form for a record that is there; the record counts its versions in `version` (SQLAlchemy's `version_id_col`)."""

    version = Hidden()
    base = Hidden()

    @classmethod
    def of(cls, record: Any, **data: Any) -> Self:
        """The form of *record*; *data* for fields that are no attributes of it, or other ones. In a POST that brings decisions, they are
        carried out.
        """
        seen = _Overlaid(record, data)
        form = cls(_decided(), obj=seen) if request.method == "POST" else cls(obj=seen)
        if request.method != "POST":
            form.version.data, form.base.data = str(record.version), json.dumps(form.inputs_of(record, **data))
        return form

    def inputs_of(self, record: Any, **data: Any) -> dict[str, dict[str, list[str]]]:
        """The inputs of each field with the values of *record*."""
        values = {field.short_name: data.get(field.short_name, getattr(record, field.short_name, None)) for field in self.kept_fields()}
        return {name: self[name].posted(value) for name, value in values.items()}

    def kept_fields(self) -> list[Shown]:
        return [field for field in self.shown_fields() if not field.is_secret]

    def is_stale(self, record: Any, **data: Any) -> bool:
        """Whether a field of this form was changed since it was opened, by whomever; *data* as in `of`.

        What else has changed about *record* (each sign-in changes an account) concerns nobody here.
        """
        if str(self.version.data) == str(record.version):
            return False
        base = _base_of(self)
        return any(base.get(name) != inputs for name, inputs in self.inputs_of(record, **data).items())


class _Overlaid:
    """A record with some attributes in the place of its own: wtforms asks a record first, and other data only where it has none."""

    def __init__(self, record: Any, data: Mapping[str, Any]) -> None:
        self._record, self._data = record, data

    def __getattr__(self, name: str) -> Any:
        return self._data[name] if name in self._data else getattr(self._record, name)


@dataclass(frozen=True, slots=True)
class Difference:
    """A field of which there are two versions, as people read them, and who changed it."""

    name: str
    label: Words
    theirs: str
    mine: str
    change: Change

    @property
    def suggested(self) -> str:
        return THEIRS if self.change is Change.THEM else MINE


def conflict_page(form: EditForm, record: Any, *, changed: str = "", **data: Any) -> ResponseReturnValue:
    """Both versions side by side, and a form to choose with; 409. *changed* may say who changed the record and when."""
    base, theirs = _base_of(form), form.inputs_of(record, **data)
    mine = {field.short_name: field.posted(field.data) for field in form.kept_fields()}
    differences = []
    for field in form.kept_fields():
        name = field.short_name
        change = compare(base.get(name), theirs[name], mine[name])
        if change is not Change.NOBODY:
            value = data.get(name, getattr(record, name, None))
            differences.append(Difference(name, field.label.text, field.describe(value), field.describe(field.data), change))
    hidden = [(name, value) for inputs in mine.values() for name, values in inputs.items() for value in values]
    hidden += [("version", str(record.version)), ("base", json.dumps(theirs))]
    address = request.full_path.rstrip("?")
    return render_template("components/conflict.html", differences=differences, hidden=hidden, address=address, changed=changed), 409


def _base_of(form: EditForm) -> dict[str, Inputs]:
    """What the form was opened with. It came back from a browser: whatever does not look like it counts as unknown."""
    return _read_base(str(form.base.data or ""))


def _read_base(sent: str) -> dict[str, Inputs]:
    try:
        base = json.loads(sent)
    except (ValueError, RecursionError):
        return {}
    if not isinstance(base, dict):
        return {}
    return {name: inputs for name, inputs in base.items() if isinstance(inputs, dict) and all(map(_is_texts, inputs.values()))}


def _is_texts(values: Any) -> bool:
    return isinstance(values, list) and all(isinstance(value, str) for value in values)


def _decided() -> Any:
    """What was sent, with the other version in each field for which it was chosen (it came along as `base`)."""
    typed: MultiDict[str, str] = MultiDict(request.form)
    base = _read_base(typed.get("base", ""))
    for choice in [name for name in typed if name.startswith(CHOOSE)]:
        name = choice.removeprefix(CHOOSE)
        if typed[choice] == THEIRS and name in base:
            for part, values in base[name].items():
                typed.setlist(part, values)
    return CombinedMultiDict((request.files, typed))
