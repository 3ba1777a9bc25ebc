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

from api.page_messages import TranslatedEnvironment
from api.words import UiLanguage, Words, load_words

_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Pages:
    """Renders pages.

    Attributes:
        environments: one for each language: what a template says is looked up when it is first used.
        versions: file name -> short hash, put into addresses so that browsers may keep files for good.
    """

    words: Mapping[UiLanguage, Words]
    environments: Mapping[UiLanguage, Environment]
    static_files: StaticFiles
    versions: Mapping[str, str]

    @classmethod
    def load(cls) -> Self:
        """Read templates, catalogues and static files of the package."""
        words = load_words()
        folder = _HERE / "static"
        versions = {path.name: hashlib.sha256(path.read_bytes()).hexdigest()[:12] for path in sorted(folder.iterdir())}
        environments = {language: _environment(each) for language, each in words.items()}
        pages = cls(words, environments, StaticFiles(directory=folder), versions)
        for environment in environments.values():
            environment.globals["static"] = pages.static_address
        return pages

    def static_address(self, name: str) -> str:
        """Return the address of a static file."""
        return f"/static/{name}?v={self.versions[name]}"

    def render(self, template: str, context: Mapping[str, Any], status: int = 200) -> HTMLResponse:
        """Return a page in the language `ui` of the context, else in English; every value is escaped."""
        environment = self.environments[context.get("ui", "en")]
        text = environment.get_template(template).render(context)
        return HTMLResponse(text, status_code=status, headers={"vary": "Accept-Language"})


def _environment(words: Words) -> Environment:
    environment = TranslatedEnvironment(
        loader=FileSystemLoader(_HERE / "templates"),
        extensions=["jinja2.ext.i18n"],
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
        auto_reload=False,
    )
    environment.translations = words.translations
    environment.install_gettext_translations(words.translations, newstyle=True)  # type: ignore[attr-defined]
    environment.filters["capitalised"] = words.first_capital
    environment.globals["number"] = words.number
    return environment
