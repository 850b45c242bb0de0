"""Texts in pages: whatever is put into one is escaped."""

from __future__ import annotations

from flask import Flask, render_template_string
from flask_babel import Babel, lazy_gettext

from outreach.web.jinja import govuk


def test_a_lazy_text_is_no_markup_whatever_was_typed_into_it() -> None:
    app = Flask("texts")
    Babel(app)
    text = lazy_gettext("The key “%(name)s” is removed", name="<img src=x>")
    with app.test_request_context():
        shown = render_template_string("{{ text }}", text=text)
        drawn = govuk("error-message", {"text": text})
    for html in (shown, drawn):
        assert "&lt;img src=x&gt;" in html
        assert "<img" not in html
