"""Style sheets and fonts: the KERN kit from its wheel, and our own few rules. Packed once, with names that change with the content."""

from __future__ import annotations

import gzip
import hashlib
from functools import cache
from importlib.resources import files
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

FONTS = ("FiraSans-Regular", "FiraSans-SemiBold", "FiraSans-Bold")
_YEAR = "public, max-age=31536000, immutable"
_FACE = "@font-face{{font-family:'Fira Sans';src:url('/static/{name}.woff2') format('woff2');font-weight:{weight};font-display:swap}}"
_WEIGHTS = {"FiraSans-Regular": 400, "FiraSans-SemiBold": 600, "FiraSans-Bold": 700}


def kern_folder() -> Path:
    """The folder of the KERN kit."""
    return Path(str(files("mkdocs_kern_ux"))) / "kern-ux" / "vendor" / "kern"


@cache
def style_sheet() -> bytes:
    """Everything that gives the pages their look, in one file."""
    kern = (kern_folder() / "kern.min.css").read_text(encoding="utf-8").removeprefix('@charset "UTF-8";')
    own = files("ikz_recht.web").joinpath("static/seite.css").read_text(encoding="utf-8")
    faces = "".join(_FACE.format(name=name, weight=weight) for name, weight in _WEIGHTS.items())
    return f'@charset "UTF-8";{faces}{kern}{own}'.encode()


@cache
def _packed() -> bytes:
    return gzip.compress(style_sheet(), 9, mtime=0)


@cache
def style_address() -> str:
    """The address of the style sheet; another one as soon as it changes."""
    return f"/static/{hashlib.sha256(style_sheet()).hexdigest()[:12]}.css"


@cache
def _font(name: str) -> bytes:
    return (kern_folder() / "fonts" / "fira-sans" / f"{name}.woff2").read_bytes()


def serve(request: Request) -> Response:
    """One of the few static files."""
    name = request.path_params["datei"]
    headers = {"cache-control": _YEAR}
    if f"/static/{name}" == style_address():
        if "gzip" in request.headers.get("accept-encoding", ""):
            return Response(
                _packed(), media_type="text/css; charset=utf-8", headers={**headers, "content-encoding": "gzip", "vary": "accept-encoding"}
            )
        return Response(style_sheet(), media_type="text/css; charset=utf-8", headers=headers)
    if name.removesuffix(".woff2") in FONTS and name.endswith(".woff2"):
        return Response(_font(name.removesuffix(".woff2")), media_type="font/woff2", headers=headers)
    return Response("Das gibt es nicht.", 404, media_type="text/plain; charset=utf-8")
