"""Scores of an extraction, as the collections' own scripts count: shingles of four words, folded names."""

import re
import statistics
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from typing import Any

_WORD = re.compile(r"\w+")
_FOLDED = str.maketrans("’‘ʼ´`“”„«»–—‑", "'''''\"\"\"\"\"---")


def body_f1(pairs: Iterable[tuple[str, str]]) -> float:
    """Return F1 of mean precision and mean recall over (right, found) texts, by 4-grams of words.

    Where nothing was found there is no precision, only a recall of 0.
    """
    shingled = [(_shingles(right), _shingles(found)) for right, found in pairs]
    both = [(sum((right & found).values()), sum(right.values()), sum(found.values())) for right, found in shingled]
    precision = statistics.mean(alike / found for alike, _, found in both if found)
    recall = statistics.mean(alike / right for alike, right, _ in both if right)
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def names_f1(pairs: Iterable[tuple[Collection[str], Collection[str]]]) -> float:
    """Return F1 over all (right, found) names together."""
    both = right_ones = found_ones = 0
    for right, found in pairs:
        rights, founds = {folded(name, ".,") for name in right}, {folded(name, ".,") for name in found}
        both, right_ones, found_ones = both + len(rights & founds), right_ones + len(rights), found_ones + len(founds)
    return 2 * both / (right_ones + found_ones) if both else 0.0


def share(answers: Iterable[bool]) -> float:
    """Return how many of *answers* are right."""
    return statistics.mean(map(float, answers))


def folded(text: str, without: str = "") -> str:
    """Return *text* as it is compared: one kind of quotes and dashes, one case, single blanks."""
    plain = unicodedata.normalize("NFKC", text.translate(_FOLDED)).replace("\u00ad", "").replace("\u200b", "")
    return " ".join(re.sub(f"[{without}]", "", plain).split() if without else plain.split()).casefold()


def file_name(address: str) -> str:
    """Return the file name in an address, by which pictures are compared."""
    return address.partition("?")[0].rstrip("/").rpartition("/")[2]


def right_text(truth: Mapping[str, Any]) -> str:
    """Return the text of an answer; brackets around a paragraph say that it may be left out, and are none of it."""
    paragraphs = truth.get("paragraphs") or [truth["text"]]
    return "\n".join(p[1:-1] if p[:1] == "[" and p[-1:] == "]" else p for p in paragraphs)


def _shingles(text: str) -> Counter[tuple[str, ...]]:
    words = _WORD.findall(text)
    return Counter(filter(None, (tuple(words[i : i + 4]) for i in range(max(1, len(words) - 3)))))
