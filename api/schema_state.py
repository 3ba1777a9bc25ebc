"""The shapes of what tells how the service is, and of problems.

Knows the field names of the contract; must not know how a request is carried out.
"""

from typing import Literal

from pydantic import BaseModel, Field


class HealthModel(BaseModel):
    """The process answers."""

    status: Literal["ok"]
    version: str


class TermBankModel(BaseModel):
    """The term bank in use."""

    concepts: int
    fault: str | None = Field(description="Why the files of SAMSOK_TERMS as they are now are not in use.")


class ReadyModel(BaseModel):
    """Questions can be answered."""

    status: Literal["ready"]
    generation: int | None
    documents: int
    passages: int
    terms: TermBankModel


class FieldProblemModel(BaseModel):
    """What is wrong with one field."""

    field: str
    message: str


class ProblemModel(BaseModel):
    """An error after RFC 9457."""

    type: str = Field(description="Stable; also the address of a page that explains it.")
    title: str
    status: int
    detail: str
    instance: str = Field(description="The path that was asked.")
    errors: list[FieldProblemModel] | None = Field(None, description="The fields at fault, where there are any.")
    error_id: str | None = Field(None, description="Names the entry in the log, for faults on the server's side.")
