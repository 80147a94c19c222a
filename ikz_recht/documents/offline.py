"""Rendering never uses the network: typst would fetch packages that a template names."""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Iterator

ONE_AT_A_TIME = threading.Lock()  # to be held around `no_network`, which changes the environment of the whole process
# Nothing listens at port 1 of the own machine; the package fetcher of typst asks these variables before it asks for any address.
_CLOSED = "http://127.0.0.1:1"
_PROXIES = ("https_proxy", "http_proxy", "all_proxy", "ftp_proxy")
_BYPASSES = ("no_proxy",)


@contextlib.contextmanager
def no_network() -> Iterator[None]:
    """While this holds, a library that honours the usual proxy variables reaches nothing outside this machine."""
    names = [spelling for name in (*_PROXIES, *_BYPASSES) for spelling in (name, name.upper())]
    before = {name: os.environ.get(name) for name in names}
    for name in names:
        if name.lower() in _BYPASSES:
            os.environ.pop(name, None)
        else:
            os.environ[name] = _CLOSED
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def nowhere() -> str:
    """A folder that cannot exist: packages that happen to lie on this machine would make a document differ from the next machine's."""
    return os.path.join(os.devnull, "pakete")
