"""What a proxy in front says about a request counts only if the connection comes from that proxy."""

from __future__ import annotations

import ipaddress
from collections.abc import MutableMapping
from typing import Any

_FORWARDED = (b"x-forwarded-for", b"x-forwarded-proto", b"x-forwarded-host", b"forwarded", b"x-real-ip")


class Contradictory(Exception):
    """The header that names who has logged in is there more than once."""


def seen_through(scope: MutableMapping[str, Any], proxies: frozenset[str], trusted_header: str) -> MutableMapping[str, Any]:
    """The request with the address of the person instead of the proxy's, and without claims that did not come from a proxy.

    The address is the last one in X-Forwarded-For: the proxy adds it itself, all before it could be made up. Raises Contradictory.
    """
    client = scope.get("client")
    name = trusted_header.lower().encode()
    headers = scope["headers"]
    if client is not None and client[0] not in proxies:
        claims = {*_FORWARDED, name}
        return {**scope, "headers": [(key, value) for key, value in headers if key not in claims]}
    if name and sum(key == name for key, _ in headers) > 1:
        raise Contradictory
    given = [value.decode("latin-1") for key, value in headers if key == b"x-forwarded-for"]
    last = ",".join(given).rpartition(",")[2].strip()
    return {**scope, "client": (last, 0), "ikz.proxied": True} if _is_address(last) else {**scope, "ikz.proxied": bool(given)}


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True
