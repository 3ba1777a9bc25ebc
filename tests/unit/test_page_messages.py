"""Messages are in the compiled templates, and read as if they were looked up when a page is made."""

from gettext import NullTranslations

import pytest
from jinja2 import DictLoader

from api.page_messages import TranslatedEnvironment

WORDS = {"Papers": "Pappersark & <mer>", "100 %% of %(what)s": "100 %% av %(what)s"}


class _Words(NullTranslations):
    asked: int = 0

    def gettext(self, message: str) -> str:
        self.asked += 1
        return WORDS.get(message, message)


@pytest.mark.parametrize(
    ("template", "shown"),
    [
        ('{{ _("Papers") }}', "Pappersark & <mer>"),
        ('{{ _("100 %% of %(what)s", what=value) }}', "100 % av &lt;b&gt;"),
        ('<a title="{{ _("Unknown") }}">', '<a title="Unknown">'),
        ("{{ _(label) }}", "Pappersark & <mer>"),
        ('{% for each in [1, 2] %}{{ _("Papers") | upper }}{% endfor %}', "PAPPERSARK & <MER>" * 2),
    ],
)
def test_messages_are_said_in_the_language(template: str, shown: str) -> None:
    """The catalogue's words stand as they are, values are escaped, a doubled per cent sign is one."""
    words = _Words()
    environment = TranslatedEnvironment(
        loader=DictLoader({"page": template}), extensions=["jinja2.ext.i18n"], autoescape=True
    )
    environment.translations = words
    environment.install_gettext_translations(words, newstyle=True)  # type: ignore[attr-defined]
    made = environment.get_template("page")
    compiled = words.asked
    assert made.render(value="<b>", label="Papers") == shown
    assert words.asked == compiled + ("label" in template)
