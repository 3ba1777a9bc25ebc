"""Serves the memory knowledge base as `samsok serve` serves a real one: python -m tests.doubles.serve_memory."""

import logging
import os
import sys

from api.server import serve
from api.settings import load_settings
from tests.doubles.knowledge import MemoryCatalog, MemoryKnowledge

if __name__ == "__main__":
    settings = load_settings(os.environ)
    logging.basicConfig(
        stream=sys.stderr, level=settings.log_level.upper(), format="%(levelname)s %(name)s %(message)s"
    )
    serve(settings, lambda: MemoryKnowledge(MemoryCatalog(()) if "--empty" in sys.argv else MemoryCatalog()))
