"""What a route may ask for: the opened parts of the application, as annotated aliases.

Knows where `create_app` put them; must not know how they were made.
"""

from typing import Annotated, cast

from fastapi import Depends, Request

from api.port import ContactLister, Glossary, Searcher
from api.settings import Settings
from search.catalog_port import Catalog


async def _service(request: Request) -> Searcher:
    return cast("Searcher", request.app.state.service)


async def _contacts(request: Request) -> ContactLister:
    return cast("ContactLister", request.app.state.service)


async def _catalog(request: Request) -> Catalog:
    return cast("Catalog", request.app.state.catalog)


async def _glossary(request: Request) -> Glossary:
    return cast("Glossary", request.app.state.glossary)


async def _settings(request: Request) -> Settings:
    return cast("Settings", request.app.state.settings)


# coroutines, so that FastAPI does not send each to a thread of its own
ContactsState = Annotated[ContactLister, Depends(_contacts)]
ServiceState = Annotated[Searcher, Depends(_service)]
CatalogState = Annotated[Catalog, Depends(_catalog)]
GlossaryState = Annotated[Glossary, Depends(_glossary)]
SettingsState = Annotated[Settings, Depends(_settings)]
