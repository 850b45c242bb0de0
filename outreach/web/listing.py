"""Lists: declared once, and then searched, filtered, sorted, paged, counted and exported in the same way everywhere.

    TOYS = Listing(
        columns=(Column("name", lazy_gettext("Name"), lambda toy: toy.name, sort=func.lower(Toy.name)), …),
        filters=(Search((Toy.name,)), OneOf("kind", lazy_gettext("Kind"), KINDS, Toy.kind)),
        key=Toy.id, link=lambda toy: url_for(".toy", toy_id=toy.id), default_sort="name",
        count=lambda number: ngettext("%(num)s toy", "%(num)s toys", number), empty=Empty(…), file_name="toys",
    )

    return TOYS.answer("toys/index.html", select(Toy).where(…))      # the query brings its scope with it

The state of a list is in its address: `?q=bear&kind=soft&sort=-made&page=2`. What is unknown or cannot be read there is left out of
account. A page costs two queries, one to count and one for its rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode
from weakref import WeakKeyDictionary

from flask import Response, current_app, render_template, request, stream_with_context
from flask.typing import ResponseReturnValue
from flask_babel import LazyString, gettext, lazy_gettext
from sqlalchemy import ColumnElement, Date, DateTime, Integer, Numeric, Select, bindparam, func, select
from werkzeug.datastructures import MultiDict

from outreach.core.csv_text import neutralise, write_rows
from outreach.core.db import UtcDateTime, db, read_rows
from outreach.web.cells import page_cell, sheet_cell
from outreach.web.choices import Checkboxes
from outreach.web.choices import Select as SelectField
from outreach.web.fields import Shown
from outreach.web.filters import Chip, Expression, Filter
from outreach.web.forms import Form
from outreach.web.paging import SIZE, Paging, find_page

MOST_ROWS = 50_000  # in an export
_OWN = ("sort", "page", "format")


@dataclass(frozen=True, slots=True)
class Column:
    """*value* gives a text, number, day, instant, truth, Tag or None; page and export show it each in their way. *sort* orders by it."""

    key: str
    label: LazyString
    value: Callable[[Any], Any]
    sort: Expression | None = None
    is_numeric: bool = False


@dataclass(frozen=True, slots=True)
class Empty:
    """What a list says while there is nothing: what it is for, and the first step (a label and an address), if this account may take it."""

    heading: LazyString
    text: LazyString
    step: Callable[[], tuple[str, str] | None] = lambda: None


class _FilterForm(Form):
    class Meta(Form.Meta):
        csrf = False


@dataclass(frozen=True)
class Listing:
    """See the head of the module. *default_sort* is the key of a column, with '-' in front for descending."""

    columns: Sequence[Column]
    key: Expression
    link: Callable[[Any], str]
    default_sort: str
    count: Callable[[int], str]
    empty: Empty
    file_name: str
    filters: Sequence[Filter] = ()

    @cached_property
    def form_class(self) -> type[_FilterForm]:
        fields = {name: field for each in self.filters for name, field in each.fields().items()}
        sorted_by = [(column, sign) for column in self.columns if column.sort is not None for sign in ("", "-")]
        orders = [(sign + column.key, order_words(column, is_descending=bool(sign))) for column, sign in sorted_by]
        return type("Filters", (_FilterForm,), {**fields, "sort": SelectField(lazy_gettext("Sort by"), choices=orders, blank=None)})

    def column(self, key: str) -> Column:
        return next(column for column in self.columns if column.key == key)

    def answer(self, template: str, query: Select[Any], **context: Any) -> ResponseReturnValue:
        """The page, with the list as `listing` in its context, or the same list as a file (`?format=csv`)."""
        asked = Asked(self, request.args)
        narrowed = asked.narrow(query)
        statements = sought_in(narrowed, self.key, asked.column.sort, is_descending=asked.is_descending)
        if request.args.get("format") == "csv":
            return self._export(statements)
        paging, rows = statements.read(request.args.get("page", ""))
        return render_template(template, listing=Page(self, asked, paging, rows), **context)

    def _export(self, statements: Statements) -> Response:
        def rows() -> Iterator[list[str]]:
            yield [neutralise(str(column.label)) for column in self.columns]
            for row in statements.stream():
                yield [sheet_cell(column.value(row)) for column in self.columns]

        name = f"{self.file_name}-{current_app.config['OUTREACH'].clock():%Y-%m-%d}.csv"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return Response(stream_with_context(write_rows(rows())), content_type="text/csv; charset=utf-8", headers=headers)


@dataclass(frozen=True, slots=True)
class Statements:
    """What a list asks the database: how many there are, and the rows in their order, `most` of them from `offset` on."""

    count: Select[Any]
    rows: Select[Any]
    send: Callable[[Select[Any], dict[str, int]], Any]

    def read(self, page: str) -> tuple[Paging, list[Any]]:
        """The page that an address names, and its rows."""
        paging = find_page(page, read_rows(self.count).scalar_one())
        return paging, self.send(self.rows, {"most": SIZE, "offset": paging.offset}).all()

    def stream(self) -> Iterator[Any]:
        """The rows for an export, some at a time."""
        with closing(self.send(self.rows.execution_options(yield_per=500), {"most": MOST_ROWS, "offset": 0})) as rows:
            yield from rows


_KEPT: WeakKeyDictionary[Select[Any], dict[Any, Statements]] = WeakKeyDictionary()


def sought_in(query: Select[Any], key: Expression, sort: Expression | None, *, is_descending: bool) -> Statements:
    """The statements for *query*, sorted and among equals by *key*, so that no row is on two pages. They are kept as long as the query is:
    beyond a request where a feature keeps it for whoever asks (`STATEMENTS_KEPT`).
    """
    kept = _KEPT.setdefault(query, {})
    how = (id(key), id(sort), is_descending)  # both stand in a Listing, for as long as the program runs
    if how not in kept:
        kept[how] = _build(query, key, sort, is_descending=is_descending)
    return kept[how]


def _build(query: Select[Any], key: Expression, sort: Expression | None, *, is_descending: bool) -> Statements:
    counted = query.with_only_columns(key, maintain_column_froms=True).order_by(None).subquery()
    first: Any = sort
    ordered: ColumnElement[Any] = first.desc() if is_descending else first.asc()
    rows = query.order_by(None).order_by(ordered.nulls_last(), key)
    most, offset = bindparam("most", type_=Integer), bindparam("offset", type_=Integer)
    return Statements(select(func.count()).select_from(counted), rows.limit(most).offset(offset), _sender_of(query))


def _sender_of(query: Select[Any]) -> Callable[[Select[Any], dict[str, int]], Any]:
    """Gives records where the query asks for one thing, tuples where it asks for several; tuples of columns alone are read as such."""
    asked = query.column_descriptions
    if len(asked) == 1:
        return db.session.scalars
    has_records = any(one["expr"] is one["entity"] for one in asked)
    return db.session.execute if has_records else lambda rows, values: read_rows(rows, **values)


class Asked:
    """What an address asks of a list; whatever there cannot be understood is as if it were not there."""

    def __init__(self, listing: Listing, args: MultiDict[str, str]) -> None:
        self.listing = listing
        self.form = listing.form_class(MultiDict(args))
        self.form.validate()
        for field in self.form.shown_fields():
            if field.errors and isinstance(field, SelectField | Checkboxes):
                field.errors = []
                field.process_data(None)
        self.sort = self.form.sort.data or listing.default_sort
        self.form.sort.process_data(self.sort)

    @property
    def column(self) -> Column:
        return self.listing.column(self.sort.removeprefix("-"))

    @property
    def is_descending(self) -> bool:
        return self.sort.startswith("-")

    def narrow(self, query: Select[Any]) -> Select[Any]:
        """*query* with what is asked for; the same one when that is nothing."""
        conditions = [condition for each in self.listing.filters if (condition := each.condition(self.form)) is not None]
        return query.where(*conditions) if conditions else query

    def chips(self) -> list[Chip]:
        return [chip for each in self.listing.filters for chip in each.chips(self.form)]


@dataclass(frozen=True)
class Page:
    """A page of a list, for `components/list.html`."""

    listing: Listing
    asked: Asked
    paging: Paging
    rows: list[Any]

    @cached_property
    def chips(self) -> list[Chip]:
        return self.asked.chips()

    @property
    def has_filter_errors(self) -> bool:
        return bool(self.asked.form.errors)

    @property
    def search_field(self) -> Shown | None:
        """The field that always stands above the list; the others can be folded away."""
        return next((field for field in self.asked.form.shown_fields() if field.look.get("type") == "search"), None)

    def other_fields(self) -> list[Shown]:
        return [field for field in self.asked.form.shown_fields() if field is not self.search_field]

    @property
    def is_opened(self) -> bool:
        """Whether the folded fields are shown: when one of them is in use, or wrong."""
        search = self.search_field
        return self.has_filter_errors or any(search is None or chip.key != search.name for chip in self.chips)

    def url(self, *, without: Chip | None = None, **changes: str) -> str:
        """The address of this list with some parameters changed ('' takes one away), and on its first page unless another is named."""
        pairs = [(chip.key, chip.value) for chip in self.chips if chip is not without]
        own = {"sort": self.asked.sort if self.asked.sort != self.listing.default_sort else "", "page": "", "format": ""} | changes
        pairs += [(name, own[name]) for name in _OWN if own[name]]
        return request.path + (f"?{urlencode(pairs)}" if pairs else "")

    def sort_url(self, column: Column) -> str:
        """Where the head of *column* leads: sorted by it, or the other way round."""
        is_turned = self.asked.column is column and not self.asked.is_descending
        return self.url(sort=f"-{column.key}" if is_turned else column.key)

    def aria_sort(self, column: Column) -> str:
        if self.asked.column is not column:
            return "none"
        return "descending" if self.asked.is_descending else "ascending"

    @property
    def order_words(self) -> str:
        return str(order_words(self.asked.column, is_descending=self.asked.is_descending))

    def cell(self, column: Column, row: Any) -> Any:
        return page_cell(column.value(row))

    @property
    def is_cut(self) -> bool:
        """Whether an export has not room for all of it."""
        return self.paging.total > MOST_ROWS

    @property
    def most_rows(self) -> int:
        return MOST_ROWS

    def pagination(self) -> dict[str, Any]:
        """The parameters of the component."""
        number = self.paging.number
        items = [
            {"number": n, "href": self.url(page=str(n)), "current": n == number, "visuallyHiddenText": gettext("Page %(number)s", number=n)}
            if n
            else {"ellipsis": True}
            for n in self.paging.numbers
        ]
        params: dict[str, Any] = {"items": items, "landmarkLabel": gettext("Pages of this list")}
        if number > 1:
            params["previous"] = {"href": self.url(page=str(number - 1)), "text": gettext("Previous")}
        if number < self.paging.pages:
            params["next"] = {"href": self.url(page=str(number + 1)), "text": gettext("Next")}
        return params


_DAYS = (lazy_gettext("oldest first"), lazy_gettext("newest first"))
_NUMBERS = (lazy_gettext("lowest first"), lazy_gettext("highest first"))
_WORDS = (lazy_gettext("A to Z"), lazy_gettext("Z to A"))


def order_words(column: Column, *, is_descending: bool) -> LazyString:
    """'Name, A to Z', 'Made, newest first': how a list is sorted, in words that fit what it is sorted by."""
    kind = column.sort.type if column.sort is not None else None
    words = _DAYS if isinstance(kind, Date | DateTime | UtcDateTime) else _NUMBERS if isinstance(kind, Numeric | Integer) else _WORDS
    return lazy_gettext("%(column)s, %(order)s", column=column.label, order=words[is_descending])
