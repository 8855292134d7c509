"""What enrichment reaches on texts that were read by hand, as floors: lowering one is a decision to be seen.

`enrichment_gold.json` has no text: offsets in what `../shared/eval/fundus_parser` calls an article's text, paragraphs
an empty line apart, and labels. A quote is [start, end], and where its sentence names who said it, start and end of the
whole name somewhere in the text. A sum is [start, end, value, currency]. Topics are the numbers of [those one of which
has to be found, those that aren't wrong].
"""

import gzip
import json
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from eval_data import EVAL

from services.cli.extract import document, read
from services.enrich import enrich
from services.model import Article

pytestmark = pytest.mark.skipif(not (EVAL / "fundus_parser").is_dir(), reason="the collections aren't here")

GOLD: dict[str, dict[str, list[Any]]] = json.loads(Path(__file__).with_name("enrichment_gold.json").read_text("utf-8"))

SPANS, ATTRIBUTED, SPEAKERS = 0.98, 0.95, 0.70
SUM_PRECISION, SUM_RECALL = 0.88, 0.84
TOPIC_PRECISION, TOPIC_RECALL = 0.94, 0.90


@cache
def enriched(name: str) -> Article:
    folder = EVAL / "fundus_parser"
    truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))[name]
    url = json.loads((folder / "urls.json").read_text(encoding="utf-8"))[name]
    paragraphs = tuple(" ".join(line.split()) for line in truth["text"].split("\n") if line.strip())
    return enrich(Article(truth["title"], paragraphs, datetime(2026, 11, 24, tzinfo=UTC), "t", "s", "f", url=url))


def test_quotes_stand_where_a_reader_finds_them() -> None:
    right = {(name, row[0], row[1]) for name, rows in GOLD["quotes"].items() for row in rows}
    found = {(name, each.start, each.end) for name in GOLD["quotes"] for each in enriched(name).quotes}
    assert len(right & found) >= SPANS * max(len(right), len(found))


def test_speakers_are_those_that_the_sentence_names() -> None:
    right = {
        (name, row[0]): enriched(name).body[row[2] : row[3]]
        for name, rows in GOLD["quotes"].items()
        for row in rows
        if len(row) > 2
    }
    found = {
        (name, each.start): each.speaker for name in GOLD["quotes"] for each in enriched(name).quotes if each.speaker
    }
    same = sum(right.get(place) == speaker for place, speaker in found.items())
    assert same >= ATTRIBUTED * len(found)
    assert same >= SPEAKERS * len(right)


def test_sums_of_money_are_read_as_a_reader_does() -> None:
    right = {(name, row[2], row[3]) for name, rows in GOLD["amounts"].items() for row in rows}
    found = {(name, each.value, each.currency) for name in GOLD["amounts"] for each in enriched(name).amounts}
    # One without its currency isn't wrong, but not found either.
    wrong = {each for each in found - right if each[2]}
    assert len(right & found) >= SUM_PRECISION * len((right & found) | wrong)
    assert len(right & found) >= SUM_RECALL * len(right)


def test_topics_are_right_sooner_than_many() -> None:
    hits = right = wrong = 0
    for place, (wanted, allowed) in GOLD["topics"].items():
        collection, _, name = place.partition("/")
        url = json.loads((EVAL / collection / "urls.json").read_text(encoding="utf-8"))[name]
        page = gzip.decompress((EVAL / collection / "html" / f"{name}.html.gz").read_bytes())
        found = {int(topic.uri[7:9]) for topic in enrich(read(document(page, url))).topics}
        hits += bool(found & set(wanted))
        right += len(found & {*wanted, *allowed})
        wrong += len(found - {*wanted, *allowed})
    assert right >= TOPIC_PRECISION * (right + wrong)
    assert hits >= TOPIC_RECALL * len(GOLD["topics"])
