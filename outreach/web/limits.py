"""How much anybody may send: a megabyte, unless the view takes more and says how much.

The limit holds before the form is read, and so before its token is looked at.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, current_app, request

LARGEST_FORM = 2**20  # bytes

View = TypeVar("View", bound=Callable[..., Any])


def takes_files(*, largest: int) -> Callable[[View], View]:
    """The view may be sent up to *largest* bytes, files and all."""

    def mark(view: View) -> View:
        view.largest_post = largest  # type: ignore[attr-defined]
        return view

    return mark


def limit_posts(app: Flask) -> None:
    @app.before_request
    def limit() -> None:
        view = current_app.view_functions.get(request.endpoint or "")
        request.max_content_length = request.max_form_memory_size = getattr(view, "largest_post", LARGEST_FORM)
