"""Forms: the shape of what is typed, guarded against forgery, double submits and two people editing one record.

class ToyForm(NewForm):                               # EditForm for a record that is there
    name = Text(lazy_gettext("Name"), missing=lazy_gettext("Enter a name"))

form = ToyForm()
if form.validate_on_submit():
    if find_made(Toy, form) is None:                  # a double submit finds the record of the first
        add_toy(form.form_key.data, name=form.name.data, by=…, now=…)
        db.session.commit()
    return redirect(url_for(".toy", toy_id=form.form_key.data), 303)
return form_page("toys/new.html", form=form)          # 422 when something has to be mended
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeVar
from uuid import UUID, uuid4

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf import CSRFProtect, FlaskForm
from sqlalchemy import text
from werkzeug.datastructures import CombinedMultiDict, MultiDict
from wtforms import Field, HiddenField

from outreach.core.db import Keyed, db
from outreach.core.text import many_lines
from outreach.web.fields import Shown, Words

csrf = CSRFProtect()


class Form(FlaskForm):  # type: ignore[misc]  # flask_wtf ships no types
    """What all our forms share. Fields are read by name in the view; nothing is ever copied into a record wholesale."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        def wrap_formdata(self, form: Any, formdata: Any) -> Any:
            """An empty POST is a form with nothing in it, and not a form that was not sent."""
            if formdata is None or isinstance(formdata, MultiDict):
                return formdata
            return CombinedMultiDict((request.files, request.form)) if form.is_submitted() else None

    def shown_fields(self) -> Iterator[Shown]:
        yield from (field for field in self if isinstance(field, Shown))

    def top_fields(self) -> Iterator[Shown]:
        """The fields that stand by themselves: those that concern only whoever chooses a thing are drawn by the field of that choice."""
        yield from (field for field in self.shown_fields() if not field.only_if)

    def error_list(self) -> list[dict[str, Words]]:
        """What has to be mended, in the order of the fields, for the summary of errors: each message with a link to its input."""
        return [{"text": field.errors[0], "href": f"#{field.focus_id}"} for field in self.shown_fields() if field.errors]

    def refuse(self, field: Field, message: Words) -> None:
        """Say at *field* what an operation found wrong (a name that is taken), after the form itself was right."""
        field.errors = [*field.errors, message]


class Hidden(HiddenField):  # type: ignore[misc]  # wtforms ships no types
    """What a form brings back as it was given. What comes instead may be anything, and is shown again: nothing that no page can hold."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = many_lines(valuelist[0]) if valuelist and isinstance(valuelist[0], str) else ""


class KeyField(HiddenField):  # type: ignore[misc]  # wtforms ships no types
    """A UUID that was made with the empty form. What is no UUID is replaced by a new one."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        try:
            self.data = UUID(str(valuelist[0]) if valuelist else "")
        except ValueError:
            self.data = uuid4()


class NewForm(Form):
    """A form for a new record. `form_key` is made with the empty form and becomes the record's id, so that a form that is sent twice (an
    impatient click, the back button) meets the record of the first time instead of making another.
    """

    form_key = KeyField(default=uuid4)


Record = TypeVar("Record", bound=Keyed)


def find_made(model: type[Record], form: NewForm) -> Record | None:
    """The record that the same form has made already. On PostgreSQL others who send this form wait until this transaction ends; on SQLite
    writers do so anyway.
    """
    key: UUID = form.form_key.data
    if db.session.get_bind().dialect.name == "postgresql":
        db.session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": key.int % 2**63})
    return db.session.get(model, key)


def form_page(template: str, *, form: Form, **context: Any) -> ResponseReturnValue:
    """The page of *form*: 422 when there is something to be mended."""
    return render_template(template, form=form, **context), 422 if form.errors else 200
