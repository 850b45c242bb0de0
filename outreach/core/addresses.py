"""Addresses as settings give them: each function returns what is used, or raises ValueError."""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import urlsplit


def host_name(value: str) -> str:
    if any(c in value for c in "/@ ") or value.count(":") == 1:
        raise ValueError(value)
    return value.strip("[]")


def bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def port_number(value: str) -> int:
    port = int(value)
    if not 1 <= port <= 65535:
        raise ValueError(value)
    return port


def database_address(value: str) -> str:
    if value.startswith("sqlite:///"):
        return value
    scheme, separator, rest = value.partition("://")
    if not separator or scheme not in {"postgres", "postgresql", "postgresql+psycopg"}:
        raise ValueError(value)
    return f"postgresql+psycopg://{rest}"


def web_address(value: str) -> str:
    parts = urlsplit(value)
    _ = parts.port  # raises ValueError when it is not one
    spare = (parts.path.strip("/"), parts.query, parts.fragment, parts.username)
    if parts.scheme not in ("http", "https") or not parts.hostname or any(spare):
        raise ValueError(value)
    return value.rstrip("/")


def https_address(value: str) -> str:
    return web_address(https(value))


def https(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme != "https" or not parts.hostname or any(c in value for c in "\"'<> \r\n"):
        raise ValueError(value)
    return value


def provider_address(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme == "http" and not is_loopback(parts.hostname or ""):
        raise ValueError(value)
    return web_address(value)


def redis_address(value: str) -> str:
    parts = urlsplit(value)  # raises ValueError, as its port does
    if parts.scheme not in ("redis", "rediss") or not parts.hostname or parts.port == 0 or not re.fullmatch(r"/?\d*", parts.path):
        raise ValueError(value)
    return value
