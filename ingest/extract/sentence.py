"""Sentences of running text, with the abbreviations of three languages.

Knows full stops. Must not know what sentences say.
"""

import re
from collections.abc import Iterator

_END = re.compile(r"[.!?…\n](?:(?<=\n)\n*(?=[–•*-]\s)|(?<!\n)[\"”’»)]*\s+(?=[\"“”„«(–—-]*\s*[A-ZÅÄÖÆØÉ0-9§]))")
_ABBREVIATED = re.compile(
    r"(?:\b(?:bl\.\s?a|t\.\s?ex|f\.\s?eks|dvs|jfr|jf|kap|nr|st|stk|ca|s|kl|tel|tlf|mob|lok|ext|ang|inkl|"
    r"ekskl|evt|fr\.\s?o\.\s?m|"
    r"t\.\s?o\.\s?m|stf|tf|e\.\s?g|i\.\s?e|mr|mrs|ms|dr|dnr|J|[A-ZÅÄÖÆØ])|(?<!\d)\d{1,2})\.$",
    re.IGNORECASE,
)
_MONTH_FOLLOWS = re.compile(r"\s*(?:jan|feb|mar|apr|maj|jun|jul|aug|sep|okt|oct|nov|dec)", re.IGNORECASE)


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Yield half-open offsets of the sentences of a text, in order, without the white space between them."""
    begin = 0
    for match in _END.finditer(text):
        end = match.start() + (0 if text[match.start()] == "\n" else 1)
        before = text[max(begin, end - 14) : end]
        is_number = bool(re.search(r"(?<!\d)\d{1,2}\.$", before))
        if _ABBREVIATED.search(before) and not (is_number and not _MONTH_FOLLOWS.match(text, end)):
            continue
        yield begin, len(text[:end].rstrip())
        begin = match.end()
    if text[begin:].strip():
        yield begin, len(text.rstrip())
