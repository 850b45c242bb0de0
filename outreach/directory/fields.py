"""What is typed about a service in rows: hours of a week, single days, telephones, languages; and how it is written there again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, time
from typing import Any

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from outreach.core.dates import read_date, read_time, wall_text
from outreach.core.languages import LANGUAGES
from outreach.directory.labels import CALL_COSTS, MODES
from outreach.directory.rules import Opening, runs_of
from outreach.directory.words import dial_of
from outreach.web.language import tongues_and_english
from outreach.web.notes import plain_words
from outreach.web.rows import Choice, Entry, Rows

WEEKDAYS: dict[int, LazyString] = {
    0: _("Monday"),
    1: _("Tuesday"),
    2: _("Wednesday"),
    3: _("Thursday"),
    4: _("Friday"),
    5: _("Saturday"),
    6: _("Sunday"),
}
_RUNS: dict[str, tuple[LazyString, range]] = {
    "0-4": (_("Monday to Friday"), range(5)),
    "0-6": (_("Every day"), range(7)),
    "5-6": (_("Saturday and Sunday"), range(5, 7)),
}
_BY_NAME = {language.english_name.casefold(): tag for tag, language in LANGUAGES.items()}
_WRONG_NUMBER = _("Enter a telephone number, like 020 7946 0000 or +44 20 7946 0000")
_ENTER_TIME = _("Enter a time, like 2:30pm or 14:30")


def _read_languages(typed: str) -> list[str]:
    """Tags of languages whose English names are separated by commas. Raises ValueError."""
    names = [name.strip().casefold() for name in typed.split(",") if name.strip()]
    if not set(names) <= _BY_NAME.keys():
        raise ValueError
    return [_BY_NAME[name] for name in names]


def _read_days(typed: str) -> list[int]:
    """Days of the week by at least three letters of their names. Raises ValueError."""
    names = [name.strip().casefold() for name in typed.split(",") if name.strip()]
    days = [day for name in names for day, label in WEEKDAYS.items() if len(name) >= 3 and str(label).casefold().startswith(name)]
    if len(days) != len(names):
        raise ValueError
    return sorted(set(days))


def _read_day(typed: str) -> date:
    parts = typed.replace("/", " ").replace(".", " ").split()
    if len(parts) != 3:
        raise ValueError
    return read_date(*parts)


def _write_day(on: date) -> str:
    return f"{on.day} {on.month} {on.year}"


def _read_phone(typed: str) -> str:
    dial_of(typed)
    return typed


def _clock(name: str, label: LazyString, *, missing: LazyString | None = None) -> Entry:
    return Entry(name, label, read_time, missing=missing, wrong=_ENTER_TIME, write=wall_text, width="5")


def openings_field() -> Any:
    return Rows(
        _("Opening hours"),
        columns=(
            Choice("days", _("Days"), missing=_("Choose the days")),
            _clock("opens", _("Opens"), missing=_ENTER_TIME),
            _clock("closes", _("Closes"), missing=_ENTER_TIME),
        ),
        most=14,
        hint=_("Every week, in UK time. What goes on past midnight is two rows. Leave it empty when nobody has said when."),
    )


def other_days_field() -> Any:
    return Rows(
        _("Days with other hours"),
        columns=(
            Entry("on", _("Date"), _read_day, wrong=_("Enter a real date, like 27 3 2026"), write=_write_day, width="10"),
            _clock("opens", _("Opens")),
            _clock("closes", _("Closes")),
        ),
        most=14,
        hint=_("Public holidays, for example. A day without times is closed."),
    )


def phones_field() -> Any:
    return Rows(
        _("Telephones"),
        columns=(
            Entry("number", _("Number"), _read_phone, wrong=_WRONG_NUMBER, width="20"),
            Choice("cost", _("Cost"), missing=_("Choose what a call costs")),
            Entry(
                "languages",
                _("Languages"),
                _read_languages,
                wrong=_("Enter names of our languages in English, with commas between them"),
                write=lambda tags: ", ".join(LANGUAGES[tag].english_name for tag in tags if tag in LANGUAGES),
            ),
        ),
    )


def languages_field() -> Any:
    return Rows(
        _("Languages that are truly offered"),
        columns=(
            Choice("language", _("Language"), missing=_("Choose the language")),
            Choice("mode", _("How"), missing=_("Choose how it is offered")),
            Entry("dialect", _("Dialect"), plain_words),
            Entry(
                "days",
                _("Days"),
                _read_days,
                wrong=_("Enter days of the week, like Monday, Thursday"),
                write=lambda days: ", ".join(str(WEEKDAYS[day]) for day in days),
            ),
        ),
        most=32,
        hint=_("Only what somebody gets who calls today. Leave the days empty when it is offered whenever the service is open."),
    )


def offer_rows(form: Any) -> None:
    """Offer what the rows of *form* can choose, as far as it has them."""
    days = [*((code, label) for code, (label, _days) in _RUNS.items()), *((str(day), label) for day, label in WEEKDAYS.items())]
    if "openings" in form:
        form.openings.choices["days"] = days
    if "phones" in form:
        form.phones.choices["cost"] = [*CALL_COSTS.items()]
        form.languages.choices |= {"language": tongues_and_english(), "mode": [*MODES.items()]}


def write_openings(openings: Iterable[tuple[int, time, time]]) -> list[tuple[str, time, time]]:
    """Openings as the rows of a form: the usual runs of days in one row."""
    rows = []
    for run in runs_of(Opening(*one) for one in openings):
        code = f"{run.first}-{run.last}"
        codes = [code] if code in _RUNS else [str(day) for day in range(run.first, run.last + 1)]
        rows += [(one, *span) for one in codes for span in run.spans]
    return rows


def read_openings(rows: Sequence[tuple[str, time, time]]) -> list[tuple[int, time, time]]:
    """What `write_openings` makes rows of."""
    return [(day, opens, closes) for code, opens, closes in rows for day in (_RUNS[code][1] if code in _RUNS else [int(code)])]


def write_phones(phones: Iterable[tuple[str, str, str, list[str]]]) -> list[tuple[str, str, list[str] | None]]:
    return [(display, cost, tags or None) for _dial, display, cost, tags in phones]


def read_phones(rows: Iterable[tuple[str, str, list[str] | None]]) -> list[tuple[str, str, str, list[str]]]:
    return [(dial_of(display), display, cost, tags or []) for display, cost, tags in rows]


def write_languages(languages: Iterable[tuple[str, str, str, list[int]]]) -> list[tuple[str, str, str | None, list[int] | None]]:
    return [(tag, mode, dialect or None, days or None) for tag, mode, dialect, days in languages]


def read_languages(rows: Iterable[tuple[str, str, str | None, list[int] | None]]) -> list[tuple[str, str, str, list[int]]]:
    return [(tag, mode, dialect or "", days or []) for tag, mode, dialect, days in rows]
