"""Fields of forms: what may be typed into them, what is said when it will not do, and how they look (govuk-frontend).

A field with `missing` has to be filled in; `wrong` is said of what cannot be read. Both tell what to do: "Enter a name", not "This field is
required". Whatever arrives (nothing, NUL, a file in the place of a text, a megabyte) ends in a message.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

from email_validator import EmailNotValidError, validate_email
from flask_babel import LazyString, gettext, lazy_gettext
from markupsafe import Markup, escape
from werkzeug.datastructures import FileStorage
from wtforms import Field
from wtforms.validators import StopValidation

from outreach.core.text import many_lines, one_line
from outreach.web.jinja import govuk

Words: TypeAlias = str | LazyString
_NUMBER = re.compile(r"-?\d{1,12}")


class Shown(Field):  # type: ignore[misc]  # wtforms ships no types
    """What all our fields share. `typed` is what is shown again: what arrived, or the text of the data."""

    component = "input"
    is_secret = False
    typed: str = ""

    def __init__(
        self,
        label: Words = "",
        validators: list[Callable[..., None]] | None = None,
        *,
        missing: Words | None = None,
        wrong: Words = lazy_gettext("Check what you entered here"),
        hint: Words | None = None,
        only_if: tuple[str, str] | None = None,
        look: dict[str, Any] | None = None,
        **rest: Any,
    ) -> None:
        """*only_if* names another field and the value there without which this one is of no concern: it is then neither asked for nor kept.

        *look* has further parameters for the component, as the documentation of govuk-frontend names them.
        """
        super().__init__(label, validators, **rest)
        self.missing, self.wrong, self.hint, self.only_if, self.look = missing, wrong, hint, only_if, look or {}

    # What arrives, and what is kept

    def clean(self, arrived: str) -> str:
        return one_line(arrived)

    def read(self, typed: str) -> Any:
        """The data of a text that is not blank. Raises ValueError; its text, if any, is the message."""
        return typed

    def write(self, data: Any) -> str:
        """The text that `read` makes *data* of."""
        return "" if data is None else str(data)

    def describe(self, data: Any) -> str:
        """*data* for a person to read, on one side of two versions."""
        return self.write(data)

    def posted(self, data: Any) -> dict[str, list[str]]:
        """The inputs by which *data* would arrive."""
        return {self.name: [self.write(data)]}

    def process_data(self, value: Any) -> None:
        self.data = value
        self.typed = self.write(value)

    def process_formdata(self, valuelist: list[Any]) -> None:
        arrived = valuelist[0] if valuelist and isinstance(valuelist[0], str) else ""
        self.typed = self.clean(arrived)
        self.data = None
        if self.typed:
            try:
                self.data = self.read(self.typed)
            except ValueError as error:
                raise ValueError(error.args[0] if error.args and isinstance(error.args[0], LazyString) else self.wrong) from None

    @property
    def is_blank(self) -> bool:
        return not self.typed

    def concerns(self, form: Any) -> bool:
        return self.only_if is None or form[self.only_if[0]].typed == self.only_if[1]

    def validate(self, form: Any, extra_validators: Sequence[Callable[..., None]] = ()) -> bool:
        if not self.concerns(form):
            self.process_data(None)
            self.errors: list[Words] = []
            return True
        return bool(super().validate(form, extra_validators))

    def pre_validate(self, form: Any) -> None:  # noqa: ARG002 - WTForms calls with it
        if self.process_errors:
            raise StopValidation()
        if self.is_blank:
            raise StopValidation(self.missing)

    # How it looks

    @property
    def focus_id(self) -> str:
        """The input that the summary of errors leads to."""
        return str(self.id)

    def params(self) -> dict[str, Any]:
        return {"value": self.typed}

    def frame(self) -> dict[str, Any]:
        """What a component takes around its input: identity, label, hint, error."""
        params: dict[str, Any] = {"id": self.id, "name": self.name, "label": {"text": self.label.text, "classes": "govuk-label--s"}}
        if self.hint:
            params["hint"] = {"text": self.hint}
        return params | self.error()

    def error(self) -> dict[str, Any]:
        if not self.errors:
            return {}
        return {"errorMessage": {"text": self.errors[0], "visuallyHiddenText": gettext("Error:").rstrip(":")}}

    def __call__(self, **_kwargs: Any) -> Markup:
        return govuk(self.component, self.frame() | self.params() | self.look)


class Text(Shown):
    """One line. *longest* counts characters. *lang* and *direction* are for texts in another language than the page's."""

    kind = "text"

    def __init__(
        self,
        label: Words = "",
        *args: Any,
        longest: int = 200,
        width: str = "",
        autocomplete: str | None = None,
        inputmode: str | None = None,
        lang: str = "",
        direction: str = "",
        **rest: Any,
    ) -> None:
        """*width*: '2' to '30' for a number of characters, 'one-half' and the like for a share of the column."""
        super().__init__(label, *args, **rest)
        self.longest, self.width, self.autocomplete, self.inputmode = longest, width, autocomplete, inputmode
        self.attributes = {name: value for name, value in (("lang", lang), ("dir", direction)) if value}

    def process_formdata(self, valuelist: list[Any]) -> None:
        super().process_formdata(valuelist)
        if len(self.typed) > self.longest:
            self.data = None
            raise ValueError(gettext("Shorten this to %(longest)s characters or fewer", longest=self.longest))

    @property
    def classes(self) -> str:
        if not self.width:
            return ""
        return f"govuk-input--width-{self.width}" if self.width.isdigit() else f"govuk-!-width-{self.width}"

    def params(self) -> dict[str, Any]:
        params = {"type": self.kind, "value": self.typed, "classes": self.classes, "attributes": self.attributes}
        return params | {"autocomplete": self.autocomplete, "inputmode": self.inputmode}


class Email(Text):
    """An address, in its normal form; whether it can be reached is not asked."""

    kind = "email"

    def __init__(self, label: Words = "", *args: Any, **rest: Any) -> None:
        wrong = lazy_gettext("Enter an email address in the form name@example.org")
        super().__init__(label, *args, **{"longest": 254, "width": "two-thirds", "wrong": wrong, "look": {"spellcheck": False}, **rest})

    def read(self, typed: str) -> str:
        try:
            return validate_email(typed, check_deliverability=False).normalized
        except EmailNotValidError as error:
            raise ValueError from error


class Telephone(Text):
    """A number as people write it: digits, spaces, brackets, hyphens, one plus in front."""

    kind = "tel"

    def __init__(self, label: Words = "", *args: Any, **rest: Any) -> None:
        wrong = lazy_gettext("Enter a telephone number, like 020 7946 0000 or +44 20 7946 0000")
        super().__init__(label, *args, **{"longest": 40, "width": "20", "wrong": wrong, **rest})

    def read(self, typed: str) -> str:
        if not re.fullmatch(r"\+?[0-9 ()./-]+", typed) or not 3 <= sum(sign.isdigit() for sign in typed) <= 15:
            raise ValueError
        return typed


class Password(Text):
    """Kept as it was typed, and never shown again."""

    component = "password-input"
    is_secret = True

    def __init__(self, label: Words = "", *args: Any, autocomplete: str = "current-password", **rest: Any) -> None:
        super().__init__(label, *args, autocomplete=autocomplete, **{"longest": 128, "width": "20", **rest})

    def clean(self, arrived: str) -> str:
        return arrived

    def read(self, typed: str) -> str:
        if re.search(r"[\x00-\x1f\x7f\ud800-\udfff]", typed):
            raise ValueError
        return typed

    def params(self) -> dict[str, Any]:
        words = {"showPasswordText": gettext("Show"), "hidePasswordText": gettext("Hide")}
        words |= {"showPasswordAriaLabelText": gettext("Show password"), "hidePasswordAriaLabelText": gettext("Hide password")}
        words |= {"passwordShownAnnouncementText": gettext("Your password is visible")}
        words |= {"passwordHiddenAnnouncementText": gettext("Your password is hidden")}
        return super().params() | words | {"value": None}


class TextArea(Text):
    """Several lines, with a count of the characters that are left."""

    component = "character-count"

    def __init__(self, label: Words = "", *args: Any, rows: int = 5, **rest: Any) -> None:
        super().__init__(label, *args, **{"longest": 4000, **rest})
        self.rows = rows

    def clean(self, arrived: str) -> str:
        return many_lines(arrived)

    def params(self) -> dict[str, Any]:
        under = {"one": gettext("You have 1 character left"), "other": gettext("You have %{count} characters left")}
        over = {"one": gettext("You have 1 character too many"), "other": gettext("You have %{count} characters too many")}
        return {
            "value": Markup(str(escape(self.typed)).replace("\n", "&#10;")),  # noqa: S704 - escaped; the components indent what has lines
            "rows": self.rows,
            "maxlength": self.longest,
            "threshold": 75,
            "attributes": self.attributes,
            "textareaDescriptionText": gettext("You can enter up to %{count} characters"),
            "charactersUnderLimitText": under,
            "charactersOverLimitText": over,
            "charactersAtLimitText": gettext("You have 0 characters left"),
        }


class Integer(Text):
    """A whole number from *lowest* to *highest*; a space or a comma between thousands is allowed."""

    def __init__(self, label: Words = "", *args: Any, lowest: int = 0, highest: int = 1_000_000, **rest: Any) -> None:
        super().__init__(label, *args, **{"longest": 20, "width": "5", "inputmode": "numeric", **rest})
        self.lowest, self.highest = lowest, highest

    def read(self, typed: str) -> int:
        plain = typed.replace(",", "").replace(" ", "").replace("\u2212", "-")
        if not _NUMBER.fullmatch(plain) or not self.lowest <= int(plain) <= self.highest:
            raise ValueError
        return int(plain)


class File(Shown):
    """A file. The size is limited by the view (`request.max_content_length`), the kind by whoever reads it."""

    component = "file-upload"

    def __init__(self, label: Words = "", *args: Any, accept: str = "", **rest: Any) -> None:
        super().__init__(label, *args, **rest)
        self.accept = accept

    def process_data(self, _value: Any) -> None:
        self.data = None

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = next((file for file in valuelist if isinstance(file, FileStorage) and file.filename), None)

    @property
    def is_blank(self) -> bool:
        return self.data is None

    def posted(self, _data: Any) -> dict[str, list[str]]:
        return {}

    def params(self) -> dict[str, Any]:
        return {"attributes": {"accept": self.accept} if self.accept else {}}
