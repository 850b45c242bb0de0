"""A mail in its recipient's language: subject, plain text, HTML. Needs an application context (templates, locale), never a request.

The files of a mail lie in `templates/mail/<feature>/<mail>/`: subject.txt, body.txt, body.mjml. Nothing in a mail is loaded from
elsewhere, and no mail holds a secret: rules.SECRET_MARK (`secret_mark` in templates) stands where a link will be.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

import mrml
from flask import current_app, render_template
from flask_babel import force_locale, format_datetime, get_domain

from outreach.core.config import Config
from outreach.core.i18n import PoDomain
from outreach.core.languages import LANGUAGES, Language
from outreach.outbox.operations import put_mail
from outreach.outbox.rules import SECRET_MARK, Category

PUBLIC = "messages"  # the catalogue domain of mails for the public; every other is for those who work with us
LONDON = ZoneInfo("Europe/London")
_JOINERS = "\u200c\u200d"  # letters' business in Persian and Indic scripts


@dataclass(frozen=True, slots=True)
class MailKind:
    """One of the product's mails. `key` is its folder under templates/mail, `domain` its catalogue, `sample` makes a realistic context
    for previews and snapshots.
    """

    key: str
    category: Category
    domain: str
    sample: Callable[[], Mapping[str, object]]


@dataclass(frozen=True, slots=True)
class Rendered:
    """A mail as it is kept in the outbox."""

    subject: str
    text: str
    html: str


def put(kind: MailKind, *, to: str, language: str, key: str, now: datetime, secret: str = "", **context: object) -> bool:
    """Render *kind* in *language* (a tag of core.languages) with *context*, and put it into the outbox in the caller's transaction.

    False when a mail with this *key* is there already. *secret* names the link that is put in as the mail leaves.
    """
    mail = render_mail(kind, language=language, context=context)
    about = {"key": key, "kind": kind.key, "address": to, "language": language, "secret": secret}
    return put_mail(**about, category=kind.category, subject=mail.subject, text=mail.text, html=mail.html, now=now)


def render_sample(kind: MailKind, *, language: str) -> Rendered:
    """The mail as a preview shows it."""
    return render_mail(kind, language=language, context=kind.sample())


def render_mail(kind: MailKind, *, language: str, context: Mapping[str, object]) -> Rendered:
    """The mail with *context*, each text in which becomes one line without control characters, whoever chose it."""
    spoken, config = LANGUAGES[language], _config()
    folder = f"mail/{kind.key}"
    values = {name: one_line(value) if isinstance(value, str) else value for name, value in context.items()}
    values |= {"language": spoken, "moment": moment, "secret_mark": SECRET_MARK, "public_url": config.public_url}
    values |= {"is_demo": config.is_demo, "is_public": kind.domain == PUBLIC}
    with _speaking(spoken, kind.domain):
        subject = one_line(render_template(f"{folder}/subject.txt", **values))
        text = render_template(f"{folder}/body.txt", subject=subject, **values).strip() + "\n"
        mjml = render_template(f"{folder}/body.mjml", subject=subject, **values)
    return Rendered(subject, text, _to_html(mjml, spoken))


def one_line(text: str) -> str:
    """*text* on one line, without characters that nobody sees: a name must not add a line to a mail, nor turn its direction round."""
    visible = (" " if unicodedata.category(c) in ("Cc", "Zl", "Zp") else c for c in text if _is_visible(c))
    return " ".join("".join(visible).split())


def moment(instant: datetime) -> str:
    """An instant as people in this country read it: Tue 24 November 2026, 2:30pm."""
    local = instant.astimezone(LONDON)
    half = format_datetime(local, "a", rebase=False).lower()
    return f"{format_datetime(local, 'EEE d MMMM y, h:mm', rebase=False)}{half}"


def _is_visible(character: str) -> bool:
    return character in _JOINERS or unicodedata.category(character) != "Cf"


def _to_html(mjml: str, language: Language) -> str:
    """HTML of *mjml*. mrml gives language and direction to everything but the body itself."""
    html: str = mrml.to_html(mjml, render_options=mrml.RenderOptions(fonts={})).content  # it would load the fonts that it knows
    return html.replace("<body ", f'<body lang="{language.html}" dir="{language.direction}" ', 1)


@contextmanager
def _speaking(language: Language, domain: str) -> Iterator[None]:
    """Texts inside come from the catalogue *domain* in *language*, whatever the request or job around it speaks."""
    before = get_domain()
    PoDomain(domain=domain).as_default()
    try:
        with force_locale(language.cldr):
            yield
    finally:
        before.as_default()


def _config() -> Config:
    config: Config = current_app.config["OUTREACH"]
    return config
