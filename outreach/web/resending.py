"""A form that arrives with a token that is too old, or after its session has ended: shown again whole, to be checked and sent once more.

A form that comes from another site gets nothing of the kind.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from flask import current_app, render_template, request
from flask.typing import ResponseReturnValue

from outreach.core.text import many_lines, one_line
from outreach.web.access import access_of
from outreach.web.navigation import account_menu, sign_in_url

_SECRET = re.compile(r"(^|[-_])(passwords?|passcode|secret|token|code|otp|totp|pin|credentials?|recovery)($|[-_])", re.I)
_INNER = re.compile(r"^(form_key|version|base|seen|submit|next|choose-.*)$")  # kept, and of no interest to whoever typed the rest
_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")  # what was chosen from a list by its name: nobody can check its id


def is_same_origin() -> bool:
    """Whether the browser says that the request comes from a page of ours. One that says nothing is not believed."""
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    if site is not None and site != "same-origin":
        return False
    if origin is not None:
        return urlsplit(origin).netloc == request.host
    return site == "same-origin"


def is_from_elsewhere() -> bool:
    """Whether the browser says that the request comes from a page of another site. One that says nothing says no such thing."""
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    return site in ("cross-site", "same-site") or (origin is not None and urlsplit(origin).netloc != request.host)


def resend_page(*, address: str = "") -> ResponseReturnValue:
    """What was typed, in a form with a fresh token that leads to *address* (by default where it was sent); 400.

    Passwords and codes are not kept, files cannot be. A view may return this for a POST whose session has ended.
    """
    names = [name for name in request.form if name != "csrf_token"]
    kept = [(one_line(name), many_lines(value)) for name in names if not is_secret(name) for value in request.form.getlist(name)]
    typed = {
        name: ", ".join(value for one, value in kept if one == name and not _ID.fullmatch(value))
        for name, _value in kept
        if not _INNER.match(name)
    }
    page = render_template(
        "components/resend.html",
        kept=kept,
        shown=[(readable(name), text) for name, text in typed.items() if text],
        address=address or request.full_path.rstrip("?"),
        is_signed_out=account_menu() is None and not _is_for_everybody(),
        sign_in_url=sign_in_url(),
        has_secrets=any(map(is_secret, names)),
        has_files=any(file.filename for file in request.files.values()),
    )
    return page, 400


def _is_for_everybody() -> bool:
    """Whether the present view asks nobody to sign in."""
    return request.endpoint is None or access_of(current_app.view_functions[request.endpoint]) == "public"


def is_secret(name: str) -> bool:
    """Whether an input of this name holds a password or a code."""
    return bool(_SECRET.search(name))


def readable(name: str) -> str:
    """The name of an input for people: 'starts_on-day' becomes 'Starts on day'."""
    words = re.sub(r"[-_]+", " ", name).strip()
    return words[:1].upper() + words[1:]
