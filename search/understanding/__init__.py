"""Understand what a question asks for: intent, kinds of things that answer it, organisation, place, area, time."""

from search.understanding.named import Named
from search.understanding.question import Understander, Understood

__all__ = ["Named", "Understander", "Understood"]
