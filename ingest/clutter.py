"""What furniture of web pages reads like: skip links, cookie notices, newsletters, share lines, breadcrumbs.

Knows short texts in Swedish, Danish and English; must not know blocks or formats.
"""

import re

_SKIP_LINK = (
    r"^(?:gå|hoppa|hop|spring|skip) (?:direkt |over |över )?(?:till?|to) (?:sidans |the )?(?:huvud|main )?"
    r"(?:innehåll(?:et)?|indhold(?:et)?|content)$"
)
_AGREE = (
    r"(?:genom att fortsätta|accepter|godkänn|samtyck|ved at fortsætte|tillad|by continuing|accept|läsa? mer|læs mere)"
)
_COOKIE_CHOICE = (
    r"^(?:acceptera|godkänn|accepter|tillad|avvisa|afvis|hantera)"
    r"(?: alla| alle| kun nødvendige| endast nödvändiga)? (?:cookies|kakor)$"
)
_COOKIES = re.compile(
    rf"(?:cookies?|kakor).{{0,200}}{_AGREE}|"
    r"(?:genom att fortsätta|ved at fortsætte|by continuing).{0,200}(?:cookies?|kakor)",
    re.IGNORECASE,
)
_COOKIE_NOTICE = (
    r"^(?:vi|denn[ea]|den här) ?(?:hjemmeside|website|webb\w+|sida)? ?(?:använder|bruger|anvender) (?:cookies|kakor)",
    _COOKIE_CHOICE,
    r"^klicka här för att inte visa meddelandet",
)
_NEWSLETTER = (
    (
        r"^(?:tilmeld(?: dig)?|prenumerera på|anmäl dig till|abonner på|subscribe to)(?: vores| vårt| our)? ?"
        r"(?:nyhedsbrev|nyhetsbrev|newsletter)"
    ),
    r"^få (?:vores|våra) (?:nyheder|nyheter) (?:på|via) (?:mail|e-?post)",
)
_SHARE = (
    (
        r"^(?:dela|del|share)(?: denna| den här| this)?(?: sidan?| siden| page)?(?: (?:på|on|via))? ?"
        r"(?:facebook|linkedin|twitter|x|e-?post|mail)?[: ]*$"
    ),
    r"^(?:följ oss|følg os|follow us)(?: på| on)?(?: \w+)?$",
)
_BUTTON = (
    (
        r"^(?:skriv ut|udskriv|print|lyssna|lyt|listen|meny|menu|sök|søg|search|stäng|luk|close|läs upp|"
        r"visa mer|vis mere|(?:tillbaka |tilbage )?till? toppen|back to top)(?: sidan| siden)?$"
    ),
    r"^(?:hjälpte informationen dig|var denne side nyttig|hade du nytta av|fandt du det, du søgte)\b",
)
_BEGINNINGS = re.compile("|".join((_SKIP_LINK, *_COOKIE_NOTICE, *_NEWSLETTER, *_SHARE, *_BUTTON)), re.IGNORECASE)
_BREADCRUMB_SIGNS = ">»›→"
_BREADCRUMB_STEP = re.compile(rf"\s[{_BREADCRUMB_SIGNS}]\s")
_STEP_MAX_CHARS = 120
_MIN_STEPS = 3
_MAX_CHARS = 400
LONGEST = _MAX_CHARS + 2
"""A cleaned line with more characters than these is no furniture."""


def is_clutter(text: str) -> bool:
    """Tell whether a text is furniture of a web page rather than content."""
    is_flat = text.isprintable() and "  " not in text
    if len(text) > LONGEST and is_flat:
        return False  # nothing in it but blanks at its ends can be left out
    flat = text.strip() if is_flat else " ".join(text.split())
    if len(flat) > _MAX_CHARS:
        return False
    return _BEGINNINGS.match(flat) is not None or _is_cookie_notice(flat) or _is_breadcrumb(flat)


def _is_cookie_notice(flat: str) -> bool:
    lower = flat.lower()
    return ("cookie" in lower or "kakor" in lower) and _COOKIES.search(flat) is not None


def _is_breadcrumb(flat: str) -> bool:
    if not (">" in flat or "»" in flat or "›" in flat or "→" in flat):
        return False
    steps = _BREADCRUMB_STEP.split(flat)
    return len(steps) >= _MIN_STEPS and flat[-1] not in ".!?" and all(len(step) <= _STEP_MAX_CHARS for step in steps)
