"""Two kinds of pages with two walls: readers' pages load nothing at all; signed-in pages load our own stylesheet and scripts, and no other.

Which kind an address belongs to is decided here and nowhere else.
"""

from __future__ import annotations

import secrets

from flask import Flask, Response, abort, g, has_request_context, request

from outreach.web.resending import is_from_elsewhere
from outreach.web.transactions import SAFE

STAFF = frozenset(["assets", "m", "manage", "partners"])  # first segments of the addresses behind the second wall

PERMISSIONS = "browsing-topics camera display-capture geolocation microphone payment usb"


def is_staff_path(path: str) -> bool:
    """Whether *path* is a signed-in page, or one that is made like them (registration, mail preferences)."""
    return path[1:].partition("/")[0] in STAFF


def nonce() -> str:
    """The word that lets a script of this page run, another one for each request."""
    if "nonce" not in g:
        g.nonce = secrets.token_urlsafe(16)
    return str(g.nonce)


def framing_policy() -> str:
    """The content security policy of a signed-in page that shows another page of ours in a frame."""
    return f"{staff_headers(nonce())['Content-Security-Policy']}; frame-src 'self'"


def staff_headers(word: str) -> dict[str, str]:
    """The headers of a signed-in page whose scripts carry the nonce *word*."""
    policy = {
        "default-src": "'none'",
        "script-src": f"'nonce-{word}'",
        "style-src": f"'self' 'nonce-{word}'",
        "img-src": "'self' data:",
        "connect-src": "'self'",
        "form-action": "'self'",
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
    }
    closed = [f"{feature}=()" for feature in PERMISSIONS.split()]
    return {
        "Cache-Control": "no-store",
        "Content-Security-Policy": "; ".join(f"{name} {value}" for name, value in policy.items()),
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": ", ".join([*closed, "publickey-credentials-create=(self)", "publickey-credentials-get=(self)"]),
        "Referrer-Policy": "same-origin",
        "X-Content-Type-Options": "nosniff",
    }


def protect_staff_pages(app: Flask) -> None:
    """Give signed-in pages their headers, and refuse what another site sends to them, whatever token it has."""
    app.jinja_env.globals["nonce"] = nonce

    @app.before_request
    def refuse() -> None:
        if request.method not in SAFE and is_staff_path(request.path) and is_from_elsewhere():
            abort(400)

    @app.after_request
    def add(response: Response) -> Response:
        if is_staff_path(request.path):
            for name, value in staff_headers(nonce()).items():
                response.headers.setdefault(name, value)
        return response


def is_staff_request() -> bool:
    """Whether a signed-in page is being answered."""
    return has_request_context() and is_staff_path(request.path)
