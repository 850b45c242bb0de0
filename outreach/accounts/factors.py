"""What proves who somebody is beside a password: codes of authenticator apps, and passkeys; the library's parts, as we need them."""

from __future__ import annotations

from typing import Any

from flask_security import SQLAlchemyUserDatastore, Totp, WebauthnUtil
from passlib.totp import TOTP, AppWallet
from webauthn.helpers.structs import AuthenticatorSelectionCriteria, ResidentKeyRequirement

from outreach.accounts.access import current_config


class OnceTotp(Totp):
    """Codes of authenticator apps, each good once (RFC 6238, section 5.2). The first key encrypts; older ones still decrypt."""

    def __init__(self, secrets: dict[str, str], issuer: str) -> None:
        newest = next(iter(secrets))
        self._totp = TOTP.using(issuer=issuer, wallet=AppWallet(secrets, default_tag=newest))

    def verify_totp(self, token: str, totp_secret: str, user: Any, window: int = 0) -> bool:
        """Whether *token* is right. None is, for a secret whose key has been taken away."""
        try:
            return bool(super().verify_totp(token, totp_secret, user, window))
        except KeyError:  # passlib's, for a key that the wallet does not have
            return False

    def get_last_counter(self, user: Any) -> int | None:
        counter: int | None = user.tf_last_counter
        return counter

    def set_last_counter(self, user: Any, tmatch: Any) -> None:
        user.tf_last_counter = tmatch.counter


class Passkeys(WebauthnUtil):
    """Any kind will do: this device's own, a phone, a key. One that signs in by itself has to know whose it is; one for the second step,
    which comes after a password, need not.
    """

    def authenticator_selection(self, user: Any, usage: str) -> AuthenticatorSelectionCriteria:
        criteria = super().authenticator_selection(user, usage)
        criteria.authenticator_attachment = None
        criteria.resident_key = ResidentKeyRequirement.REQUIRED if usage == "first" else ResidentKeyRequirement.DISCOURAGED
        return criteria


class Accounts(SQLAlchemyUserDatastore):
    """The library's way to our tables."""

    def create_webauthn(self, user: Any, *args: Any, **about: Any) -> None:
        """Keep a new passkey; the library leaves it to the database to say when that was."""
        super().create_webauthn(user, *args, create_datetime=current_config().clock(), **about)
