"""The exported pages, served by nginx with the sample configuration: the same answers as from the application."""

from __future__ import annotations

import http.client
import re
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from outreach.site.operations import export_site
from tests.client import PageClient
from tests.conftest import NGINX

pytestmark = pytest.mark.nginx

CONFIG = """
daemon off; worker_processes 1; pid {folder}/pid; error_log {folder}/error.log crit;
events {{ worker_connections 64; }}
http {{
  client_body_temp_path {folder}/a; proxy_temp_path {folder}/b; fastcgi_temp_path {folder}/c;
  uwsgi_temp_path {folder}/d; scgi_temp_path {folder}/e;
  include {export}/nginx.conf;
}}
"""


@pytest.fixture(scope="module")
def port(published: Flask, tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    folder, export = tmp_path_factory.mktemp("nginx"), tmp_path_factory.mktemp("export")
    with published.app_context():
        export_site(published.config["OUTREACH"], export)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    sample = (export / "nginx.conf").read_text("utf-8")
    (export / "nginx.conf").write_text(sample.replace("listen 8080;", f"listen 127.0.0.1:{port};"), "utf-8")
    (folder / "nginx.conf").write_text(CONFIG.format(folder=folder, export=export), "utf-8")
    for path in (folder, export, *folder.parents):
        if path.is_relative_to("/tmp"):
            path.chmod(0o755)  # nginx works as another user when it is started by root
    command = [str(NGINX), "-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", str(folder / "error.log")]
    with subprocess.Popen(command) as server:
        wait_for(port)
        yield port
        server.terminate()
    assert (folder / "error.log").read_text() == ""


def wait_for(port: int) -> None:
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError("nginx did not start")


def ask(port: int, path: str, method: str = "GET", **headers: str) -> tuple[int, dict[str, str], bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    connection.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
    response = connection.getresponse()
    answer = response.status, {name.lower(): value for name, value in response.getheaders()}, response.read()
    connection.close()
    return answer


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/ur/",
        "/ur/your-information",
        "/ur/your-information/kent",
        "/ur/your-information/nothing",
        "/zh-Hans/what-we-keep",
        "/pl/",
        "/ur/events",
        "/ur/events.ics",
        "/ur/events/kent.ics",
        "/ur/events/kent/2",
        "/ur/nothing",
        "/xx/",
        "/robots.txt",
        "/sitemap.xml",
        "/ur",
        "/headers.json",
    ],
)
def test_the_same_answer_as_from_the_application(port: int, client: PageClient, path: str) -> None:
    status, headers, body = ask(port, path)
    ours = client.get(path)
    assert (status, headers.get("location", "")[-4:]) == (ours.status_code, ours.headers.get("Location", "")[-4:])
    if status != 308:
        assert body == ours.data
        assert headers["content-type"] == ours.headers["Content-Type"]
        for name in (
            "Cache-Control",
            "CDN-Cache-Control",
            "Content-Security-Policy",
            "Permissions-Policy",
            "Referrer-Policy",
            "X-Content-Type-Options",
        ):
            assert headers[name.lower()] == ours.headers[name]


def test_compressed_files_are_sent_as_they_lie(port: int, client: PageClient) -> None:
    _, headers, body = ask(port, "/ur/your-information", Accept_Encoding="gzip")
    assert headers["content-encoding"] == "gzip"
    assert body == client.get("/ur/your-information", headers={"Accept-Encoding": "gzip"}).data
    assert headers["vary"] == "Accept-Encoding"


def test_the_way_out_and_other_methods(port: int) -> None:
    status, headers, _ = ask(port, "/exit")
    assert (status, headers["location"]) == (303, "https://www.bbc.co.uk/weather")
    assert headers["cache-control"] == "no-store"
    assert ask(port, "/ur/", "POST")[0] == 405
    assert ask(port, "/ur/your-information", "HEAD")[2] == b""


def test_what_is_not_a_page_is_not_given(port: int) -> None:
    for path in ("/nginx.conf", "/headers.json", "/ur/_404.html", "/ur/index.html", "/ur/your-information.html.gz", "/ur/../nginx.conf"):
        assert ask(port, path)[0] == 404, path


def test_the_sample_writes_down_nothing_about_readers(published: Flask, tmp_path: Path) -> None:
    with published.app_context():
        export_site(published.config["OUTREACH"], tmp_path / "out")
    sample = (tmp_path / "out" / "nginx.conf").read_text("utf-8")
    assert re.search(r"^\s*access_log off;", sample, re.M)
    assert re.search(r"^\s*error_log /dev/null crit;", sample, re.M)
