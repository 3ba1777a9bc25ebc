"""The shapes of what goes between a reader's page and the service beside searching: suggestions and feedback.

Knows the field names of the contract; must not know how a request is carried out.
"""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from search.document import Language as StoredLanguage
from search.feedback import MAX_COMMENT_CHARACTERS, MAX_REPLY_CHARACTERS, FeedbackKind, Verdict
from search.suggest import SuggestionKind
from search.terms.bank import TermLanguage


class SuggestParameters(BaseModel):
    """Parameters of `GET /suggest`."""

    model_config = ConfigDict(extra="forbid")

    q: Annotated[str, Field(max_length=200)] = Field("", description="What has been typed; two characters at least.")
    limit: int = Field(8, ge=1, le=20, description="Most suggestions.")
    language: TermLanguage | None = Field(None, description="The reader's; suggestions in it come first.")
    key: Annotated[str, Field(max_length=200)] = Field(
        "", description="SAMSOK_EMBED_KEY, where it is set and a page of another site asks."
    )


class SuggestionModel(BaseModel):
    """Something that can be asked for."""

    text: str
    kind: SuggestionKind
    language: StoredLanguage


class SuggestionListModel(BaseModel):
    """Suggestions, the best first."""

    suggestions: list[SuggestionModel]


class FeedbackRequest(BaseModel):
    """Body of `POST /feedback`: a verdict, a comment, or both."""

    model_config = ConfigDict(
        extra="forbid", strict=True, json_schema_extra={"examples": [{"verdict": "up", "query_id": "…"}]}
    )

    kind: FeedbackKind = Field("answer", description="What it is about.")
    verdict: Verdict = Field("none", description="Whether it helped.")
    comment: str = Field("", max_length=MAX_COMMENT_CHARACTERS)
    query_id: str = Field("", max_length=64, description="Of the response that it is about.")
    document_id: str = Field("", max_length=64)
    passage_id: str = Field("", max_length=64)
    question: str = Field("", max_length=10_000, description="Kept only where the operator keeps questions.")
    reply_to: str = Field("", max_length=MAX_REPLY_CHARACTERS, description="How to reach the reader, if wanted.")
    ui: str = Field("", max_length=8, description="Language of the page.")


class FeedbackModel(BaseModel):
    """What was said is held."""

    status: Literal["held"]
