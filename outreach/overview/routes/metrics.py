"""Measures for operators: open to this machine, or with a token, and to nobody else."""

from __future__ import annotations

import hmac
from urllib.parse import urlsplit

from flask import Blueprint, Response, abort, current_app, request
from flask.typing import ResponseReturnValue
from prometheus_client import CONTENT_TYPE_LATEST

from outreach.core.addresses import is_loopback
from outreach.core.config import Config
from outreach.overview.measures import write_measures
from outreach.web.access import public

FORWARDED = ("Forwarded", "Via", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP")

bp = Blueprint("metrics", __name__)


@bp.get("/metrics")
@public
def metrics() -> ResponseReturnValue:
    """What is measured, for Prometheus. 403 for whoever is not on this machine and has no token."""
    config: Config = current_app.config["OUTREACH"]
    if not _has_token(config) and not _is_on_this_machine():
        abort(403)
    return Response(write_measures(config), content_type=CONTENT_TYPE_LATEST)


def _has_token(config: Config) -> bool:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return bool(config.metrics_token) and scheme == "Bearer" and hmac.compare_digest(token.encode(), config.metrics_token.encode())


def _is_on_this_machine() -> bool:
    """Whether the request came from this machine, to an address of this machine, and through no proxy that says so."""
    is_forwarded = any(name in request.headers for name in FORWARDED)
    asked = urlsplit(f"//{request.host}").hostname or ""
    return not is_forwarded and is_loopback(asked) and is_loopback(request.remote_addr or "")
