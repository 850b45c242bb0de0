"""Organisations, their numbers, places and languages, who speaks for them, what they agreed to."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from outreach.accounts.models import Account
from outreach.accounts.rules import Scope
from outreach.core.db import Base, Keyed
from outreach.partners.profile import Profile, read_profile
from outreach.partners.rules import Consent, Kind, Stage

_HOLDS = text("withdrawn_at IS NULL")


def _one_of(column: str, values: Any) -> CheckConstraint:
    return CheckConstraint(f"{column} IN ({', '.join(repr(str(value)) for value in values)})", name=column)


class Organisation(Keyed, Base):
    """An organisation from its application on. `answers` is its profile as it was approved last (while it applies: as it was sent).

    What is looked for (name, kind, numbers, places, languages) stands in columns and rows too, which `operations.describe` alone writes.
    `verified_at` is when somebody who may said last that all is still true; an edit does not count.
    From `paused_at` on readers do not see it, because two people look at whether it stays a partner.
    Of one that has left, what it said is erased after a time (`erased_at`); the row stays, for the trail and as a tombstone.
    """

    __tablename__ = "organisation"
    __table_args__ = (_one_of("kind", Kind), _one_of("stage", Stage))

    name: Mapped[str] = mapped_column(index=True)
    kind: Mapped[str]
    stage: Mapped[str] = mapped_column(index=True)
    answers: Mapped[dict[str, Any]] = mapped_column(JSON)
    language: Mapped[str]  # of its registration, and of mails to its contact: 'en' or 'cy'
    is_national: Mapped[bool] = mapped_column(server_default=false())
    is_demonstration: Mapped[bool] = mapped_column(server_default=false())
    applied_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    verified_at: Mapped[datetime | None] = mapped_column(index=True)
    paused_at: Mapped[datetime | None]
    left_at: Mapped[datetime | None]
    erased_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column()

    identifiers: Mapped[list[OrganisationIdentifier]] = relationship(
        lazy="selectin", cascade="all, delete-orphan", order_by="OrganisationIdentifier.org_id"
    )
    areas: Mapped[list[OrganisationArea]] = relationship(lazy="selectin", cascade="all, delete-orphan", order_by="OrganisationArea.area")
    languages: Mapped[list[OrganisationLanguage]] = relationship(
        lazy="selectin", cascade="all, delete-orphan", order_by="OrganisationLanguage.language"
    )
    members: Mapped[list[Member]] = relationship(back_populates="organisation", lazy="raise_on_sql", cascade="all, delete-orphan")
    consents: Mapped[list[ConsentGiven]] = relationship(lazy="raise_on_sql", cascade="all, delete-orphan", order_by="ConsentGiven.given_at")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own way

    @property
    def profile(self) -> Profile:
        return read_profile(self.answers)

    @property
    def scope(self) -> Scope:
        return Scope(self.is_national, frozenset(row.area for row in self.areas))


class OrganisationIdentifier(Base):
    """A number in a register (`identifiers`). Two organisations can have the same one: which of them is right, a person finds out."""

    __tablename__ = "organisation_identifier"

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id", ondelete="CASCADE"), primary_key=True)
    org_id: Mapped[str] = mapped_column(primary_key=True, index=True)


class OrganisationArea(Base):
    """A force area (`core.areas`) that an organisation serves."""

    __tablename__ = "organisation_area"

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id", ondelete="CASCADE"), primary_key=True)
    area: Mapped[str] = mapped_column(primary_key=True, index=True)


class OrganisationLanguage(Base):
    """A language (tag) that an organisation speaks."""

    __tablename__ = "organisation_language"

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id", ondelete="CASCADE"), primary_key=True)
    language: Mapped[str] = mapped_column(primary_key=True, index=True)


class Member(Base):
    """An account that speaks for an organisation; each for one at most. Owners may do everything, the others (editors) everything but what
    concerns members, consents and leaving.
    """

    __tablename__ = "organisation_member"
    __table_args__ = (UniqueConstraint("account_id"),)

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id", ondelete="CASCADE"), primary_key=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), primary_key=True)
    is_owner: Mapped[bool]
    since: Mapped[datetime]

    organisation: Mapped[Organisation] = relationship(back_populates="members", lazy="raise_on_sql")
    account: Mapped[Account] = relationship(lazy="raise_on_sql")


class ConsentGiven(Keyed, Base):
    """That an organisation agreed to something, from `given_at` until `withdrawn_at`. Rows stay: what was agreed when can be shown."""

    __tablename__ = "organisation_consent"
    __table_args__ = (
        _one_of("consent", Consent),
        Index("ix_organisation_consent_holds", "organisation_id", "consent", unique=True, sqlite_where=_HOLDS, postgresql_where=_HOLDS),
    )

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id", ondelete="CASCADE"), index=True)
    consent: Mapped[str]
    given_at: Mapped[datetime]
    given_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))  # nobody's: with the application
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))


class AgreementAccepted(Keyed, Base):
    """That somebody of an organisation, by name, accepted a version of the agreements (`vetting.agreements`) for it.

    `digest` is of the texts that they read. It holds until `holds_until`, which is set when a newer version is there. Rows stay.
    """

    __tablename__ = "organisation_agreement"
    __table_args__ = (UniqueConstraint("organisation_id", "version"),)

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id", ondelete="CASCADE"))
    version: Mapped[str] = mapped_column(index=True)
    digest: Mapped[str]
    language: Mapped[str]  # in which they read it: 'en' or 'cy'
    name: Mapped[str]
    position: Mapped[str]
    accepted_by_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    accepted_at: Mapped[datetime]
    holds_until: Mapped[datetime | None]


class Application(Keyed, Base):
    """A registration from its beginning until it is sent; then an organisation of the same id is there, and its answers are erased here.

    `answered` has the keys of the sections that were filled in; `consents` is nothing while nobody was asked. A link that was mailed holds
    until the next one is (`*_link_at`), for `rules.LINK_LASTS` at most. Rows are deleted after `rules.DRAFTS_KEPT`.
    """

    __tablename__ = "partner_application"
    __table_args__ = (CheckConstraint("language IN ('en', 'cy')", name="language"),)

    email: Mapped[str]
    language: Mapped[str]
    answers: Mapped[dict[str, Any]] = mapped_column(JSON)
    answered: Mapped[list[str]] = mapped_column(JSON)
    consents: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    begun_at: Mapped[datetime]
    changed_at: Mapped[datetime] = mapped_column(index=True)
    back_link_at: Mapped[datetime | None]
    confirm_link_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own way

    @property
    def profile(self) -> Profile:
        return read_profile(self.answers)
