"""Where words may be divided: the patterns of a language (Liang's method, by pyphen), and what is never divided."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Callable

    import pyphen

SOFT_HYPHEN = "\u00ad"
_LEAST = 6  # letters of a word that is divided
_BEFORE, _AFTER = 3, 3  # letters that stay on either side at least
_PUNCTUATION = "“”‘’\"'«»„‚()[]{}.,;:!?…"


@lru_cache(32)
def softener(language: str, divided: Literal["never", "words", "all"]) -> Callable[[str], str]:
    """Return a function from a word, with its punctuation, to the word with soft hyphens where it may be divided.

    ``language`` is a BCP 47 tag; one without patterns is never divided. ``words`` leaves alone what has a capital:
    names, and words that may be names.
    """
    patterns = _patterns(language) if divided != "never" else None

    @lru_cache(65_536)
    def soften(word: str) -> str:
        bare = word.strip(_PUNCTUATION)
        if patterns is None or len(bare) < _LEAST or not bare.isalpha():
            return word
        if divided == "words" and not bare.islower():
            return word
        softened = bare
        # “İ” is two characters in lower case, and places in the one would not be places in the other
        for place in reversed(patterns.positions(bare.replace("\u0130", "I"))):
            # a place with data is one where the spelling changes: asszonnyal, asszony-nyal
            if _BEFORE <= place <= len(bare) - _AFTER and not place.data:
                softened = softened[:place] + SOFT_HYPHEN + softened[place:]
        return word.replace(bare, softened, 1)

    return soften


def _patterns(language: str) -> pyphen.Pyphen | None:
    import pyphen  # noqa: PLC0415  # only text that needs it loads the patterns

    found = pyphen.language_fallback(language.replace("-", "_"))
    found = "en_US" if language == "en" else found  # pyphen takes English for British
    return pyphen.Pyphen(lang=found) if found else None
