"""Identity numbers of persons, found in any text and masked at their full length.

Knows the Swedish personnummer and samordningsnummer and the Danish CPR number. Must not know documents, questions or
logs: whoever holds a text asks here before it is stored, searched for or written anywhere.
"""

from search.personal.mask import Masked, mask, mask_all

__all__ = ["Masked", "mask", "mask_all"]
