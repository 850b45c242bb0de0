"""The sign-in library's forms in our words. Names of fields and what is checked are the library's."""

from __future__ import annotations

import re
from typing import Any

from flask import session
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_security.forms import (
    ChangePasswordForm,
    LoginForm,
    ResetPasswordForm,
    TwoFactorRescueForm,
    TwoFactorSetupForm,
    TwoFactorVerifyCodeForm,
    VerifyForm,
)
from flask_security.recovery_codes import MfRecoveryCodesForm, MfRecoveryForm
from flask_security.tf_plugin import TwoFactorSelectForm
from flask_security.webauthn import (
    WebAuthnDeleteForm,
    WebAuthnRegisterForm,
    WebAuthnSigninForm,
    WebAuthnSigninResponseForm,
    WebAuthnVerifyForm,
)
from wtforms import HiddenField, PasswordField, RadioField, StringField

from outreach.accounts.labels import LIBRARY
from outreach.accounts.rules import LONGEST_PASSWORD
from outreach.core.text import one_line

PASSWORD, NEW_PASSWORD, AGAIN = _("Password"), _("New password"), _("The new password again")
NEW_PASSWORD_HINT = _("At least 12 characters. Three words that you do not use together are a good password.")


_OURS = re.compile(r"/manage/[^\\\s]*")


class Ours:
    """What our pages ask of every form: a summary of its errors, texts that a page can hold, and that it leads on to pages of ours only."""

    def process(self: Any, *args: Any, **kwargs: Any) -> None:
        super().process(*args, **kwargs)  # type: ignore[misc]
        for field in self:
            if isinstance(field, StringField) and not isinstance(field, HiddenField | PasswordField):
                field.data = one_line(field.data or "")

    def error_list(self: Any) -> list[dict[str, Any]]:
        """Messages about the whole form (the library's generic ones, each once), then those of fields, with links to them."""
        whole = [{"text": message} for message in dict.fromkeys(map(str, self.form_errors))]
        return whole + [{"text": field.errors[0], "href": f"#{field.id}"} for field in self if field.errors]

    def validate(self: Any, **kwargs: Any) -> bool:
        if "next" in self and not _OURS.fullmatch(self.next.data or ""):
            self.next.data = ""
        return bool(super().validate(**kwargs))  # type: ignore[misc]


def _say(form: Any, **labels: Any) -> None:
    """Give fields their labels, or their labels and hints."""
    for name, label in labels.items():
        field = form[name]
        text, hint = label if isinstance(label, tuple) else (label, "")
        field.label.text, field.description = text, hint


def _cut(password: Any) -> None:
    """A password longer than any that can be set is wrong, and is hashed as every wrong one is: cut to one character too many."""
    password.data = (password.data or "")[: LONGEST_PASSWORD + 1]


def _is_short_enough(password: Any) -> bool:
    if len(password.data or "") <= LONGEST_PASSWORD:
        return True
    password.errors = [gettext("Shorten this to %(longest)s characters or fewer", longest=LONGEST_PASSWORD)]
    return False


class SignInForm(Ours, LoginForm):
    remember = None  # a browser that stays signed in for weeks is a key left in the door

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, email=_("Email address"), password=PASSWORD, submit=_("Sign in"))

    def validate(self, **kwargs: Any) -> bool:
        _cut(self.password)
        return bool(super().validate(**kwargs))


class ConfirmForm(Ours, VerifyForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, password=PASSWORD, submit=_("Go on"))

    def validate(self, **kwargs: Any) -> bool:
        _cut(self.password)
        return bool(super().validate(**kwargs))


class NewPasswordForm(Ours, ResetPasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, password=(NEW_PASSWORD, NEW_PASSWORD_HINT), password_confirm=AGAIN, submit=_("Change the password"))

    def validate(self, **kwargs: Any) -> bool:
        return _is_short_enough(self.password) and bool(super().validate(**kwargs))


class PasswordForm(Ours, ChangePasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, password=_("Your present password"), submit=_("Change the password"))
        _say(self, new_password=(NEW_PASSWORD, NEW_PASSWORD_HINT), new_password_confirm=AGAIN)

    def validate(self, **kwargs: Any) -> bool:
        _cut(self.password)
        return _is_short_enough(self.new_password) and bool(super().validate(**kwargs))


class AuthenticatorForm(Ours, TwoFactorSetupForm):
    setup = RadioField(_("Authenticator app"), choices=["authenticator", "disable"], validate_choice=False)  # the library checks it

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, submit=_("Go on"))


class RescueForm(Ours, TwoFactorRescueForm):
    """Is made with every page that asks for a code, and never shown: help is a recovery code, or a lead."""

    help_setup = RadioField(choices=["help"])


class CodeForm(Ours, TwoFactorVerifyCodeForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, code=(_("Code"), _("Six digits, from your authenticator app.")), submit=_("Go on"))


WAYS = {"authenticator": _("A code from my authenticator app"), "webauthn": _("A passkey")}


class ChooseForm(Ours, TwoFactorSelectForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, which=_("How do you want to confirm that it is you?"), submit=_("Go on"))

    def ways(self) -> list[tuple[str, Any]]:
        """The choices that the view has set, in our words."""
        return [(key, WAYS[key]) for key, _label in self.which.choices]


class RecoveryCodeForm(Ours, MfRecoveryForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, code=(_("Recovery code"), _("One of the codes that you kept when you set up your second step.")), submit=_("Go on"))

    def validate(self, **kwargs: Any) -> bool:
        """Codes are copied from paper: capitals, and what stands between their three parts, do not matter."""
        bare = re.sub(r"[\s\u2010-\u2015-]+", "", self.code.data or "").lower()
        self.code.data = "-".join(bare[start : start + 4] for start in range(0, len(bare), 4))
        return bool(super().validate(**kwargs))


class RecoveryCodesForm(Ours, MfRecoveryCodesForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, show_codes=_("Show the codes that are left"), generate_new_codes=_("Make new codes"))


USES = {"secondary": _("As the second step, after my password"), "first": _("To sign in without a password")}


class PasskeyForm(Ours, WebAuthnRegisterForm):
    usage = RadioField(_("What it is for"), choices=[*USES], default="secondary")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, name=(_("Name of the passkey"), _("So that you know it again, such as “My phone”.")), submit=_("Go on"))

    def ways(self) -> list[tuple[str, Any]]:
        return [*USES.items()]


class PasskeyRemovalForm(Ours, WebAuthnDeleteForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, name=_("Name of the passkey"), submit=_("Remove"))


class PasskeySignInForm(Ours, WebAuthnSigninForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, submit=_("Use a passkey"))

    def validate(self, **kwargs: Any) -> bool:
        self.remember.data = False
        return bool(super().validate(**kwargs))


class PasskeyAnswerForm(Ours, WebAuthnSigninResponseForm):
    def validate(self, **kwargs: Any) -> bool:
        """Whoever cannot be signed in is refused here, and not only at the next request."""
        self.remember.data = ""
        return bool(super().validate(**kwargs)) and self.user is not None and self.user.is_active and self._is_awaited(self.user)

    def _is_awaited(self, owner: Any) -> bool:
        """As a second step, only a passkey of the account whose password was given: another one's would let its owner in without theirs."""
        if not self.is_secondary or owner.fs_uniquifier == session.get("tf_user_id"):
            return True
        self.credential.errors.append(LIBRARY["WEBAUTHN_MISMATCH_USER_HANDLE"])
        return False


class PasskeyConfirmForm(Ours, WebAuthnVerifyForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, submit=_("Use a passkey"))


FORMS: dict[str, Any] = {
    "login_form": SignInForm,
    "verify_form": ConfirmForm,
    "reset_password_form": NewPasswordForm,
    "change_password_form": PasswordForm,
    "two_factor_setup_form": AuthenticatorForm,
    "two_factor_verify_code_form": CodeForm,
    "two_factor_rescue_form": RescueForm,
    "two_factor_select_form": ChooseForm,
    "mf_recovery_form": RecoveryCodeForm,
    "mf_recovery_codes_form": RecoveryCodesForm,
    "wan_register_form": PasskeyForm,
    "wan_delete_form": PasskeyRemovalForm,
    "wan_signin_form": PasskeySignInForm,
    "wan_signin_response_form": PasskeyAnswerForm,
    "wan_verify_form": PasskeyConfirmForm,
}
"""By the names that `flask_security.Security` takes them by."""
