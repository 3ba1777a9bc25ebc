"""The settings of Samsök: one table that drives environment names, help texts, the documentation and validation.

Knows environment variables and what values they may have; must not know what the settings are used for.
"""

import difflib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from search.errors import InvalidSetting

PREFIX = "SAMSOK_"
MAX_PORT = 65_535
MAX_RATE = 1000
LOG_LEVELS = ("debug", "info", "warning", "error")


@dataclass(frozen=True, slots=True)
class Setting:
    """One row of the table.

    Attributes:
        attribute: its name in `Settings`; the environment variable is PREFIX and this in capitals.
        default: as it would be written in the environment; None where leaving it out means something of its own.
        unit: what is counted, "" where nothing is.
        help: one or two sentences for the operator.
        read: turns the text into the value, or raises ValueError saying what is allowed.
        secret: the value is never shown.
    """

    attribute: str
    default: str | None
    unit: str
    help: str
    read: Callable[[str], Any]
    secret: bool = False

    @property
    def name(self) -> str:
        """The environment variable."""
        return PREFIX + self.attribute.upper()


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings as they hold for this process; the table `SETTINGS` says what each one means."""

    data: Path
    database_url: str | None
    qdrant_url: str | None
    qdrant_api_key: str | None
    model: str | None
    terms: Path | None
    onboarding: Path | None
    llm_url: str | None
    llm_model: str | None
    llm_key: str | None
    llm_timeout_s: int
    host: str
    port: int
    max_bytes: int
    max_request_bytes: int
    max_query_characters: int
    log_level: str
    web_contact: str | None
    web_rate: float
    web_max_pages: int
    web_max_depth: int
    web_max_bytes: int
    web_max_minutes: int
    web_private: tuple[IPv4Network | IPv6Network, ...] | None
    keep_questions: bool
    embed_origins: tuple[str, ...]
    embed_key: str | None
    statement: Path | None


def _text(value: str) -> str:
    return value


def _folder(value: str) -> Path:
    path = Path(value).expanduser()
    if path.exists() and not path.is_dir():
        raise ValueError("a folder, but a file of that name is in the way")
    return path


def _existing_folder(value: str) -> Path:
    path = Path(value).expanduser()
    if not path.is_dir():
        raise ValueError("a folder that exists")
    return path


def _yes_or_no(value: str) -> bool:
    if value.lower() not in ("yes", "no"):
        raise ValueError("yes or no")
    return value.lower() == "yes"


def _existing_file(value: str) -> Path:
    path = Path(value).expanduser()
    if not path.is_file():
        raise ValueError("a file that exists")
    return path


def _origins(value: str) -> tuple[str, ...]:
    for origin in value.split():
        parts = urlsplit(origin)
        if parts.scheme not in ("http", "https") or f"{parts.scheme}://{parts.netloc}" != origin or not parts.hostname:
            raise ValueError("origins such as https://intra.example, without a path, separated by spaces")
    return tuple(value.split())


def _one_of(allowed: tuple[str, ...]) -> Callable[[str], str]:
    def read(value: str) -> str:
        if value.lower() not in allowed:
            raise ValueError(f"one of {', '.join(allowed)}")
        return value.lower()

    return read


def _integer(low: int, high: int) -> Callable[[str], int]:
    def read(value: str) -> int:
        if not (value.isascii() and value.isdigit() and low <= int(value[:20]) <= high):
            raise ValueError(f"a whole number from {low} to {high}")
        return int(value)

    return read


def _web_address(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("an address such as http://127.0.0.1:6333")
    return value


def _contact(value: str) -> str:
    if not (value.isascii() and value.isprintable() and not set("()<>") & set(value)):
        raise ValueError("a mail address or the address of a page, such as drift@example.org")
    return value


def _rate(value: str) -> float:
    if not re.fullmatch(r"[0-9]{1,4}(\.[0-9]{1,4})?", value) or not 0 < float(value) <= MAX_RATE:
        raise ValueError(f"a number of requests above 0 and up to {MAX_RATE}, such as 0.5")
    return float(value)


def _networks(value: str) -> tuple[IPv4Network | IPv6Network, ...]:
    try:
        return tuple(ip_network(part.strip()) for part in value.split(",") if part.strip())
    except ValueError as error:
        raise ValueError(f"networks such as 10.20.0.0/16, with commas between them ({error})") from error


def _model_address(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username or parts.query or parts.fragment:
        raise ValueError("an address such as http://127.0.0.1:11434/v1, with the key in SAMSOK_LLM_KEY")
    return value


def _key(value: str) -> str:
    if not (value.isascii() and value.isprintable()) or " " in value:
        raise ValueError("printable ASCII without blanks")
    return value


def _database_url(value: str) -> str:
    if "://" not in value or not value.startswith(("sqlite", "postgresql")):
        raise ValueError("an address such as sqlite:////var/lib/samsok/catalog.db or postgresql+psycopg://host/samsok")
    return value


SETTINGS: tuple[Setting, ...] = (
    Setting(
        "data", "./data", "folder", "Where catalog and index are kept; made when it is missing.", _folder,
    ),
    Setting(
        "database_url", None, "address",
        "Database of the catalog, SQLite or PostgreSQL. Without it: an SQLite file in the data folder.",
        _database_url, secret=True,
    ),
    Setting(
        "qdrant_url", None, "address",
        "Qdrant server or cluster that holds the vector index. Without it: embedded, in the data folder.",
        _web_address,
    ),
    Setting("qdrant_api_key", None, "", "Key for the Qdrant server; needs SAMSOK_QDRANT_URL.", _text, secret=True),
    Setting(
        "model", None, "name or folder",
        "Sentence-transformers model for embedding. Without it: the model that is shipped, which needs no download.",
        _text,
    ),
    Setting(
        "terms", None, "folder",
        "Your own term-bank files (CSV, or SKOS with samsok[skos]), read after the shipped ones and when they change.",
        _existing_folder,
    ),
    Setting(
        "onboarding", None, "file",
        "Your own steps for new people of partner agencies (TOML, in the form of search/data/onboarding/path.toml).",
        _existing_file,
    ),
    Setting(
        "llm_url", None, "address",
        "OpenAI-compatible server whose model words answers, up to the version (.../v1). Questions and passages go "
        "there. Without it: answers are the papers' own words.",
        _model_address, secret=True,
    ),
    Setting("llm_model", None, "name", "Model at SAMSOK_LLM_URL; needed with it.", _text),
    Setting("llm_key", None, "", "Key for SAMSOK_LLM_URL, sent as a bearer token; never logged.", _key, secret=True),
    Setting(
        "llm_timeout_s", "20", "seconds",
        "How long an answer waits for the model before it is given without it.", _integer(1, 600),
    ),
    Setting(
        "host", "127.0.0.1", "address",
        "Address to listen at. Anything but 127.0.0.1 can be reached from other machines: put a proxy in front.",
        _text,
    ),
    Setting("port", "8000", "port", "Port to listen at; 0 takes any that is free.", _integer(0, MAX_PORT)),
    Setting(
        "max_bytes", "100000000", "bytes", "Largest file that is taken in.", _integer(1, 10**12),
    ),
    Setting(
        "max_request_bytes", "262144", "bytes", "Largest body of an HTTP request.", _integer(1_024, 10**9),
    ),
    Setting(
        "max_query_characters", "2000", "characters", "Longest question that is answered.", _integer(1, 100_000),
    ),
    Setting(
        "log_level", "info", "",
        "Least important line that is logged: debug, info, warning or error. Only debug may write what was asked.",
        _one_of(LOG_LEVELS),
    ),
    Setting(
        "web_contact", None, "mail or address",
        "How the people behind a web site can reach you; told to each site that pages are taken in from. Set it.",
        _contact,
    ),
    Setting(
        "web_rate", "1", "requests per second",
        "How often one web site is asked, unless its robots.txt asks for longer pauses.", _rate,
    ),
    Setting(
        "web_max_pages", "1000", "pages", "Pages and documents that one start address may lead to.",
        _integer(1, 1_000_000),
    ),
    Setting(
        "web_max_depth", "10", "links", "Links that are followed one after another from a start address.",
        _integer(0, 1000),
    ),
    Setting(
        "web_max_bytes", "50000000", "bytes", "Largest answer that is read from a web site.", _integer(1, 10**10),
    ),
    Setting(
        "web_max_minutes", "60", "minutes", "How long one run may fetch from web sites.", _integer(1, 100_000),
    ),
    Setting(
        "web_private", None, "networks",
        "Private networks whose web sites may be taken in, such as 10.20.0.0/16; several with commas between them.",
        _networks,
    ),
    Setting(
        "keep_questions", "no", "",
        "Whether a question is kept with what a reader says of its answer, yes or no; it may hold personal data.",
        _yes_or_no,
    ),
    Setting(
        "embed_origins", "", "addresses",
        "Sites whose pages may ask for suggestions and results, such as https://intra.example, separated by spaces.",
        _origins,
    ),
    Setting(
        "embed_key", None, "",
        "Public key that pages of these sites send along. It keeps order, it is no secret; needs SAMSOK_EMBED_ORIGINS.",
        _text,
    ),
    Setting(
        "statement", None, "file",
        "TOML file that fills the accessibility statements; docs/accessibility.md tells its form.",
        _existing_file,
    ),
)  # fmt: skip
"""Every setting there is, in the order in which they are documented.

Source: max_bytes as in `ingest.limits`; 262,144 bytes hold 10,000 characters even in JSON's longest escapes (12 bytes
each), so that whoever asks too long a question is told its length, not a size in bytes.
"""


def without_settings(environment: Mapping[str, str]) -> dict[str, str]:
    """Return an environment without ours: whoever measures or trains means what is shipped, not what is set here."""
    return {name: value for name, value in environment.items() if not name.startswith(PREFIX)}


def load_settings(environment: Mapping[str, str], overrides: Mapping[str, str] | None = None) -> Settings:
    """Validate all settings at once.

    Args:
        environment: as `os.environ`; an empty value counts as left out.
        overrides: attribute -> text, from the command line; stronger than the environment.

    Raises:
        InvalidSetting: a SAMSOK_ variable is unknown, or a value cannot be used; the message names it.
    """
    _refuse_unknown(environment)
    values = {setting.attribute: _value(setting, environment, overrides or {}) for setting in SETTINGS}
    settings = Settings(**values)
    if settings.qdrant_api_key and not settings.qdrant_url:
        raise InvalidSetting("SAMSOK_QDRANT_API_KEY is set, but SAMSOK_QDRANT_URL is not: set both or neither.")
    if settings.llm_url and not settings.llm_model:
        raise InvalidSetting("SAMSOK_LLM_URL is set, but SAMSOK_LLM_MODEL is not: name the model to ask there.")
    if (settings.llm_model or settings.llm_key) and not settings.llm_url:
        raise InvalidSetting("SAMSOK_LLM_MODEL or SAMSOK_LLM_KEY is set, but SAMSOK_LLM_URL is not: name the server.")
    if settings.embed_key and not settings.embed_origins:
        raise InvalidSetting("SAMSOK_EMBED_KEY is set, but SAMSOK_EMBED_ORIGINS is not: set both or neither.")
    return settings


def _refuse_unknown(environment: Mapping[str, str]) -> None:
    known = [setting.name for setting in SETTINGS]
    for name in sorted(environment):
        if name.startswith(PREFIX) and name not in known:
            near = difflib.get_close_matches(name, known, n=1, cutoff=0)[0]
            raise InvalidSetting(f"{name} is not a setting of Samsök. The nearest one is {near}; see docs/settings.md.")


def _value(setting: Setting, environment: Mapping[str, str], overrides: Mapping[str, str]) -> Any:
    text = overrides.get(setting.attribute) or environment.get(setting.name, "").strip() or setting.default
    if text is None:
        return None
    try:
        return setting.read(text)
    except ValueError as error:
        shown = "the value given" if setting.secret else f'"{text}"'
        raise InvalidSetting(f"{setting.name} cannot be {shown}: it must be {error}.") from error


def describe_settings() -> list[tuple[str, str]]:
    """Return (environment variable, help with unit and default) for each setting, for `samsok --help`."""
    return [(setting.name, f"{setting.help} [{_default_words(setting)}]") for setting in SETTINGS]


def _default_words(setting: Setting) -> str:
    if setting.default is None:
        return "not set"
    unit = f" {setting.unit}" if setting.unit in ("bytes", "characters", "seconds") else ""
    return f"default {setting.default}{unit}"


def settings_markdown() -> str:
    """Return docs/settings.md; `python -m api.settings > docs/settings.md` renews it."""
    rows = [
        f"| `{s.name}` | {f'`{s.default}`' if s.default is not None else 'not set'} | {s.unit} | {s.help} |"
        for s in SETTINGS
    ]
    return "\n".join([_MARKDOWN_HEAD, *rows, ""])


_MARKDOWN_HEAD = """# Settings

Samsök is set by environment variables. They are all read and checked when a command starts: an unknown `SAMSOK_`
variable or a value that cannot be used ends it with exit code 4 and one line that names the variable.
An empty value counts as left out. `samsok serve --host` and `--port`, and `samsok --data`, are stronger than the
environment.

This page is made from the table in `api/settings.py`: `python -m api.settings > docs/settings.md`.

| variable | default | unit | meaning |
|---|---|---|---|"""


if __name__ == "__main__":
    print(settings_markdown(), end="")  # noqa: T201 - this is what the command is for
