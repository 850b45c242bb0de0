"""The two servers of the comparison, each on a free port of this machine, and ended with the block that started it."""

from __future__ import annotations

import http.client
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

from outreach.core.config import ROOT, Config
from outreach.launch import _server_command
from outreach.site.generations import Generation

HOST = "127.0.0.1"
PACKAGES = {"nginx": "nginx-light", "wrk": "wrk"}
_READY_S = 30.0
_STOP_S = 5.0

# Leaner than the sample that `flask --app wsgi export` writes (no patterns to try): a faster reference, so a harder goal.
_NGINX = """
{user}
daemon off; worker_processes {cores}; pid {folder}/pid; error_log /dev/null crit;
events {{ worker_connections 4096; }}
http {{
  access_log off; server_tokens off; sendfile on; tcp_nopush on; keepalive_requests 1000000000;
  client_body_temp_path {folder}/1; proxy_temp_path {folder}/2; fastcgi_temp_path {folder}/3;
  uwsgi_temp_path {folder}/4; scgi_temp_path {folder}/5;
  types {{ text/html html; }} charset utf-8;
  gzip_static on; gzip_vary on; {extra}
  server {{
    listen {host}:{port}; root {root};
    {headers}
    location / {{ try_files $uri.html =404; }}
  }}
}}
"""


def missing_tools() -> list[str]:
    """A line for each tool that is not installed: which, and how to get it."""
    return [f"{tool} is missing: on Debian, apt-get install {package}" for tool, package in PACKAGES.items() if not find_tool(tool)]


def find_tool(name: str) -> str | None:
    """Where the program is; nginx lies in a folder that is not on everybody's path."""
    return shutil.which(name, path=os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/usr/local/sbin"]))


def nginx_version() -> str:
    said = subprocess.run([find_tool("nginx") or "nginx", "-v"], capture_output=True, text=True, check=True).stderr
    return said.rpartition("/")[2].strip()


@contextmanager
def granian(config: Config, options: Sequence[str] = ()) -> Iterator[int]:
    """Our server as `flask --app wsgi up` starts it, on a free port (which it gives), with *options* besides."""
    config = replace(config, host=HOST, port=free_port())
    *command, target = _server_command(config)
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("OUTREACH_", "GRANIAN_"))}
    environ = {**kept, "OUTREACH_DATA_DIR": str(config.data_dir), "HOST": HOST, "PORT": str(config.port)}
    with _running([*command, *options, target], config.port, "/healthz", environ):
        yield config.port


@contextmanager
def nginx(generation: Generation, extra: str = "") -> Iterator[int]:
    """nginx with gzip_static on the same files with the same headers, on a free port (which it gives)."""
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="bench-nginx-") as folder:
        text = _NGINX.format(
            user=f"user {pwd.getpwuid(0).pw_name};" if os.geteuid() == 0 else "",  # or its workers may not read a private folder
            cores=os.cpu_count(),
            folder=folder,
            extra=extra,
            host=HOST,
            port=port,
            root=generation.folder,
            headers=" ".join(f'add_header {name} "{value}";' for name, value in generation.headers.items()),
        )
        path = Path(folder) / "nginx.conf"
        path.write_text(text, "utf-8")
        with _running([find_tool("nginx") or "nginx", "-e", "/dev/null", "-c", str(path)], port, "/", os.environ):
            yield port


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


def fetch(port: int, address: str, coding: str = "gzip") -> tuple[int, dict[str, str], bytes]:
    """One GET: status, headers by lower-case name, body as sent."""
    connection = http.client.HTTPConnection(HOST, port, timeout=10)
    try:
        connection.request("GET", address, headers={"Accept-Encoding": coding})
        answer = connection.getresponse()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
    finally:
        connection.close()


@contextmanager
def _running(command: Sequence[str], port: int, address: str, environ: Mapping[str, str]) -> Iterator[None]:
    child = subprocess.Popen(command, cwd=ROOT, env=environ, start_new_session=True)
    try:
        _wait_until_answering(child, port, address)
        yield
    finally:
        _end(child)


def _wait_until_answering(child: subprocess.Popen[bytes], port: int, address: str) -> None:
    deadline = time.monotonic() + _READY_S
    while time.monotonic() < deadline and child.poll() is None:
        with suppress(OSError, http.client.HTTPException):
            fetch(port, address)
            return
        time.sleep(0.05)
    sys.exit("a server did not start; its reason is in the lines above")


def _end(child: subprocess.Popen[bytes]) -> None:
    """End the whole process group that *child* leads."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        with suppress(ProcessLookupError):
            os.killpg(child.pid, number)
        with suppress(subprocess.TimeoutExpired):
            child.wait(_STOP_S)
