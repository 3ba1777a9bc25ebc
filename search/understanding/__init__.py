"""Understand what a question asks for: intent, kinds of things that answer it, organisation, place, area, time."""

from search.understanding.question import Understander, Understood

__all__ = ["Understander", "Understood"]
