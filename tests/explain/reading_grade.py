"""Measure how many years of school a text takes: the Flesch-Kincaid grade level.

0.39 × words a sentence + 11.8 × syllables a word − 15.59 (Kincaid and others, 1975, "Derivation
of new readability formulas for Navy enlisted personnel").  Syllables are counted by the
groups of vowels; a name in capitals counts a syllable a letter.
"""

from __future__ import annotations

import re

_WORD = re.compile(r"[A-Za-z][A-Za-z'’-]*|\$?\d[\d,.]*%?")
_SENTENCE = re.compile(r"[.!?]+(?:\s|$)")
_VOWELS = re.compile(r"[aeiouy]+")
# Two vowels that are two syllables, and vowels that are none.
_APART = re.compile(
    r"ia(?!l|n|g|c|r)|iet|(?<![gq])ua|eo(?!p)|ye[tr]|rying|uing|eing|[rl]ier|iac\b|rio|bio|ay?er\b"
)
_SILENT = re.compile(
    r"(?<=[aeiouy])[^aeioutd]*[^aeioutdy\W]ed\b|e(?=ly\b|ful|ness|ment|line|ache|thing|one\b|where\b)"
)
_FINAL = re.compile(r"(?<![^aeiouy]l)(?<![aeiouy])e\b")


def syllables(word: str) -> int:
    """Count the syllables of one word or number, at least one.

    >>> [syllables(word) for word in ("care", "therapy", "decided", "little", "visits", "IFSP")]
    [1, 3, 3, 2, 2, 4]
    """
    if word[0] in "$0123456789":
        return 1
    if word.isupper() and len(word) > 1:
        return len(word)
    text = word.lower().removesuffix("'s").removesuffix("’s")
    if text.endswith("es") and not re.search(r"(s|z|x|c|g|ch|sh)es$", text):
        text = text[:-1]
    count = len(_VOWELS.findall(text)) + len(_APART.findall(text))
    count -= len(_SILENT.findall(text)) + len(_FINAL.findall(text))
    return max(1, count)


def grade(text: str) -> float:
    """Return the grade level of *text*; that of a first grader is about 1."""
    words = _WORD.findall(text)
    sentences = max(1, len(_SENTENCE.findall(text)))
    spoken = sum(map(syllables, words))
    return 0.39 * len(words) / sentences + 11.8 * spoken / len(words) - 15.59
