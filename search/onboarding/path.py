"""The file that says which steps new people take, in which order, and for whom.

Knows the file's form (TOML) and checks it whole. Must not know how a step's question is answered.
"""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from search.document import DocumentType
from search.errors import InvalidSetting

LANGUAGES = ("sv", "da", "en")
MOST_STEPS = 8
"""A path of more steps is not walked to its end; what is left over for a role is refused when the file is read."""


def _in_all_languages(text: Mapping[str, str]) -> Mapping[str, str]:
    missing = [language for language in LANGUAGES if not text.get(language, "").strip()]
    if missing or len(text) > len(LANGUAGES):
        raise ValueError(f"it must stand in {', '.join(LANGUAGES)} and nothing else; missing: {', '.join(missing)}")
    return text


Text = Annotated[Mapping[str, str], AfterValidator(_in_all_languages)]
"""The same text in Swedish, Danish and English, by language."""


class Step(BaseModel):
    """One step.

    Attributes:
        kind: a question that is put to the papers, or the words that the papers explain.
        types: kinds of document that may answer; all where there are none.
        roles: for whom the step is; everybody where there are none.
        general: papers of others answer too where the organisation has none: a guide often names nobody.
        why: why a newcomer should know this.
        control: a further question, answered by the search, by which readers test themselves.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    key: str = Field(pattern=r"^[a-z][a-z-]*$")
    kind: Literal["question", "terms"] = "question"
    types: tuple[DocumentType, ...] = ()
    roles: tuple[str, ...] = ()
    general: bool = False
    title: Text
    why: Text
    question: Text
    control: Text


class OnboardingPath(BaseModel):
    """All steps in their order, and the names of the roles."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    roles: Mapping[str, Text] = Field(default_factory=dict)
    steps: tuple[Step, ...] = Field(min_length=1)

    def steps_for(self, role: str | None) -> list[Step]:
        """Return what somebody in a role goes through; without a role, what is for everybody."""
        return [step for step in self.steps if not step.roles or role in step.roles]


def read_path(file: Path) -> OnboardingPath:
    """Read and check a path.

    Raises:
        InvalidSetting: the file is not there, is no TOML or does not hold a path; says which line or entry.
    """
    try:
        path = OnboardingPath.model_validate(tomllib.loads(file.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InvalidSetting(f"the onboarding path {file} cannot be read: {error}; mend the file") from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise InvalidSetting(f"the onboarding path {file}, {where}: {first['msg']}; mend the file") from error
    _check(path, file)
    return path


def _check(path: OnboardingPath, file: Path) -> None:
    keys = [step.key for step in path.steps]
    twice = next((key for key in keys if keys.count(key) > 1), None)
    if twice:
        raise InvalidSetting(f"the onboarding path {file} has two steps with the key {twice!r}; rename one")
    for step in path.steps:
        unknown = [role for role in step.roles if role not in path.roles]
        if unknown:
            raise InvalidSetting(
                f"the onboarding path {file}, step {step.key}: there is no role {unknown[0]!r}; add it"
            )
    for role in (None, *path.roles):
        steps = len(path.steps_for(role))
        if steps > MOST_STEPS:
            raise InvalidSetting(
                f"the onboarding path {file} has {steps} steps for {role or 'everybody'}, at most {MOST_STEPS} are "
                "allowed; take some out"
            )
