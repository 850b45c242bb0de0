"""What the signed-in pages load, under an address that changes when any of it does: browsers may keep it for ever.

The stylesheet and the script of govuk-frontend are built by `tools/assets.py` before anything runs; our own scripts are sources.
All share one digest, so that a script can import its neighbour by name.
"""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from flask import Blueprint, Flask, Response, abort, url_for
from flask.typing import ResponseReturnValue

from outreach.core.config import ROOT
from outreach.web.access import public

STATIC = ROOT / "static"
_FILES = {
    "staff.css": (STATIC / "vendor" / "staff.css", "text/css; charset=utf-8"),
    "govuk-frontend.js": (STATIC / "vendor" / "govuk-frontend.js", "text/javascript; charset=utf-8"),
    "passkey.js": (STATIC / "js" / "passkey.js", "text/javascript; charset=utf-8"),
    "staff.js": (STATIC / "js" / "staff.js", "text/javascript; charset=utf-8"),
}
FOR_EVER = "public, max-age=31536000, immutable"

bp = Blueprint("assets", __name__)


class NotBuilt(RuntimeError):
    """The assets are not there: whoever starts the application without the Makefile has to build them once."""


@bp.get("/assets/<digest>/<name>")
@public
def file(digest: str, name: str) -> ResponseReturnValue:
    """One file, for ever; 404 under any other digest than the present one."""
    if name not in _FILES or digest != current_digest():
        abort(404)
    return Response(_read(_FILES[name][0]), content_type=_FILES[name][1], headers={"Cache-Control": FOR_EVER})


def asset(name: str) -> str:
    """The address of the file *name*. Raises KeyError when there is no such file, NotBuilt before the first build."""
    if name not in _FILES:
        raise KeyError(name)
    return url_for("assets.file", digest=current_digest(), name=name)


@cache
def current_digest() -> str:
    """Of the contents of all files, 16 hex digits."""
    return hashlib.sha256(b"\0".join(_read(path) for path, _ in _FILES.values())).hexdigest()[:16]


@cache
def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise NotBuilt(f"{path.relative_to(ROOT)} is not built: run `python3 tools/bootstrap.py flask --version` once") from error


def serve_assets(app: Flask) -> None:
    app.register_blueprint(bp)
    app.jinja_env.globals["asset"] = asset
