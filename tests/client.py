"""The test client: every page that it opens is parsed and checked, and no view may leave a change uncommitted."""

from __future__ import annotations

import hashlib
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import event
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from outreach.core.db import db
from tests.pages import Page, parse_page

_checked: set[bytes] = set()


class UncommittedChange(AssertionError):
    """A view changed rows and did not commit them: the user would be told of a success that is none."""


class PageClient(FlaskClient):
    """`client.page(path)` opens and checks a page in one go."""

    _latest: tuple[bytes, Page] | None = None

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        flushed: list[Session] = []

        def note(session: Session, *_rest: Any) -> None:
            if session.new or session.dirty or session.deleted:
                flushed.append(session)

        def forget(session: Session) -> None:
            flushed.clear()

        event.listen(db.session, "before_flush", note)
        event.listen(db.session, "after_commit", forget)
        try:
            response = super().open(*args, **kwargs)
        finally:
            event.remove(db.session, "before_flush", note)
            event.remove(db.session, "after_commit", forget)
        if flushed or self.application.extensions.pop("pending", False):
            raise UncommittedChange(f"{args}: rows were changed and not committed")
        is_page = response.mimetype == "text/html" and not 300 <= response.status_code < 400
        if is_page and response.data and not response.content_encoding:
            self._check(response.data)
        return response

    def _check(self, body: bytes) -> None:
        """Once for the same bytes: most public pages are opened many times."""
        digest = hashlib.sha256(body).digest()
        if digest not in _checked:
            self._latest = body, parse_page(body)
            _checked.add(digest)

    def page(self, path: str, *, status: int = 200) -> Page:
        response = self.get(path)
        assert response.status_code == status, f"{path}: {response.status}"
        body, page = self._latest or (b"", None)
        return page if page and body == response.data else parse_page(response.data)
