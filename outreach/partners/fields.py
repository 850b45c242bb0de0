"""Fields that only organisations have: numbers in registers, and languages with their varieties."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from markupsafe import Markup
from wtforms.utils import unset_value
from wtforms.validators import StopValidation

from outreach.core.case_details import find_person
from outreach.core.languages import LANGUAGES
from outreach.core.private_data import find_private_data
from outreach.core.text import one_line
from outreach.partners.identifiers import Register, WrongNumber, read_number, split_org_id
from outreach.partners.labels import REGISTERS, WRONG_NUMBERS
from outreach.partners.profile import Spoken
from outreach.web.addresses import WebAddress
from outreach.web.choices import Checkboxes
from outreach.web.fields import Shown, Words
from outreach.web.jinja import govuk
from outreach.web.language import language_name
from outreach.web.notes import REFUSALS, Line, Note, refuse_private_data
from outreach.web.rows import MOST_KEPT, Choice, Entry, Rows

_BARE = re.compile(r"[\w-]+(\.[\w-]+)+(/\S*)?")  # www.example.org/about
LONGEST_DIALECT = 60
_ORDER = sorted(LANGUAGES, key=lambda tag: LANGUAGES[tag].english_name)


def name_text(found: str) -> Words:
    return _("Take “%(words)s” out: it could tell who has come to you for help. Nobody’s case belongs here", words=found)


def refuse_case(_form: Any, field: Shown) -> None:
    """A validator for what an organisation says of itself: nothing of anybody who has come to it. Raises StopValidation."""
    if found := find_person(field.typed):
        field.data = None
        raise StopValidation(name_text(found))


class SaidLine(Line):
    """One line of what an organisation says of itself."""

    def __init__(self, label: Words = "", *args: Any, **rest: Any) -> None:
        super().__init__(label, *args, **rest)
        self.validators: Sequence[Any] = [refuse_private_data, refuse_case]


class SaidNote(Note):
    """Several lines of the same."""

    def __init__(self, label: Words = "", *args: Any, **rest: Any) -> None:
        super().__init__(label, *args, **rest)
        self.validators: Sequence[Any] = [refuse_private_data, refuse_case]


class Website(WebAddress):
    """The address of a site: what people write without https:// has it."""

    def read(self, typed: str) -> str:
        return super().read(f"https://{typed}" if _BARE.fullmatch(typed) else typed)


class Numbers(Rows):
    """Numbers in registers. The data is a list of org-ids; an error leads to its row."""

    def __init__(self, label: Any = "", *args: Any, **rest: Any) -> None:
        columns = (
            Choice("register", _("Register"), missing=_("Choose the register of each number")),
            Entry("number", _("Number"), missing=_("Enter the number in each register that you choose"), longest=40, width="20"),
        )
        super().__init__(label, *args, columns=columns, **rest)
        self.choices["register"] = [*REGISTERS.items()]

    def _write(self, row: Any) -> list[str]:
        return [*split_org_id(row)]

    def describe(self, data: Any) -> str:
        return "; ".join(data or [])

    def pre_validate(self, form: Any) -> None:
        super().pre_validate(form)
        found: list[str] = []
        for place, (register, typed) in enumerate(self.data):
            self.faulty, self.data = place, []
            try:
                number = read_number(Register(register), typed)
            except WrongNumber as error:
                raise StopValidation(WRONG_NUMBERS[error.register, error.fault]) from None
            if number in found:
                raise StopValidation(_("Enter each number once"))
            found.append(number)
        self.data = found


class Tongues(Checkboxes):
    """Languages to tick, and beside each which variety of it is spoken. The data is a tuple of `Spoken`, in one order whatever language the
    page is in: what two members tick is not different because they read it in another order.
    """

    def __init__(self, label: Any = "", *args: Any, **rest: Any) -> None:
        super().__init__(label, *args, choices=lambda: [(tag, language_name(tag)) for tag in _ORDER], **rest)
        self.dialects: dict[str, str] = {}

    def process(self, formdata: Any, data: Any = unset_value, extra_filters: Any = None) -> None:
        super().process(formdata, data, extra_filters)
        if formdata is None:
            return
        arrived = {tag: formdata.get(self._input(tag), "") for tag in LANGUAGES}
        self.dialects = {tag: one_line(value)[:MOST_KEPT] for tag, value in arrived.items() if isinstance(value, str)}

    def process_data(self, value: Any) -> None:
        spoken = list(value or ())
        super().process_data(one.tag for one in spoken)
        self.data, self.dialects = tuple(spoken), {one.tag: one.dialect for one in spoken}

    def pre_validate(self, form: Any) -> None:
        super().pre_validate(form)
        tags, self.data = self.data, ()
        for tag in tags:
            typed = self.dialects.get(tag, "")
            if len(typed) > LONGEST_DIALECT:
                raise StopValidation(gettext("Shorten this to %(longest)s characters or fewer", longest=LONGEST_DIALECT))
            if found := find_private_data(typed):
                raise StopValidation(REFUSALS[found])
        self.data = tuple(Spoken(tag, self.dialects.get(tag, "")) for tag in tags)

    def posted(self, data: Any) -> dict[str, list[str]]:
        said = {one.tag: one.dialect for one in data or ()}
        return {self.name: [*said]} | {self._input(tag): [said.get(tag, "")] for tag in LANGUAGES}

    def describe(self, data: Any) -> str:
        return ", ".join(f"{language_name(one.tag)} ({one.dialect})" if one.dialect else language_name(one.tag) for one in data or ())

    def params(self) -> dict[str, Any]:
        items = sorted(self.items(self.values, "checked"), key=lambda item: str(item["text"]))
        for item in items:
            item["conditional"] = {"html": self._draw_dialect(item["value"], item["text"])}
        return {"items": items, "classes": "govuk-checkboxes--small"}

    def _input(self, tag: str) -> str:
        return f"{self.name}-{tag}"

    def _draw_dialect(self, tag: str, language: str) -> Markup:
        label = {"text": gettext("Which variety or dialect of %(language)s, if that matters", language=language)}
        inner = {"id": f"{self.id}-variety-{tag}", "name": self._input(tag), "label": label, "value": self.dialects.get(tag, "")}
        return govuk("input", {**inner, "classes": "govuk-input--width-20"})
