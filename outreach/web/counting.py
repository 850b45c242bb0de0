"""Counting requests of signed-in pages, by view and status. Of readers nothing is counted.

Each server process writes its counts where all can read them, if the environment names a folder for that
(PROMETHEUS_MULTIPROC_DIR, https://prometheus.github.io/client_python/multiprocess/); `flask up` does.
"""

from __future__ import annotations

from flask import Flask, Response, request
from prometheus_client import Counter

COUNTED = "/manage"
REQUESTS = Counter("outreach_requests", "Requests of signed-in pages, by view and status.", ["endpoint", "status"], registry=None)


def count_requests(app: Flask) -> None:
    @app.after_request
    def count(response: Response) -> Response:
        if request.path == COUNTED or request.path.startswith(f"{COUNTED}/"):
            REQUESTS.labels(request.endpoint or "none", str(response.status_code)).inc()
        return response
