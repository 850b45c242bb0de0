"""Words for what accounts are, for what is refused, and for what the sign-in library says."""

from __future__ import annotations

from flask_babel import lazy_gettext as _

from outreach.accounts.rules import LINGUISTS, Kind, Part, Refusal, Role, Standing
from outreach.core.areas import AREAS
from outreach.core.languages import LANGUAGES
from outreach.web.language import language_name

ROLES = {
    Role.LEAD: _("Programme lead"),
    Role.COORDINATOR: _("Coordinator"),
    Role.TRANSLATOR: _("Translator"),
    Role.REVIEWER: _("Reviewer"),
    Role.AUDITOR: _("Auditor"),
    Role.PARTNER: _("Partner"),
}

DUTIES = {
    Role.LEAD: _("Answers for the programme: invites people, sees everything in their areas."),
    Role.COORDINATOR: _("Plans campaigns and events in their areas."),
    Role.TRANSLATOR: _("Translates pages into their languages."),
    Role.REVIEWER: _("Checks translations in their languages as a reader would."),
    Role.AUDITOR: _("Reads everything in their areas, changes nothing."),
    Role.PARTNER: _("Speaks for a partner organisation."),
}

KINDS = {
    Kind.POLICE: _("Police force"),
    Kind.COMMISSIONER: _("Police and crime commissioner"),
    Kind.CHARITY: _("Charity"),
    Kind.COMMUNITY: _("Community group"),
    Kind.COUNCIL: _("Council"),
    Kind.TRANSLATORS: _("Translators"),
    Kind.INSPECTORATE: _("Inspectorate"),
}

STANDINGS = {
    Standing.INVITED: _("Invited"),
    Standing.ACTIVE: _("Active"),
    Standing.SUSPENDED: _("Suspended"),
    Standing.LEFT: _("Left"),
}

REFUSALS = {
    Refusal.HOME_OFFICE: _("Nobody from the Home Office can have an account here. Enter another address"),
    Refusal.ADDRESS_TAKEN: _("Somebody has an account with this address already. Enter another address, or look for them under People"),
    Refusal.KIND: _("People of this kind of organisation cannot have this role. Choose another of the two"),
    Refusal.AREAS: _("Choose the force areas, or the whole programme"),
    Refusal.LANGUAGES: _("Choose at least one language"),
    Refusal.OUT_OF_SCOPE: _("This reaches beyond your own areas. Choose among yours, or ask a national lead"),
    Refusal.LAST_LEAD: _("This is the last national lead. Make somebody else a national lead first"),
    Refusal.ONESELF: _("You cannot do this to your own account. Ask another lead"),
    Refusal.STANDING: _("This has changed since you opened the page. Look at it again"),
    Refusal.SUCCESSOR: _("Choose who takes over"),
}

WHOLE_PROGRAMME = _("The whole programme")
PROGRAMME_OFFICE = _("The programme office")


def scope_label(part: Part) -> str:
    """Where somebody's part of the programme is, for a person to read. Forces keep their own names."""
    if part.role in LINGUISTS:
        return ", ".join(language_name(tag) for tag in LANGUAGES if tag in part.languages)
    return WHOLE_PROGRAMME if part.scope.is_national else ", ".join(area.name for slug, area in AREAS.items() if slug in part.scope.areas)


_WRONG_CREDENTIALS = _("The address or the password is not right. Check both and try again")

# What Flask-Security says where its own views say something (its names, without SECURITY_MSG_).
LIBRARY = {
    "API_ERROR": _("This did not work. Start again"),
    "CONFIRMATION_REQUIRED": _WRONG_CREDENTIALS,
    "DISABLED_ACCOUNT": _WRONG_CREDENTIALS,
    "EMAIL_NOT_PROVIDED": _("Enter your email address"),
    "GENERIC_AUTHN_FAILED": _WRONG_CREDENTIALS,
    "INVALID_CODE": _("This code is not right. Enter the code that the app shows now"),
    "INVALID_EMAIL_ADDRESS": _("Enter an email address, such as name@example.org"),
    "INVALID_PASSWORD": _("This password is not right. Try again"),
    "INVALID_RECOVERY_CODE": _("This is not one of your recovery codes that are left. Check it and try again"),
    "INVALID_REDIRECT": _("You were not sent on to another site"),
    "INVALID_RESET_PASSWORD_TOKEN": _("This link has been used or is not whole. Ask for a new one"),
    "NO_RECOVERY_CODES_SETUP": _("You have no recovery codes yet"),
    "PASSWORD_CHANGE": _("Your password is changed. You are signed out everywhere else"),
    "PASSWORD_INVALID_LENGTH": _("Use at least %(length)s characters. Three words that you do not use together are a good password"),
    "PASSWORD_IS_THE_SAME": _("This is your password already. Choose another one"),
    "PASSWORD_NOT_PROVIDED": _("Enter your password"),
    "PASSWORD_RESET_EXPIRED": _("This link is too old. Ask for a new one"),
    "PASSWORD_RESET_NO_LOGIN": _("Your password is changed. Sign in with it"),
    "PASSWORD_TOO_SIMPLE": _("This password is easy to guess. Choose another one"),
    "REAUTHENTICATION_REQUIRED": _("Before you go on, confirm that it is you"),
    "REAUTHENTICATION_SUCCESSFUL": _("Thank you. You can go on"),
    "RETYPE_PASSWORD_MISMATCH": _("The two passwords differ. Enter the same password twice"),
    "TWO_FACTOR_CHANGE_METHOD_SUCCESSFUL": _("Your authenticator app is set up"),
    "TWO_FACTOR_DISABLED": _("Your authenticator app is switched off"),
    "TWO_FACTOR_INVALID_TOKEN": _("This code is not right. Enter the code that the app shows now"),
    "TWO_FACTOR_LOGIN_SUCCESSFUL": _("You are signed in"),
    "TWO_FACTOR_METHOD_NOT_AVAILABLE": _("Choose one of the ways on this page"),
    "TWO_FACTOR_PERMISSION_DENIED": _("Sign in first"),
    "TWO_FACTOR_SETUP_EXPIRED": _("That took too long. Start again"),
    "UNAUTHENTICATED": _("Sign in to see this page"),
    "USER_DOES_NOT_EXIST": _WRONG_CREDENTIALS,
    "WEBAUTHN_CREDENTIAL_DELETED": _("The passkey “%(name)s” is removed"),
    "WEBAUTHN_CREDENTIAL_ID_INUSE": _("This passkey is registered already"),
    "WEBAUTHN_CREDENTIAL_WRONG_USAGE": _("This passkey cannot be used here. Use another way to sign in"),
    "WEBAUTHN_EXPIRED": _("That took too long. Start again"),
    "WEBAUTHN_MISMATCH_USER_HANDLE": _("This passkey does not belong to this account"),
    "WEBAUTHN_NAME_DISALLOWED_CHARACTERS": _("Use letters, numbers, spaces and hyphens only"),
    "WEBAUTHN_NAME_INUSE": _("You have a passkey “%(name)s” already. Enter another name"),
    "WEBAUTHN_NAME_NOT_FOUND": _("You have no passkey “%(name)s”"),
    "WEBAUTHN_NAME_REQUIRED": _("Enter a name, such as “My phone”"),
    "WEBAUTHN_NO_VERIFY": _("The passkey could not be confirmed. Try again"),
    "WEBAUTHN_ORPHAN_CREDENTIAL_ID": _("This passkey does not belong to any account"),
    "WEBAUTHN_REGISTER_SUCCESSFUL": _("The passkey “%(name)s” is added"),
    "WEBAUTHN_UNKNOWN_CREDENTIAL_ID": _("This passkey is not registered here. Use another way to sign in"),
}
