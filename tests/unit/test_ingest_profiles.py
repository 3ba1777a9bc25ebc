"""langdetect's profiles as they are held here: the same numbers, in less memory."""

import langdetect
from langdetect.detector_factory import DetectorFactory

from ingest.profiles import profiles


def test_profiles_hold_the_numbers_that_langdetect_itself_loads() -> None:
    """Languages stand in the same order, and every letter sequence has the same share in each of them."""
    own, theirs = profiles(), DetectorFactory()
    theirs.load_profile(langdetect.PROFILES_DIRECTORY)
    assert own.langlist == theirs.langlist
    assert own.word_lang_prob_map.keys() == theirs.word_lang_prob_map.keys()
    grams = list(theirs.word_lang_prob_map)[::7]
    assert [own.word_lang_prob_map[gram] for gram in grams] == [theirs.word_lang_prob_map[gram] for gram in grams]
