"""Lists: changes of profiles that wait or were decided, and hours."""

from __future__ import annotations

from typing import Any

from flask import url_for
from flask_babel import lazy_gettext as _
from flask_babel import ngettext
from sqlalchemy import func

from outreach.core.dates import LONDON
from outreach.partners.labels import (
    FIELDS,
    PAYMENT_COLOURS,
    PAYMENTS,
    PURPOSES,
    REVISION_COLOURS,
    REVISION_STATES,
)
from outreach.partners.models import Hours, Organisation, Revision
from outreach.partners.rules import Payment, Purpose, RevisionState
from outreach.web.cells import Tag
from outreach.web.filters import Between, OneOf, Search
from outreach.web.listing import Column, Empty, Listing
from outreach.web.numbers import plain_number, pounds


def revision_tag(state: str) -> Tag:
    return Tag(REVISION_STATES[RevisionState(state)], REVISION_COLOURS.get(RevisionState(state), "grey"))


def payment_tag(hours: Hours) -> Tag:
    payment = Payment(hours.payment)
    return Tag(PAYMENTS[payment], PAYMENT_COLOURS.get(payment, "grey"))


def money(pence: int | None) -> str:
    return "" if pence is None else pounds(pence)


def length(minutes: int) -> str:
    """'1.5', in hours."""
    return plain_number(minutes / 60)


REVISIONS = Listing(
    columns=(
        Column("name", _("Organisation"), lambda one: one.organisation.name, sort=func.lower(Organisation.name)),
        Column("fields", _("What changes"), lambda one: ", ".join(str(FIELDS[name]) for name in one.changes)),
        Column("asked", _("Waiting since"), lambda one: one.asked_at.astimezone(LONDON).date(), sort=Revision.asked_at),
        Column("state", _("State"), lambda one: revision_tag(one.state), sort=Revision.state),
    ),
    filters=(Search((Organisation.name,), label=_("Organisation")), OneOf("state", _("State"), [*REVISION_STATES.items()], Revision.state)),
    key=Revision.id,
    link=lambda one: url_for("care.revision", revision_id=one.id),
    default_sort="asked",
    count=lambda number: ngettext("%(num)s change", "%(num)s changes", number),
    empty=Empty(
        _("No change waits"),
        _("When a partner changes its profile, the approved one stays public, and the change waits here for somebody of the staff."),
    ),
    file_name="profile-changes",
)


_SHARED: tuple[Column, ...] = (
    Column("on", _("Day"), lambda one: one.worked_on, sort=Hours.worked_on),
    Column("hours", _("Hours"), lambda one: length(one.minutes), sort=Hours.minutes, is_numeric=True),
    Column("purpose", _("What for"), lambda one: PURPOSES[Purpose(one.purpose)], sort=Hours.purpose),
    Column("confirmed", _("Confirmed"), lambda one: one.confirmed_at is not None),
    Column("payment", _("Payment"), payment_tag, sort=Hours.payment),
    Column("asked_pence", _("Asked for"), lambda one: money(one.asked_pence), is_numeric=True),
    Column("agreed_pence", _("Agreed"), lambda one: money(one.agreed_pence), is_numeric=True),
    Column("paid_on", _("Paid on"), lambda one: one.paid_on, sort=Hours.paid_on),
)
_FILTERS: tuple[Any, ...] = (
    OneOf("purpose", _("What for"), [*PURPOSES.items()], Hours.purpose),
    OneOf("payment", _("Payment"), [*PAYMENTS.items()], Hours.payment),
    Between("on", _("Day"), Hours.worked_on),
)


def _count(number: int) -> str:
    return str(ngettext("%(num)s entry", "%(num)s entries", number))


OWN_HOURS = Listing(
    columns=_SHARED,
    filters=_FILTERS,
    key=Hours.id,
    link=lambda one: url_for("own.edit_hours", hours_id=one.id),
    default_sort="-on",
    count=_count,
    empty=Empty(
        _("No hours yet"),
        _("Write down the time that you give to the programme, so that it is seen, and paid where that is agreed."),
        lambda: (str(_("Enter hours")), url_for("own.new_hours")),
    ),
    file_name="hours",
)

ALL_HOURS = Listing(
    columns=(Column("name", _("Organisation"), lambda one: one.organisation.name, sort=func.lower(Organisation.name)), *_SHARED),
    filters=(Search((Organisation.name,), label=_("Organisation")), *_FILTERS),
    key=Hours.id,
    link=lambda one: url_for("care.hours", hours_id=one.id),
    default_sort="-on",
    count=_count,
    empty=Empty(_("No hours yet"), _("Partners write down the time that they give to the programme; it is confirmed, and paid, here.")),
    file_name="partner-hours",
)
