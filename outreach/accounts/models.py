"""Accounts, where and for what they are, and what guards them.

Attributes beginning `tf_`, `mf_` and `fs_` are Flask-Security's names. Secrets among them are encrypted or hashed before they get here.
"""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar
from uuid import UUID, uuid4

from flask_security import UserMixin, WebAuthnMixin
from sqlalchemy import JSON, CheckConstraint, ForeignKey, LargeBinary, UniqueConstraint, false, true
from sqlalchemy.ext.mutable import MutableList
from sqlalchemy.orm import Mapped, mapped_column, relationship

from outreach.accounts.rules import Kind, Part, Role, Scope, Standing, standing_of
from outreach.core.db import Base, Keyed


def _one_of(column: str, values: type[Role] | type[Kind]) -> CheckConstraint:
    return CheckConstraint(f"{column} IN ({', '.join(repr(str(value)) for value in values)})", name=column)


class Account(Keyed, UserMixin, Base):  # type: ignore[misc]  # its names for the library's own columns are declared again, typed
    """Somebody who can sign in, or could. The row stays when they leave (histories name it); their address and secrets do not.

    `version` counts changes, so that the second of two people who edit it is told.
    """

    __tablename__ = "account"
    __table_args__ = (_one_of("role", Role), _one_of("kind", Kind), CheckConstraint("language IN ('en', 'cy')", name="language"))

    email: Mapped[str | None] = mapped_column(unique=True)  # type: ignore[assignment]  # whoever has left has none
    name: Mapped[str] = mapped_column(server_default="")
    telephone: Mapped[str] = mapped_column(server_default="")
    language: Mapped[str] = mapped_column(server_default="en")
    is_mailed: Mapped[bool] = mapped_column(server_default=true())
    role: Mapped[str]
    kind: Mapped[str]
    organisation: Mapped[str]
    is_national: Mapped[bool] = mapped_column(server_default=false())
    is_demonstration: Mapped[bool] = mapped_column(server_default=false())
    invited_at: Mapped[datetime]
    joined_at: Mapped[datetime | None]
    suspended_at: Mapped[datetime | None]
    left_at: Mapped[datetime | None]
    successor_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    version: Mapped[int] = mapped_column()

    password: Mapped[str | None]
    fs_uniquifier: Mapped[str] = mapped_column(unique=True, default=lambda: uuid4().hex)
    fs_webauthn_user_handle: Mapped[str | None] = mapped_column(unique=True)  # type: ignore[assignment]
    tf_primary_method: Mapped[str | None]
    tf_totp_secret: Mapped[str | None]
    tf_last_counter: Mapped[int | None]
    mf_recovery_codes: Mapped[list[str] | None] = mapped_column(MutableList.as_mutable(JSON()))

    areas: Mapped[list[AccountArea]] = relationship(lazy="selectin", cascade="all, delete-orphan", order_by="AccountArea.area")
    languages: Mapped[list[AccountLanguage]] = relationship(
        lazy="selectin", cascade="all, delete-orphan", order_by="AccountLanguage.language"
    )
    webauthn: Mapped[list[Passkey]] = relationship(  # type: ignore[assignment]
        back_populates="user", cascade="all, delete-orphan", order_by="Passkey.create_datetime"
    )
    successor: Mapped[Account | None] = relationship(remote_side="Account.id", lazy="raise_on_sql")

    tf_phone_number: ClassVar[None] = None  # type: ignore[misc]  # no codes by text message: they can be read on somebody else's phone

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own way

    @property
    def standing(self) -> Standing:
        return standing_of(joined_at=self.joined_at, suspended_at=self.suspended_at, left_at=self.left_at)

    @property
    def active(self) -> bool:  # type: ignore[override]
        """Whether they may sign in and stay signed in: Flask-Security asks at every request."""
        return self.standing is Standing.ACTIVE

    @property
    def part(self) -> Part:
        scope = Scope(self.is_national, frozenset(row.area for row in self.areas))
        return Part(Role(self.role), Kind(self.kind), scope, frozenset(row.language for row in self.languages))

    @property
    def scope(self) -> Scope:
        return self.part.scope

    @property
    def has_second_factor(self) -> bool:
        """Whether something is asked for after the password; a passkey that signs in by itself is none."""
        return bool(self.tf_primary_method) or any(key.usage == "secondary" for key in self.webauthn)

    def check_tf_required(self, tf_setup_methods: list[tuple[str, str]], _tf_fresh: bool) -> tuple[bool, list[tuple[str, str]]]:
        """Whether a second step follows the password: wherever one is set up, and where one has to be. Flask-Security asks."""
        return bool(tf_setup_methods) or self.check_tf_required_setup(), tf_setup_methods

    def check_tf_required_setup(self) -> bool:
        """Whether this account has to have a second step: in production, all but partners."""
        return self.role != Role.PARTNER and bool(super().check_tf_required_setup())


class AccountArea(Base):
    """A force area that an account works for (`core.areas`)."""

    __tablename__ = "account_area"

    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), primary_key=True)
    area: Mapped[str] = mapped_column(primary_key=True, index=True)


class AccountLanguage(Base):
    """A language (tag) that a translator or a reviewer works on."""

    __tablename__ = "account_language"

    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), primary_key=True)
    language: Mapped[str] = mapped_column(primary_key=True)


class Passkey(Keyed, WebAuthnMixin, Base):  # type: ignore[misc]
    """A credential of WebAuthn. `usage` is 'first' (signs in by itself) or 'secondary' (after the password)."""

    __tablename__ = "account_passkey"
    __table_args__ = (UniqueConstraint("user_id", "name"),)

    user_id: Mapped[UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    user: Mapped[Account] = relationship(back_populates="webauthn")
    credential_id: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    sign_count: Mapped[int]
    transports: Mapped[list[str] | None] = mapped_column(JSON)
    backup_state: Mapped[bool]
    device_type: Mapped[str]
    extensions: Mapped[str | None]
    create_datetime: Mapped[datetime]
    lastuse_datetime: Mapped[datetime]
    name: Mapped[str]
    usage: Mapped[str]


class SignIn(Keyed, Base):
    """A session: from signing in until it is ended, by its owner or by time. `browser` is a name that its owner recognises."""

    __tablename__ = "account_sign_in"

    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    began_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    browser: Mapped[str]


class CalendarKey(Keyed, Base):
    """The secret of the address at which an account's own calendar is read: its hash. One at a time."""

    __tablename__ = "account_calendar_key"

    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), unique=True)
    secret_hash: Mapped[str]
    made_at: Mapped[datetime]


class Tries(Base):
    """How often something was guessed (`guessing`). `key` is a keyed hash: neither an address nor an account can be read from it."""

    __tablename__ = "account_tries"

    key: Mapped[str] = mapped_column(primary_key=True)
    tries: Mapped[int]
    latest_at: Mapped[datetime] = mapped_column(index=True)
    waits_until: Mapped[datetime | None]
