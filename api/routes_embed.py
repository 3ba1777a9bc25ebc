"""`/embed/samsok-search.js`, the search box for other sites in one script, and `/demo`, which shows it.

Knows the two source files that the script is made of; must not know who embeds it.
"""

import hashlib
from pathlib import Path

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, Response

from api.routes_documents import is_current
from api.routes_pages import frame_of

router = APIRouter(include_in_schema=False)

SCRIPT_PATH = "/embed/samsok-search.js"
_STATIC = Path(__file__).parent / "static"
_FOREVER = "public, max-age=31536000, immutable"
_DAY = "public, max-age=86400"


def embed_script() -> bytes:
    """Return the script: our own combobox and the element, as one module without imports."""
    combobox = (_STATIC / "combobox.js").read_text(encoding="utf-8").replace("export function", "function")
    element = (_STATIC / "samsok-search.js").read_text(encoding="utf-8")
    return f"{combobox}\n{element}".encode()


def script_version(script: bytes) -> str:
    """Return what names this state of the script, so that a host may pin it."""
    return hashlib.sha256(script).hexdigest()[:12]


@router.get(SCRIPT_PATH)
def script(request: Request) -> Response:
    """Give the script to any site; what it then may ask is decided where it asks."""
    body: bytes = request.app.state.embed_script
    version = script_version(body)
    headers = {
        "etag": f'"{version}"',
        "access-control-allow-origin": "*",
        "cross-origin-resource-policy": "cross-origin",
        "cache-control": _FOREVER if request.query_params.get("v") == version else _DAY,
    }
    if is_current(request, headers["etag"]):
        return Response(status_code=304, headers=headers)
    return Response(body, media_type="text/javascript", headers=headers)


@router.get("/demo")
def demo(request: Request) -> HTMLResponse:
    """Show the search box as other sites can have it, and what they write for it."""
    version = script_version(request.app.state.embed_script)
    base = str(request.base_url).rstrip("/")
    context = {**frame_of(request), "script": f"{SCRIPT_PATH}?v={version}", "base": base, "script_path": SCRIPT_PATH}
    return request.app.state.pages.render("demo.html", context)  # type: ignore[no-any-return]
