"""Who may enter: nobody, unless the view says so."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, abort, current_app, request

View = TypeVar("View", bound=Callable[..., Any])


def public(view: View) -> View:
    """Anybody may open *view*."""
    view.access = "public"  # type: ignore[attr-defined]
    return view


def access_of(view: Callable[..., Any]) -> str | None:
    """What *view* says of who may open it, or None when it is silent."""
    return getattr(view, "access", None)


def deny_by_default(app: Flask) -> None:
    """A view that does not say who may open it is opened by nobody (403)."""

    @app.before_request
    def check() -> None:
        if request.endpoint and access_of(current_app.view_functions[request.endpoint]) is None:
            abort(403)
