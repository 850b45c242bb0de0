"""Progress updates, attached to the application."""

from __future__ import annotations

from flask import Flask
from flask_babel import lazy_gettext as _
from markupsafe import Markup, escape

from outreach.accounts.access import current_account
from outreach.accounts.rules import STAFF
from outreach.updates.labels import LACKS, VERDICTS, day_in_english
from outreach.updates.letter import MARK
from outreach.updates.queries import count_to_review
from outreach.updates.routes import bp, deciding, document, writing
from outreach.updates.rules import Lack, Verdict, may_review
from outreach.updates.updates_list import state_tag
from outreach.web.cells import page_cell
from outreach.web.navigation import PROMISES, Section, add_section

VIEWS = (writing, deciding, document)  # what their modules register


def set_up_updates(app: Flask) -> None:
    app.register_blueprint(bp)
    app.jinja_env.filters.update(
        update_state=lambda state: Markup(page_cell(state_tag(state))),  # noqa: S704 - a component, which escapes
        update_lack=lambda lack: LACKS[Lack(lack)],
        verdict=lambda verdict: VERDICTS[Verdict(verdict)],
        day_in_english=day_in_english,
        with_marks=with_marks,
    )
    add_section(app, Section(_("Progress updates"), "updates.index", PROMISES, is_shown=_is_shown, count=_count))


def with_marks(text: str, known: set[str]) -> Markup:
    """*text* in paragraphs, with references to *known* evidence as links to its row."""
    paragraphs = [_linked(paragraph, known) for paragraph in text.split("\n\n") if paragraph]
    return Markup("\n").join(Markup("<p>{}</p>").format(paragraph) for paragraph in paragraphs)


def _linked(paragraph: str, known: set[str]) -> Markup:
    parts = MARK.split(paragraph)  # words and references in turn
    made = [escape(part) if place % 2 == 0 else _link(part, known) for place, part in enumerate(parts)]
    return Markup(str(Markup("").join(made)).replace("\n", "<br>"))  # noqa: S704 - escaped above


def _link(ref: str, known: set[str]) -> Markup:
    return Markup('<a class="govuk-link" href="#e-{0}">[{0}]</a>').format(ref) if ref in known else Markup("[{}]").format(ref)


def _is_shown() -> bool:
    return current_account().role in STAFF


def _count() -> int:
    """How many wait for this reviewer."""
    me = current_account()
    return count_to_review(me.id) if may_review(me.part) else 0
