from datetime import UTC, datetime

import pytest

from api.routes_documents import original_name
from search.document import Document


@pytest.mark.parametrize(
    ("source", "kind", "name"),
    [
        ("se/avtal.pdf", "application/pdf", "avtal.pdf"),
        ("https://site.example/nyheter/ny%20lag.html?id=3", "text/html", "ny lag.html"),
        ("https://site.example/om/samverkan", "text/html", "samverkan.html"),
        ("https://site.example/", "text/html", "site.example.html"),
        ("https://site.example/a%2F..%2Fb%22%0d%0a.pdf", "application/pdf", "b-.pdf"),
        ("https://site.example/" + "x" * 900, "text/html", "x" * 120 + ".html"),
    ],
)
def test_original_is_saved_under_the_end_of_its_address(source: str, kind: str, name: str) -> None:
    """A name that any system takes, that says what the file is, of which nothing leads elsewhere."""
    document = Document("d", "r", source, source, kind, "0", 1, datetime(2024, 1, 1, tzinfo=UTC), "Titel", "sv")
    assert original_name(document) == name
