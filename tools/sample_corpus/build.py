"""Build the binary files of the sample corpus: ``python -m tools.sample_corpus.build``.

Every file under ``sources/`` becomes one file under ``corpus/``; its head names the format.
HTML, Markdown and plain text files lie in the corpus as they are. Two runs give the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tools.sample_corpus.mail import build_mail
from tools.sample_corpus.markup import Source, read_source
from tools.sample_corpus.office import build_docx, build_odt
from tools.sample_corpus.pdf import build_pdf
from tools.sample_corpus.scan import build_scan

HERE = Path(__file__).resolve().parent
SOURCES = HERE / "sources"
CORPUS = HERE.parent.parent / "corpus"

BUILDERS: dict[str, tuple[str, Callable[[Source], bytes]]] = {
    "pdf": (".pdf", build_pdf),
    "scan": (".pdf", build_scan),
    "docx": (".docx", build_docx),
    "odt": (".odt", build_odt),
    "eml": (".eml", build_mail),
}


def target_of(path: Path, source: Source) -> Path:
    """Where the file built from this source belongs."""
    ending, _ = BUILDERS[source.head["format"]]
    return (CORPUS / path.relative_to(SOURCES)).with_suffix(ending)


def build_all() -> list[Path]:
    """Build every file and return their paths."""
    built = []
    for path in sorted(SOURCES.rglob("*.txt")):
        source = read_source(path)
        _, builder = BUILDERS[source.head["format"]]
        target = target_of(path, source)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(builder(source))
        built.append(target)
    return built


if __name__ == "__main__":
    for made in build_all():
        print(made.relative_to(CORPUS).as_posix())
