"""Score enrichment against answers that a reader gave before it ran on those texts (tests/quality/blind_gold.md).

Counts are of what is right, found and wanted; what the reader left open is neither found nor wanted.
"""

import gzip
import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import entity_scoring
from eval_data import EVAL

from services.cli.extract import document, read
from services.enrich import enrich
from services.enrich.entities import abroad, gathering
from services.model import Article

GOLD: dict[str, Any] = json.loads((Path(__file__).parent / "quality" / "blind_gold.json").read_text("utf-8"))
HAS_TEXTS = all((EVAL / name).is_dir() for name in ("fundus_parser", "fundus_eval", "zyte", "dedup"))

Counts = Counter[str]


def articles(half: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield name and answers of the articles of *half*, `A` or `B`."""
    yield from ((name, gold) for name, gold in GOLD["articles"].items() if gold["half"] == half)


@cache
def text(place: str) -> str:
    """Return the text that offsets are of: paragraphs an empty line apart; of an old report one line."""
    collection, _, name = place.partition("/")
    if collection == "reuters":
        return " ".join(_reports()[name].split())
    truth = json.loads((EVAL / collection / "truth.json").read_text("utf-8"))[name]
    if "text" in truth:
        lines = truth["text"].split("\n")
    else:  # in brackets stands what may be left out by who extracts it
        lines = [line[1:-1] if line[:1] == "[" and line[-1:] == "]" else line for line in truth["paragraphs"]]
    paragraphs = (" ".join(part.split()) for line in lines for part in line.split("\n"))
    return "\n\n".join(filter(None, paragraphs))


@cache
def _reports() -> dict[str, str]:
    with gzip.open(EVAL / "dedup" / "reuters21578.docs.jsonl.gz", "rt", encoding="utf-8") as lines:
        return {each["id"]: each["text"] for each in map(json.loads, lines)}


def url(place: str) -> str:
    collection, _, name = place.partition("/")
    if collection == "reuters":
        return ""
    return str(json.loads((EVAL / collection / "urls.json").read_text("utf-8"))[name])


def digest(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()[:16]


@cache
def enriched(place: str) -> Article:
    return _enriched(text(place), url(place))


def _enriched(words: str, of: str) -> Article:
    day = datetime(2026, 11, 24, tzinfo=UTC)
    return enrich(Article("", tuple(words.split("\n\n")), day, "t", "s", "f", url=of, language="en"))


def quotes(half: str) -> Counts:
    """Count quotes by where they stand."""
    counts: Counts = Counter()
    for place, gold in articles(half):
        wanted = {(start, end) for start, end, *_ in gold["quotes"]}
        found = {(each.start, each.end) for each in enriched(place).quotes}
        counts += counted(found, wanted, {tuple(span) for span in gold["eitherQuotes"]})
    return counts


def speakers(half: str) -> Counts:
    """Count speakers of the quotes that stand where the reader found them."""
    counts: Counts = Counter()
    for place, gold in articles(half):
        right = {(row[0], row[1]): _names(row[2:], text(place)) for row in gold["quotes"]}
        found = {(each.start, each.end): each.speaker for each in enriched(place).quotes if each.speaker}
        counts["wanted"] += sum(bool(names) for names in right.values())
        counts["found"] += sum(span in right for span in found)
        counts["right"] += sum(speaker in right.get(span, ()) for span, speaker in found.items())
    return counts


def _names(offsets: list[int], words: str) -> set[str]:
    return {words[start:end] for start, end in zip(offsets[::2], offsets[1::2], strict=True)}


def sums(half: str) -> Counts:
    """Count sums of money, each once in an article, and in sentences of other articles."""
    counts: Counts = Counter()
    for place, gold in articles(half):
        wanted = {(value, currency) for _, _, value, currency in gold["amounts"]}
        counts += counted({(each.value, each.currency) for each in enriched(place).amounts}, wanted, set())
    for place, sentence, wanted, either in _sentences("sums", half):
        counts += counted(
            {(each.value, each.currency) for each in _enriched(sentence, url(place)).amounts}, wanted, either
        )
    return counts


def casualties(half: str) -> Counts:
    """Count figures of casualties in the same way."""
    counts: Counts = Counter()
    for place, gold in articles(half):
        wanted = {tuple(row[2:]) for row in gold["casualties"]}
        counts += counted({(each.kind, each.least, each.most) for each in enriched(place).casualties}, wanted, set())
    for place, sentence, wanted, either in _sentences("casualties", half):
        found = {(each.kind, each.least, each.most) for each in _enriched(sentence, url(place)).casualties}
        counts += counted(found, wanted, either)
    return counts


def _sentences(kind: str, half: str) -> Iterator[tuple[str, str, set[Any], set[Any]]]:
    for of, place, start, end, wanted, either in GOLD[kind]:
        if of == half:
            yield place, text(place)[start:end], set(map(tuple, wanted)), set(map(tuple, either))


def counted(found: set[Any], wanted: set[Any], either: set[Any]) -> Counts:
    return Counter(right=len(found & wanted), found=len(found - either), wanted=len(wanted))


def topics(half: str) -> Counts:
    """Count topics of the pages as they are read: `hits` are articles with one of those that they are about."""
    counts: Counts = Counter()
    for place, gold in articles(half):
        collection, _, name = place.partition("/")
        page = gzip.decompress((EVAL / collection / "html" / f"{name}.html.gz").read_bytes())
        found = {int(topic.uri[7:9]) for topic in enrich(read(document(page, url(place)))).topics}
        wanted, allowed = map(set, gold["topics"])
        counts += Counter(
            hits=bool(found & wanted), articles=1, found=len(found), right=len(found & (wanted | allowed))
        )
    return counts


def entities(
    half: str, find: Callable[[str], Iterable[tuple[str, entity_scoring.Spans]]] | None = None
) -> dict[str, Counts]:
    """Count people, organizations and places as entity_scoring.py does, by type."""
    gold = dict(articles(half))
    return entity_scoring.score(find or _found, {place: text(place) for place in gold}, gold)


def places() -> Counts:
    """Count the places of the texts in six other languages."""
    counts: Counts = Counter()
    for place, gold in GOLD["places"].items():
        found = [(each.kind, each.spans) for each in abroad.find(text(place), gold["language"])]
        counts += entity_scoring.score(lambda _, found=found: found, {place: text(place)}, {place: gold})["place"]
    return counts


def _found(words: str) -> list[tuple[str, list[tuple[int, int]]]]:
    return [(each.kind, each.spans) for each in gathering.find(words)]
