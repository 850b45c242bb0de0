"""GET and HEAD never change state: the database refuses a write in their transactions."""

from __future__ import annotations

from contextlib import ExitStack

from flask import Flask, g, request

from outreach.core.db import reading

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def keep_reads_readonly(app: Flask) -> None:
    @app.before_request
    def begin() -> None:
        g.transaction = ExitStack()
        if request.method in SAFE:
            g.transaction.enter_context(reading())

    @app.teardown_request
    def end(_error: BaseException | None) -> None:
        if "transaction" in g:
            g.pop("transaction").close()
