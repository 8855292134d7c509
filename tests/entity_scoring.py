"""Score found entities against the gold set: unique names of one type in one article, matched by where they stand."""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from eval_data import EVAL

_TESTS = Path(__file__).parent
_GOLD = _TESTS / "data" / "entities"
_SEED = _TESTS.parent / "seeds" / "articles" / "000_9fcffa944729c7f1.txt"
TRUTH = EVAL / "fundus_parser" / "truth.json"
HAS_TEXTS = TRUTH.exists()
TYPES = ("person", "organization", "place")

Spans = Sequence[tuple[int, int]]
Finder = Callable[[str], Iterable[tuple[str, Spans]]]
"""Text → type and spans of each entity found."""

_TAILS = ("’s", "'s", ".", ",", " Inc", " Ltd", " Corp", " district", " District", " province", " region", " Region")


@cache
def texts() -> dict[str, str]:
    """Return the texts that the gold set's offsets are of; of the seed alone where the collection isn't there."""
    if not HAS_TEXTS:
        return {"seed": "\n\n".join(filter(None, _SEED.read_text(encoding="utf-8").split("\n")))}
    truth = json.loads(TRUTH.read_text(encoding="utf-8"))
    return {name: f"{truth[name]['title']}\n\n{truth[name]['text']}" for name in read_gold()}


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def score(finder: Finder, texts: Mapping[str, str], gold: Mapping[str, Any]) -> dict[str, Counter[str]]:
    """Return per type how many entities are `right`, `found` and `wanted`, over all *texts*."""
    counts = {kind: Counter[str]() for kind in TYPES}
    for name, text in texts.items():
        wanted, either = _wanted(gold[name]["spans"], text)
        for kind, entities in wanted.items():
            counts[kind]["wanted"] += len(entities)
        taken: set[tuple[str, int]] = set()
        for kind, spans in finder(text):
            trimmed = {_trimmed(text, *span) for span in spans}
            matching = [n for n, entity in wanted[kind].items() if entity & trimmed and (kind, n) not in taken]
            if matching:
                taken.add((kind, matching[0]))
                counts[kind].update(("right", "found"))
            elif not _overlaps(trimmed, either):
                counts[kind]["found"] += 1
    return counts


def rates(counts: Iterable[Counter[str]]) -> tuple[float, float]:
    """Return precision and recall of *counts* together."""
    total = sum(counts, Counter[str]())
    return total["right"] / max(total["found"], 1), total["right"] / max(total["wanted"], 1)


@cache
def read_gold() -> dict[str, Any]:
    path = _GOLD / ("gold.json" if HAS_TEXTS else "seed.json")
    return dict(json.loads(path.read_text(encoding="utf-8")))


def counted(finder: Finder, *, held_out: bool) -> dict[str, Counter[str]]:
    """Return the score of *finder* on the articles that are held out, or on the others."""
    gold = read_gold()
    return score(finder, {name: text for name, text in texts().items() if gold[name]["heldOut"] == held_out}, gold)


def _wanted(
    spans: Iterable[Sequence[Any]], text: str
) -> tuple[dict[str, dict[int, set[tuple[int, int]]]], set[tuple[int, int]]]:
    wanted: dict[str, dict[int, set[tuple[int, int]]]] = {kind: {} for kind in TYPES}
    either: set[tuple[int, int]] = set()
    for start, end, kind, entity in spans:
        if kind == "either":
            either.add((start, end))
        else:
            wanted[kind].setdefault(entity, set()).add(_trimmed(text, start, end))
    return wanted, either


def _overlaps(spans: Iterable[tuple[int, int]], either: Iterable[tuple[int, int]]) -> bool:
    return all(any(start < last and first < end for first, last in either) for start, end in spans)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the span without what people write or leave out: an article, a possessive, `Inc.`, `district`."""
    for article in ("The ", "the "):
        if text.startswith(article, start, end):
            start += len(article)
    while tail := next((tail for tail in _TAILS if text.endswith(tail, start, end)), ""):
        end -= len(tail)
    return start, end
