"""The OpenAPI description of the JSON interface."""

from __future__ import annotations

from typing import Any

from .. import __version__
from ..documents.formats import FORMATS
from ..rulebase.fact import LANDS, PARTICIPANT_KINDS, ROLES
from ..rulebase.model import CRITERION_GROUPS

_TEXT: dict[str, Any] = {"type": "string"}
_DAY = {
    "name": "stichtag",
    "in": "query",
    "description": "Tag, dessen Recht gilt; sonst heute",
    "schema": {"type": "string", "format": "date", "pattern": r"^(19|20|21)\d\d-(0[1-9]|1[0-2])-(0[1-9]|1\d|2[0-8])$"},
}


def description(rules_version: str) -> dict[str, Any]:
    """The whole description (OpenAPI 3.1)."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "ikz-recht",
            "version": __version__,
            "description": f"Fragen, Gutachten und Dokumente zu einem Fall; Regelwerk {rules_version}. Die Antworten beschreibt docs/json.md.",
        },
        "security": [{"schluessel": []}],
        "paths": {
            "/api/openapi.json": _self(),
            "/api/fragen": _questions(),
            "/api/beraten": _advice(),
            "/api/dokument/{art}.{format}": _document(),
        },
        "components": {
            "securitySchemes": {"schluessel": {"type": "http", "scheme": "bearer", "description": "Ein Schlüssel aus „Ihr Konto“"}},
            "schemas": {"Fall": _case(), "Gutachten": _opinion(), "Fehler": _error()},
        },
    }


def _self() -> dict[str, Any]:
    answer = {"200": {"description": "Diese Beschreibung", "content": {"application/json": {"schema": {"type": "object"}}}}}
    return {"get": {"operationId": "beschreibung", "summary": "Diese Beschreibung", "security": [], "responses": answer}}


def _questions() -> dict[str, Any]:
    schema = {"type": "object", "required": ["fragen"], "properties": {"fragen": {"type": "array", "items": {"type": "object"}}}}
    land = {
        "name": "land",
        "in": "query",
        "description": "Nur die gemeinsamen Fragen und die dieses Landes",
        "schema": {"enum": list(LANDS)},
    }
    return {
        "get": {
            "operationId": "fragen",
            "summary": "Alle Fragen mit Kennung, Typ, Antworten und Hilfe",
            "parameters": [land],
            "responses": {"200": _json("Die Fragen", schema), **_failures(401, 422, 400)},
        }
    }


def _advice() -> dict[str, Any]:
    return {
        "post": {
            "operationId": "beraten",
            "summary": "Das Gutachten zu einem Fall",
            "parameters": [_DAY],
            "requestBody": _body(),
            "responses": {
                "200": _json("Das Gutachten", {"$ref": "#/components/schemas/Gutachten"}),
                **_failures(400, 401, 408, 413, 415, 422, 503),
            },
        }
    }


def _document() -> dict[str, Any]:
    form = {"name": "form", "in": "query", "description": "Für den Entwurf: LAND:form; sonst die empfohlene Form", "schema": _TEXT}
    path = [
        {"name": "art", "in": "path", "required": True, "schema": {"enum": ["vermerk", "kurzfassung", "entwurf"]}},
        {"name": "format", "in": "path", "required": True, "schema": {"enum": list(FORMATS)}},
    ]
    binary = {kind: {"schema": {"type": "string", "format": "binary"}} for kind in _DOCUMENT_TYPES}
    return {
        "post": {
            "operationId": "dokument",
            "summary": "Vermerk, Kurzfassung oder Entwurf",
            "parameters": [*path, _DAY, form],
            "requestBody": _body(),
            "responses": {"200": {"description": "Das Dokument", "content": binary}, **_failures(400, 401, 404, 408, 413, 415, 422, 503)},
        }
    }


_DOCUMENT_TYPES = (
    "text/markdown",
    "text/html",
    "application/pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.oasis.opendocument.text",
)
_FAILURES = {
    400: "Nicht lesbar",
    401: "Es fehlt ein gültiger Schlüssel",
    404: "Das gibt es nicht",
    408: "Kam nicht rechtzeitig vollständig an",
    413: "Zu groß",
    415: "Weder JSON noch YAML",
    422: "Der Fall oder die Adresse ist fehlerhaft; jeder Mangel einzeln",
    503: "Der Server hat zu viel zu tun",
}


def _failures(*statuses: int) -> dict[str, Any]:
    return {str(status): _json(_FAILURES[status], {"$ref": "#/components/schemas/Fehler"}) for status in statuses}


def _json(text: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"description": text, "content": {"application/json": {"schema": schema}}}


def _body() -> dict[str, Any]:
    schema = {"schema": {"$ref": "#/components/schemas/Fall"}}
    return {"required": True, "content": {"application/json": schema, "application/yaml": schema}}


def _case() -> dict[str, Any]:
    """As docs/fall.schema.json, without what only the program itself writes."""
    answers = {"type": "object", "additionalProperties": {"type": ["string", "number", "array"], "items": _TEXT}}
    return {
        "type": "object",
        "additionalProperties": False,
        "required": ["beteiligte", "antworten"],
        "description": "Wie eine Falldatei (docs/fallformat.md)",
        "properties": {
            "fall": {"const": 1},
            "titel": {"type": "string", "minLength": 1, "maxLength": 2000},
            "beteiligte": {"type": "array", "minItems": 2, "maxItems": 500, "items": _participant()},
            "antworten": answers,
            "beiseite": answers,
            "gewichte": {
                "type": "object",
                "additionalProperties": False,
                "properties": {group: {"type": "number", "minimum": 0, "maximum": 10} for group in CRITERION_GROUPS},
            },
        },
    }


def _participant() -> dict[str, Any]:
    name = {"type": "string", "minLength": 1, "maxLength": 200}
    return {
        "type": "object",
        "additionalProperties": False,
        "required": ["name", "art", "land"],
        "properties": {
            "ags": _TEXT,
            "name": name,
            "art": {"enum": list(PARTICIPANT_KINDS)},
            "land": {"enum": [*LANDS, "AUSLAND"]},
            "einwohner": {"type": ["integer", "string"]},
            "rolle": {"enum": list(ROLES)},
            "kreis": name,
            "verband": name,
            "traegt_aufgabe": {"enum": ["ja", "nein", "weiß nicht"]},
        },
    }


def _opinion() -> dict[str, Any]:
    names = ("json", "regelwerk", "stichtag", "maschinen", "titel", "laender", "empfehlung", "annahmen", "formen", "wege", "offene_fragen")
    return {"type": "object", "required": list(names), "properties": {"json": {"const": 1}, "formen": {"type": "array"}}}


def _error() -> dict[str, Any]:
    entry = {
        "type": "object",
        "required": ["text", "abhilfe"],
        "properties": {"text": _TEXT, "abhilfe": _TEXT, "zeile": {"type": "integer"}, "spalte": {"type": "integer"}},
    }
    return {"type": "object", "required": ["fehler"], "properties": {"fehler": {"type": "array", "items": entry}}}
