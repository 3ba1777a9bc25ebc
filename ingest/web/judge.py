"""Which of the visited addresses are documents, which are copies, and which documents are gone.

Knows visits and what is live. A document goes only on evidence: its address answers that there is no such page, leads
to another page for good, asks not to be indexed, or gives what another address gives. Whatever merely fails, or is not
linked any more, leaves it as it is.
"""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from ingest.source import Found, Refusal, Source
from ingest.web.address import key_of
from ingest.web.crawl import Visit
from ingest.web.headers import Headers
from ingest.web.links import similarity
from search.document import Document
from search.page_state import PageState

_STAYS = "the earlier version stays"
_SAME_SHARE = 0.5
"""Of the runs of text of two pages together that both have, for one to be a copy. Source: of 990 pairs of 45 public
pages of agencies one was above 0.2, two editions of one specification at 0.74. Sites whose every page names the front
page as canonical are common enough to be told apart."""


@dataclass(slots=True)
class Verdict:
    """What a run's visits come to.

    Attributes:
        pages: visits that are documents, each key once.
        copies: key -> key of the document that it is a copy of.
    """

    pages: dict[str, Visit] = field(default_factory=dict)
    copies: dict[str, str] = field(default_factory=dict)


def judge(visits: Sequence[Visit], live: Mapping[str, Document]) -> Verdict:
    """Tell documents from copies: by what a page says of itself, then by content."""
    verdict = Verdict()
    for visit in visits:
        if _is_document(visit):
            verdict.pages.setdefault(visit.key, visit)
    for key, visit in list(verdict.pages.items()):
        original = verdict.pages.get(_canonical(visit))
        if original is not None and original.key != key and _is_copy(visit, original, live):
            verdict.copies[key] = original.key
    for key in verdict.copies:
        del verdict.pages[key]
    _take_out_same_bytes(verdict, live)
    return verdict


def report(visits: Sequence[Visit], verdict: Verdict, live: Mapping[str, Document], found: Found) -> None:
    """Add to what a run found: its documents, what is gone, and what was refused."""
    found.sources.extend(_source(visit, live.get(key)) for key, visit in verdict.pages.items())
    others: dict[str, Visit] = {}
    for visit in visits:
        if visit.key not in verdict.pages:
            others.setdefault(visit.key, visit)
    for key, visit in others.items():
        reason, is_evidence = _why_not(visit, verdict)
        if key in live and is_evidence:
            found.gone[key] = reason
        elif key in live:
            found.failed.append(Refusal(key, key, f"{reason} ({_STAYS})"))
        else:
            refused = found.failed if _is_failure(visit) else found.skipped
            refused.append(Refusal(key, key, f"{reason}{_linked_from(visit)}"))


def states(verdict: Verdict, now: datetime) -> list[PageState]:
    """Return what is to be remembered of the documents."""
    return [_state(visit, now) for visit in verdict.pages.values()]


def _is_document(visit: Visit) -> bool:
    if visit.result == "unchanged":
        return True
    return visit.result == "fetched" and visit.facts is not None and visit.facts.may_be_kept


def _canonical(visit: Visit) -> str:
    return key_of(visit.facts.canonical) if visit.facts and visit.facts.canonical else visit.key


def _is_copy(visit: Visit, original: Visit, live: Mapping[str, Document]) -> bool:
    """Tell whether a page is the copy that it says it is, of a page that stands for itself."""
    if _canonical(original) != original.key:
        return False
    if original.result == "unchanged":
        return visit.key not in live
    return similarity(visit.prints, original.prints) >= _SAME_SHARE


def _take_out_same_bytes(verdict: Verdict, live: Mapping[str, Document]) -> None:
    """Keep one address of each content: one that is live already, else the one that was visited first."""
    originals: dict[str, str] = {}
    for key in sorted(verdict.pages, key=lambda key: key not in live):
        original = originals.setdefault(_sha256(verdict.pages[key]), key)
        if original != key:
            verdict.copies[key] = original
    for key in verdict.copies.keys() & verdict.pages.keys():
        del verdict.pages[key]


def _sha256(visit: Visit) -> str:
    if visit.state is not None:
        return visit.state.sha256
    return visit.answer.body.sha256 if visit.answer and visit.answer.body else visit.key


def _why_not(visit: Visit, verdict: Verdict) -> tuple[str, bool]:
    """Return why a visit gave no document, and whether that is evidence against one that is held."""
    if visit.key in verdict.copies:
        return f"is a copy of {verdict.copies[visit.key]}", True
    if visit.result == "moved":
        return visit.reason, visit.moved_to in verdict.pages or visit.moved_to in verdict.copies
    if visit.result == "fetched":
        return "asks not to be indexed (noindex)", True
    return visit.reason, visit.result == "gone"


def _is_failure(visit: Visit) -> bool:
    return visit.result == "failed" or (visit.result == "gone" and visit.item.found_on is None)


def _linked_from(visit: Visit) -> str:
    return f"; linked from {visit.item.found_on}" if visit.item.found_on and visit.result == "gone" else ""


def _source(visit: Visit, held: Document | None) -> Source:
    note = "nothing leads to it any more; kept, because it still answers" if visit.item.is_unlinked else None
    body, kind = (visit.answer.body, visit.answer.kind) if visit.answer else (None, None)
    if visit.answer is not None and body is not None and kind is not None:
        modified = visit.answer.headers.modified or datetime.now(UTC)
        return Source(
            visit.key, visit.key, kind.media_type, body.path, body.size, modified,
            sha256=body.sha256, name=kind.name, note=note,
        )  # fmt: skip
    # nothing will read it: what was made of these bytes is held
    size, modified = (held.size_bytes, held.modified) if held else (0, datetime.now(UTC))
    return Source(visit.key, visit.key, None, Path(os.devnull), size, modified, sha256=_sha256(visit), note=note)


def _state(visit: Visit, now: datetime) -> PageState:
    if visit.state is not None:
        return replace(visit.state, start=visit.start, checked_at=now)
    fields = visit.answer.headers if visit.answer else Headers({})
    return PageState(
        key=visit.key,
        location=visit.answer.address if visit.answer else visit.key,
        start=visit.start,
        etag=fields["etag"],
        last_modified=fields["last-modified"],
        sha256=_sha256(visit),
        fetched_at=now,
        checked_at=now,
        links=tuple(visit.facts.links) if visit.facts else (),
    )
