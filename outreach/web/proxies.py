"""Proxies of ours stand between a client and us: what they say of the client is believed, what anybody else says is not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from werkzeug.middleware.proxy_fix import ProxyFix

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication


def behind_proxies(app: WSGIApplication, count: int) -> WSGIApplication:
    """*app*, with the client's address, scheme and host as the *count* proxies in front of it tell them.

    Each of them appends to X-Forwarded-For; the last sets, or passes on, one X-Forwarded-Proto and one X-Forwarded-Host.
    """
    return ProxyFix(app, x_for=count, x_proto=1, x_host=1) if count else app
