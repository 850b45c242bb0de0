"""Content in the database. Texts and translations are append-only: what readers were told at any time can be told again.

Keys are those of the files (`page/<slug>/<block>`, `claim/<key>`, …): the same on every installation.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from outreach.content.library import ClaimKind, Gravity, State
from outreach.core.db import Base, Keyed

_KINDS = ", ".join(f"'{kind}'" for kind in ClaimKind)
_STATES = ", ".join(f"'{state}'" for state in State)


class UnitRow(Base):
    """A unit as it is now. `kind` is the number of a Gravity."""

    __tablename__ = "content_unit"

    key: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[int] = mapped_column(CheckConstraint(f"kind BETWEEN {int(Gravity.WORDING)} AND {int(Gravity.SAFETY)}", name="kind"))
    english: Mapped[str]


class RevisionRow(Keyed, Base):
    """One English text in the history of a unit, oldest at place 0; `text` is missing where this installation never had it."""

    __tablename__ = "content_revision"
    __table_args__ = (UniqueConstraint("unit_key", "place"),)

    unit_key: Mapped[str] = mapped_column(ForeignKey(UnitRow.key))
    place: Mapped[int]
    revision: Mapped[str]
    change: Mapped[int | None]
    on: Mapped[date | None] = mapped_column("changed_on")
    text: Mapped[str | None]


class TranslationRow(Keyed, Base):
    """One translation of a unit; the one with the highest place of its language is current."""

    __tablename__ = "content_translation"
    __table_args__ = (UniqueConstraint("unit_key", "language", "place"), CheckConstraint(f"state IN ({_STATES})", name="state"))

    unit_key: Mapped[str] = mapped_column(ForeignKey(UnitRow.key))
    language: Mapped[str]
    place: Mapped[int]
    source: Mapped[str]
    text: Mapped[str]
    state: Mapped[str]
    by: Mapped[str] = mapped_column("made_by")
    on: Mapped[date | None] = mapped_column("made_on")


class PageRow(Base):
    """A page; its title and heading are units of their own."""

    __tablename__ = "content_page"

    slug: Mapped[str] = mapped_column(primary_key=True)
    place: Mapped[int]
    is_essential: Mapped[bool]
    nations: Mapped[list[str]] = mapped_column(JSON)


class BlockRow(Base):
    """Where a block stands."""

    __tablename__ = "content_block"

    unit_key: Mapped[str] = mapped_column(ForeignKey(UnitRow.key), primary_key=True)
    page_slug: Mapped[str] = mapped_column(ForeignKey(PageRow.slug))
    place: Mapped[int]


class ClaimRow(Base):
    """A claim, with what it rests on and whether it is withdrawn. `lapse_noted_for`: the review date whose passing has been noted.

    `area`: the force area on whose page it stands, or nothing.
    """

    __tablename__ = "content_claim"
    __table_args__ = (CheckConstraint(f"kind IN ({_KINDS})", name="kind"),)

    key: Mapped[str] = mapped_column(primary_key=True)
    place: Mapped[int]
    kind: Mapped[str]
    owner: Mapped[str]
    source_key: Mapped[str]
    source_title: Mapped[str]
    source_address: Mapped[str]
    source_on: Mapped[date]
    nations: Mapped[list[str]] = mapped_column(JSON)
    review_by: Mapped[date | None]
    depends_on: Mapped[list[str]] = mapped_column(JSON)
    has_withdrawal: Mapped[bool]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_reason: Mapped[str | None]
    lapse_noted_for: Mapped[date | None]
    area: Mapped[str] = mapped_column(server_default="")


class ContactRow(Base):
    """A number to call; what is said about it are units `contact/<key>/…`, named here in order. `linked_to` is missing while not known."""

    __tablename__ = "content_contact"

    key: Mapped[str] = mapped_column(primary_key=True)
    place: Mapped[int]
    name: Mapped[str]
    dial: Mapped[str]
    display: Mapped[str]
    run_by: Mapped[str]
    texts: Mapped[list[str]] = mapped_column(JSON)
    source_title: Mapped[str]
    source_address: Mapped[str]
    source_on: Mapped[date]
    checked_on: Mapped[date | None]
    is_invented: Mapped[bool]
    has_failed: Mapped[bool]
    textphone: Mapped[str] = mapped_column(server_default="")
    funded_by: Mapped[str] = mapped_column(server_default="")
    linked_to: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    checked_by: Mapped[str] = mapped_column(server_default="")


class PublicationRequest(Keyed, Base):
    """Somebody changed what readers are told. `reason` names what changed, never who reads."""

    __tablename__ = "publication_request"

    requested_at: Mapped[datetime]
    reason: Mapped[str]
    published_at: Mapped[datetime | None]
