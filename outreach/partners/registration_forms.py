"""The forms around the sections of a registration: its beginning, what is agreed to, and its sending.

The first is open to everybody and sends a mail, so it looks whether a person fills it in. Nobody is refused for good: what looks like a
robot is told how to go on.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from flask_babel import lazy_gettext as _
from itsdangerous import BadData, SignatureExpired, URLSafeTimedSerializer

from outreach.accounts.access import current_config
from outreach.accounts.rules import is_home_office
from outreach.partners.labels import CONSENT_MEANINGS, CONSENTS
from outreach.partners.rules import Consent
from outreach.web.choices import Radios, Tick
from outreach.web.conflicts import EditForm
from outreach.web.fields import Email, Text
from outreach.web.forms import Form, Hidden, NewForm

SHORTEST_S = 2  # nobody types an address faster
YES, NO = "yes", "no"


class StartForm(NewForm):
    email = Email(
        _("Your email address at work"),
        missing=_("Enter your email address"),
        autocomplete="email",
        hint=_("We send you a link, so that you can stop and come back. You do not need an account."),
    )
    homepage = Text(_("Leave this empty"), autocomplete="off")  # a trap: nobody sees it
    opened = Hidden(default=lambda: _clock().dumps(""))

    def validate(self, extra_validators: Any = None) -> bool:
        if not super().validate(extra_validators):
            return False
        if is_home_office(self.email.data):
            self.refuse(self.email, _("Enter another address: nobody at the Home Office can have an account here"))
        elif self.homepage.typed:
            self.homepage.process_data(None)
            self.refuse(
                self.email,
                _("A field that people cannot see was filled in, perhaps by your browser. We have emptied it. Press “Start” once more"),
            )
        elif not self._has_taken_its_time():
            self.refuse(self.email, _("That was faster than people type. Wait three seconds, then press “Start” once more"))
        return not self.errors

    def _has_taken_its_time(self) -> bool:
        """Whether the form was opened by us, and longer ago than a program needs to fill it in."""
        try:
            _clock().loads(str(self.opened.data or ""), max_age=SHORTEST_S)
        except SignatureExpired:
            return True
        except BadData:
            self.opened.data = _clock().dumps("")
        return False


def _clock() -> URLSafeTimedSerializer:
    """Signs the moment at which a form was opened. Its own clock goes on where the programme's is stopped for a demonstration."""
    return URLSafeTimedSerializer(list(reversed(current_config().secret_keys)), salt="form opened")


def _choice(consent: Consent) -> Radios:
    return Radios(
        CONSENTS[consent],
        choices=[(YES, _("Yes")), (NO, _("No"))],
        missing=_("%(question)s: choose yes or no", question=CONSENTS[consent]),
        hint=CONSENT_MEANINGS[consent],
        is_inline=True,
    )


class ConsentFields(Form):
    """Each is asked by itself, and none is chosen beforehand. `listed` and the others are called after the consents."""

    listed = _choice(Consent.LISTED)
    open_data = _choice(Consent.OPEN_DATA)
    logo = _choice(Consent.LOGO)
    reports = _choice(Consent.REPORTS)

    def given(self) -> list[Consent]:
        return [consent for consent in Consent if self[name_of(consent)].data == YES]


class ConsentForm(ConsentFields, EditForm):
    pass


def name_of(consent: Consent) -> str:
    return consent.replace("-", "_")


def data_of(consents: Collection[str] | None) -> dict[str, Any]:
    """What the form shows of what was agreed to; nothing is chosen while nobody was asked."""
    return {name_of(consent): None if consents is None else YES if consent in consents else NO for consent in Consent}


class CheckForm(Form):
    """Before the mail that asks for confirmation."""

    may_speak = Tick(
        _("I may speak for this organisation, and what stands here is true as far as I know"),
        missing=_("Tick this if it is so. If you are not sure, ask your colleagues first: what you typed is kept"),
    )


class BareForm(Form):
    """A button. `again` asks for another link instead."""

    again = Hidden()


class LinkForm(BareForm):
    """A button at an address that only its recipient has. There is no session there, and so no token in it: the address is the token."""

    seen = Hidden()

    class Meta(BareForm.Meta):
        csrf = False
