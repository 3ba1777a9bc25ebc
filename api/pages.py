"""Templates and static files of the web pages, loaded once.

Knows Jinja2 and where the files lie; must not know what a page is about.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse
from starlette.staticfiles import StaticFiles

_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Pages:
    """Renders pages.

    Attributes:
        versions: file name -> short hash, put into addresses so that browsers may keep files for good.
    """

    environment: Environment
    static_files: StaticFiles
    versions: Mapping[str, str]

    @classmethod
    def load(cls) -> Self:
        """Read templates and static files of the package."""
        environment = Environment(
            loader=FileSystemLoader(_HERE / "templates"),
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
            undefined=StrictUndefined,
        )
        folder = _HERE / "static"
        versions = {path.name: hashlib.sha256(path.read_bytes()).hexdigest()[:12] for path in sorted(folder.iterdir())}
        pages = cls(environment, StaticFiles(directory=folder), versions)
        environment.globals["static"] = pages.static_address
        return pages

    def static_address(self, name: str) -> str:
        """Return the address of a static file."""
        return f"/static/{name}?v={self.versions[name]}"

    def render(self, template: str, context: Mapping[str, Any], status: int = 200) -> HTMLResponse:
        """Return a page; every value is escaped."""
        text = self.environment.get_template(template).render(context)
        return HTMLResponse(text, status_code=status, headers={"vary": "Accept-Language"})
