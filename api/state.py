"""What a route may ask for: the opened parts of the application, as annotated aliases.

Knows where `create_app` put them; must not know how they were made.
"""

from typing import Annotated, cast

from fastapi import Depends, Request

from api.feedback import FeedbackDesk
from api.page_pictures import PagePictures
from api.port import ContactLister, Glossary, Searcher
from api.settings import Settings
from api.suggesting import Suggester
from search.catalog_port import Catalog
from search.onboarding import OnboardingPath
from search.originals import Originals
from search.papers.store import PaperStore


async def _service(request: Request) -> Searcher:
    return cast("Searcher", request.app.state.service)


async def _contacts(request: Request) -> ContactLister:
    return cast("ContactLister", request.app.state.service)


async def _catalog(request: Request) -> Catalog:
    return cast("Catalog", request.app.state.catalog)


async def _glossary(request: Request) -> Glossary:
    return cast("Glossary", request.app.state.glossary)


async def _onboarding(request: Request) -> OnboardingPath:
    return cast("OnboardingPath", request.app.state.onboarding)


async def _papers(request: Request) -> PaperStore:
    return cast("PaperStore", request.app.state.papers)


async def _settings(request: Request) -> Settings:
    return cast("Settings", request.app.state.settings)


async def _originals(request: Request) -> Originals:
    return cast("Originals", request.app.state.originals)


async def _pictures(request: Request) -> PagePictures:
    return cast("PagePictures", request.app.state.pictures)


async def _feedback(request: Request) -> FeedbackDesk:
    return cast("FeedbackDesk", request.app.state.feedback)


async def _suggester(request: Request) -> Suggester:
    return cast("Suggester", request.app.state.suggester)


# coroutines, so that FastAPI does not send each to a thread of its own
ContactsState = Annotated[ContactLister, Depends(_contacts)]
ServiceState = Annotated[Searcher, Depends(_service)]
CatalogState = Annotated[Catalog, Depends(_catalog)]
GlossaryState = Annotated[Glossary, Depends(_glossary)]
OnboardingState = Annotated[OnboardingPath, Depends(_onboarding)]
PapersState = Annotated[PaperStore, Depends(_papers)]
SettingsState = Annotated[Settings, Depends(_settings)]
OriginalsState = Annotated[Originals, Depends(_originals)]
PicturesState = Annotated[PagePictures, Depends(_pictures)]
FeedbackState = Annotated[FeedbackDesk, Depends(_feedback)]
SuggesterState = Annotated[Suggester, Depends(_suggester)]
