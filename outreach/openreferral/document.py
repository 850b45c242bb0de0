"""The OpenAPI document of the API, made of the very types and parameters that answer: it cannot say anything else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime, time
from enum import StrEnum
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints
from uuid import UUID

from outreach.openreferral.parameters import PAGED, SEARCHED, Parameter
from outreach.openreferral.schemas import LocatedService, Service, Taxonomy, TaxonomyTerm

PROFILE = "https://docs.openreferraluk.org/en/3.0-main/"
VERSION = "3.0"
_PLAIN: Mapping[type, dict[str, Any]] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    UUID: {"type": "string", "format": "uuid"},
    datetime: {"type": "string", "format": "date-time"},
    date: {"type": "string", "format": "date"},
    time: {"type": "string", "pattern": r"^\d{2}:\d{2}:\d{2}$"},
}
_LISTS: Mapping[str, tuple[type, Mapping[str, Parameter], str]] = {
    "/services": (Service, SEARCHED, "services"),
    "/service_at_locations": (LocatedService, SEARCHED, "services at their places"),
    "/taxonomies": (Taxonomy, PAGED, "taxonomies"),
    "/taxonomy_terms": (TaxonomyTerm, PAGED, "terms of the taxonomies"),
}
_ENVELOPE = ("total_items", "total_pages", "page_number", "size")
_FLAGS = ("first_page", "last_page", "empty")


def write_document(server: str) -> dict[str, Any]:
    """The document (OpenAPI 3.1) of the API that is served at *server*."""
    components: dict[str, Any] = {"Problem": _problem()}
    paths: dict[str, Any] = {"/": {"get": _answer("What this API is", {"type": "object"})}}
    for path, (body, parameters, what) in _LISTS.items():
        item = _schema_of(body, components)
        page = components.setdefault(f"PageOf{body.__name__}", _page(item))
        assert page
        paths[path] = {
            "get": {**_answer(f"A page of {what}", _ref(f"PageOf{body.__name__}"), refuses=True), "parameters": _described(parameters)}
        }
        paths[f"{path}/{{id}}"] = {"get": {**_answer(f"One of the {what}", item, is_one=True), "parameters": [_ID]}}
    about = "Services for people who have been victims of crime, as their organisations agreed to publish them. No key is needed."
    return {
        "openapi": "3.1.0",
        "info": {"title": "Outreach: Open Referral UK", "version": VERSION, "description": about},
        "servers": [{"url": server}],
        "paths": paths,
        "components": {"schemas": components},
    }


_ID = {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}


def _described(parameters: Mapping[str, Parameter]) -> list[dict[str, Any]]:
    return [
        {"name": name, "in": "query", "required": False, "description": one.about, "schema": dict(one.schema)}
        for name, one in parameters.items()
    ]


def _answer(about: str, body: Mapping[str, Any], *, refuses: bool = False, is_one: bool = False) -> dict[str, Any]:
    answers = {"200": _json(about, body)}
    if refuses:
        answers["422"] = _json("A parameter cannot be answered", _ref("Problem"))
    if is_one:
        answers["404"] = _json("There is none of that id", _ref("Problem"))
    return {"summary": about, "responses": answers}


def _json(about: str, schema: Mapping[str, Any]) -> dict[str, Any]:
    return {"description": about, "content": {"application/json": {"schema": dict(schema)}}}


def _ref(name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{name}"}


def _problem() -> dict[str, Any]:
    text = {"type": "string"}
    return {"type": "object", "required": ["error"], "properties": {"error": text, "parameter": text}, "additionalProperties": False}


def _page(item: Mapping[str, Any]) -> dict[str, Any]:
    properties: dict[str, Any] = {name: {"type": "integer", "minimum": 0} for name in _ENVELOPE}
    properties |= {name: {"type": "boolean"} for name in _FLAGS}
    properties["contents"] = {"type": "array", "items": dict(item)}
    return {"type": "object", "required": [*properties], "properties": properties, "additionalProperties": False}


def _schema_of(kind: Any, components: dict[str, Any]) -> dict[str, Any]:
    """The JSON schema of a type of `schemas`; dataclasses stand among *components* and are referred to."""
    if get_origin(kind) in (Union, UnionType):
        [kind] = [one for one in get_args(kind) if one is not NoneType]
    if get_origin(kind) is tuple:
        return {"type": "array", "items": _schema_of(get_args(kind)[0], components)}
    if is_dataclass(kind):
        return _object_of(kind, components)
    if issubclass(kind, StrEnum):
        return {"type": "string", "enum": [str(value) for value in kind]}
    return dict(_PLAIN[kind])


def _object_of(kind: Any, components: dict[str, Any]) -> dict[str, Any]:
    if kind.__name__ not in components:
        components[kind.__name__] = {}  # its place, for what refers to itself
        hints = get_type_hints(kind)
        properties = {field.name: _schema_of(hints[field.name], components) for field in fields(kind)}
        required = [field.name for field in fields(kind) if NoneType not in get_args(hints[field.name])]
        components[kind.__name__] = {"type": "object", "required": required, "properties": properties, "additionalProperties": False}
    return _ref(kind.__name__)
