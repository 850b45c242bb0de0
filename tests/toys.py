"""A small feature that is no part of the product: table, form and list, made as the product's are, to try the ground they stand on."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from flask import Blueprint, Flask, abort, flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext, ngettext
from jinja2 import ChoiceLoader, DictLoader
from sqlalchemy import func, select
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from outreach.core.db import Keyed, UtcDateTime, db
from outreach.web.access import public
from outreach.web.cells import Tag
from outreach.web.choices import Checkboxes, Radios, Select, Tick
from outreach.web.conflicts import EditForm, conflict_page
from outreach.web.fields import Email, File, Integer, Password, Telephone, Text, TextArea
from outreach.web.filters import AnyOf, Between, OneOf, Search
from outreach.web.forms import NewForm, find_made, form_page
from outreach.web.limits import takes_files
from outreach.web.listing import Column, Empty, Listing
from outreach.web.moments import Day, Moment
from outreach.web.navigation import SECTIONS, AccountMenu, Section, add_section, set_account_menu
from tests.conftest import NOW


class ToyBase(DeclarativeBase):
    """Apart from the product's tables, so that no migration misses this one."""

    type_annotation_map = {datetime: UtcDateTime()}  # noqa: RUF012 - SQLAlchemy's way


class Kind(StrEnum):
    SOFT = "soft"
    WOODEN = "wooden"
    LOUD = "loud"


class Toy(Keyed, ToyBase):
    __tablename__ = "toy"

    name: Mapped[str]
    kind: Mapped[str]
    weight: Mapped[int]
    note: Mapped[str | None]
    made_at: Mapped[datetime]
    sold_on: Mapped[date | None]
    version: Mapped[int] = mapped_column(nullable=False)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's way


KINDS = [(Kind.SOFT, lazy_gettext("Soft")), (Kind.WOODEN, lazy_gettext("Wooden")), (Kind.LOUD, lazy_gettext("Loud"))]
COLOURS = {"soft": "blue", "wooden": "green", "loud": "red"}


class ToyFields:
    name = Text(lazy_gettext("Name of the toy"), missing=lazy_gettext("Enter a name for the toy"), hint=lazy_gettext("As children call it"))
    kind = Select(lazy_gettext("Kind"), choices=KINDS, missing=lazy_gettext("Choose a kind"))
    weight = Integer(
        lazy_gettext("Weight in grams"),
        missing=lazy_gettext("Enter the weight"),
        wrong=lazy_gettext("Enter a weight from 1 to 50,000 grams"),
        lowest=1,
        highest=50_000,
        look={"suffix": {"text": "g"}},
    )
    note = TextArea(lazy_gettext("Note"), longest=300)


class WholeForm(NewForm, ToyFields):
    email = Email(lazy_gettext("Email of the maker"), missing=lazy_gettext("Enter an email address"), autocomplete="email")
    phone = Telephone(lazy_gettext("Telephone"), autocomplete="tel")
    password = Password(lazy_gettext("Password"), missing=lazy_gettext("Enter your password"))
    made_at = Moment(
        lazy_gettext("Made at"), missing=lazy_gettext("Enter the day and the time"), hint=lazy_gettext("For example, 27 3 2026 and 2:30pm")
    )
    sold_on = Day(lazy_gettext("Sold on"))
    urdu = Text(lazy_gettext("Name in Urdu"), lang="ur", direction="rtl")
    contact = Radios(
        lazy_gettext("How should we ask the maker?"),
        choices=[("email", lazy_gettext("Email")), ("letter", lazy_gettext("Letter"))],
        hints={"letter": lazy_gettext("Takes a week")},
        missing=lazy_gettext("Choose how we should ask"),
    )
    address = Text(lazy_gettext("Postal address"), missing=lazy_gettext("Enter an address"), only_if=("contact", "letter"))
    colours = Checkboxes(
        lazy_gettext("Colours"),
        choices=[("red", lazy_gettext("Red")), ("blue", lazy_gettext("Blue"))],
        missing=lazy_gettext("Choose at least one colour"),
        hint=lazy_gettext("Choose all that apply"),
    )
    safe = Tick(lazy_gettext("I have tried it"), missing=lazy_gettext("Try the toy, then tick the box"))
    picture = File(lazy_gettext("Picture"), accept="image/*")


class SmallForm(EditForm, ToyFields):
    pass


TOYS = Listing(
    columns=(
        Column("name", lazy_gettext("Name"), lambda toy: toy.name, sort=func.lower(Toy.name)),
        Column("kind", lazy_gettext("Kind"), lambda toy: Tag(dict(KINDS)[Kind(toy.kind)], COLOURS[toy.kind]), sort=Toy.kind),
        Column("made", lazy_gettext("Made"), lambda toy: toy.made_at, sort=Toy.made_at),
        Column("note", lazy_gettext("Note"), lambda toy: toy.note),
        Column("weight", lazy_gettext("Weight (g)"), lambda toy: toy.weight, sort=Toy.weight, is_numeric=True),
    ),
    filters=(
        Search((Toy.name, Toy.note)),
        OneOf("kind", lazy_gettext("Kind"), KINDS, Toy.kind),
        AnyOf("any", lazy_gettext("Any of these"), KINDS, Toy.kind),
        Between("made", lazy_gettext("Made"), Toy.made_at),
    ),
    key=Toy.id,
    link=lambda toy: url_for("toys.edit", toy_id=toy.id),
    default_sort="name",
    count=lambda number: ngettext("%(num)s toy", "%(num)s toys", number),
    empty=Empty(
        lazy_gettext("No toys yet"),
        lazy_gettext("Every toy that children may borrow stands here, with who made it. Add the first one, and people can find it."),
        lambda: ("Add a toy", url_for("toys.new")),
    ),
    file_name="toys",
)

bp = Blueprint("toys", __name__, url_prefix="/manage/toys")


@bp.get("")
@public
def index() -> ResponseReturnValue:
    return TOYS.answer("toys/index.html", select(Toy))


@bp.route("/new", methods=["GET", "POST"])
@public
@takes_files(largest=2 * 2**20)
def new() -> ResponseReturnValue:
    form = WholeForm()
    if form.validate_on_submit():
        if find_made(Toy, form) is None:
            db.session.add(Toy(id=form.form_key.data, **values_of(form), made_at=form.made_at.data, sold_on=form.sold_on.data))
            db.session.commit()
        flash("The toy is on the list. People can find it now.", "success")
        return redirect(url_for(".index"), 303)
    return form_page("toys/form.html", form=form)


@bp.route("/<uuid:toy_id>", methods=["GET", "POST"])
@public
def edit(toy_id: UUID) -> ResponseReturnValue:
    toy = db.session.get(Toy, toy_id) or abort(404)
    form = SmallForm.of(toy)
    if form.validate_on_submit():
        if form.is_stale(toy):
            return conflict_page(form, toy)
        for name, value in values_of(form).items():
            setattr(toy, name, value)
        db.session.commit()
        return redirect(url_for(".index"), 303)
    return form_page("toys/form.html", form=form)


@bp.get("/broken")
@public
def broken() -> ResponseReturnValue:
    raise ZeroDivisionError("a secret in a message")


def values_of(form: Any) -> dict[str, Any]:
    return {name: form[name].data for name in ("name", "kind", "weight", "note")}


TEMPLATES = {
    "toys/index.html": """{% extends "layouts/staff.html" %}{% from "components/list.html" import list_of with context %}
{% block title %}Toys{% endblock %}
{% block main %}<div class="app-title"><h1 class="govuk-heading-l">Toys</h1>
<a class="govuk-button" href="{{ url_for('toys.new') }}">Add a toy</a></div>{{ list_of(listing) }}{% endblock %}""",
    "toys/form.html": """{% extends "layouts/staff.html" %}{% from "components/fields.html" import whole, submit %}
{% block title %}A toy{% endblock %}
{% block main %}<div class="app-narrow"><h1 class="govuk-heading-l">A toy</h1>
{% call whole(form, has_files=true) %}{% for field in form.top_fields() %}{{ field() }}{% endfor %}
{{ submit("Save") }}{% endcall %}</div>{% endblock %}""",
}


def find_menu() -> AccountMenu | None:
    """Somebody who is signed in on the pages where anybody can be."""
    return AccountMenu("Alex Okafor-Lindqvist", "/manage/toys", "/manage/toys") if request.path.startswith("/manage") else None


def add_toys(app: Flask, *, language: str | None = None) -> None:
    """Make the toys a part of *app*, with somebody signed in and other sections beside them."""
    app.register_blueprint(bp)
    product = app.jinja_env.loader
    assert product
    app.jinja_env.loader = ChoiceLoader([DictLoader(TEMPLATES), product])
    if language:
        app.before_request(lambda: setattr(g, "interface_language", language))
    app.extensions.pop(SECTIONS)  # those of the product ask for an account
    set_account_menu(app, find_menu)
    add_section(app, Section(lazy_gettext("Assets"), "site.healthz", count=lambda: 3))
    add_section(app, Section(lazy_gettext("Toys"), "toys.index", count=lambda: 12))
    add_section(app, Section(lazy_gettext("Hidden"), "site.healthz", is_shown=lambda: False))
    with app.app_context():
        ToyBase.metadata.create_all(db.engine)


def make_toy(number: int, **more: Any) -> Toy:
    fields = {
        "name": f"Bear {number:03}",
        "kind": list(Kind)[number % 3],
        "weight": 10 * number + 1,
        "note": "A bear with one ear and a long story about how it lost the other one",
        "made_at": NOW - timedelta(days=number),
        "sold_on": None,
    }
    return Toy(**(fields | more))
