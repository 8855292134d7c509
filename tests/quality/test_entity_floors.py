"""How well people, organizations and places are told in English, as floors: lowering one is a decision to be seen.

The gold set is 25 articles of `fundus_parser`, annotated by hand (tests/data/entities/README.md); their texts are in
`../shared/eval` beside the checkout, or where NEWSMILL_TEST_EVAL says. Without them, of the seed alone.
"""

import json
import os
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from entity_scoring import TYPES, digest, rates, read_gold, score, text_of

from services.enrich.entities import gathering

_GIVEN = os.environ.get("NEWSMILL_TEST_EVAL")
EVAL = Path(_GIVEN) if _GIVEN else Path(__file__).parents[3] / "shared" / "eval"
TRUTH = EVAL / "fundus_parser" / "truth.json"

PRECISION, RECALL = 0.92, 0.90
HELD_OUT_PRECISION, HELD_OUT_RECALL = 0.90, 0.88
OF_EACH_TYPE = 0.85


@cache
def texts() -> dict[str, str]:
    gold = read_gold()
    if not TRUTH.exists():
        return {}
    truth = json.loads(TRUTH.read_text(encoding="utf-8"))
    return {name: text_of(truth[name]) for name in gold}


@cache
def counts(*, held_out: bool) -> dict[str, Counter[str]]:
    gold = read_gold()
    chosen = {name: text for name, text in texts().items() if gold[name]["heldOut"] == held_out}
    return score(lambda text: [(each.kind, each.spans) for each in gathering.find(text)], chosen, gold)


def test_a_folder_that_the_environment_names_has_the_texts() -> None:
    assert TRUTH.exists() or not _GIVEN, f"NEWSMILL_TEST_EVAL names {_GIVEN}, which has no fundus_parser/truth.json"


def test_the_gold_set_is_of_these_very_texts() -> None:
    gold = read_gold()
    assert len(gold) >= 20
    assert sum(each["heldOut"] for each in gold.values()) >= 8
    assert {name: digest(text) for name, text in texts().items()}.items() <= {
        name: each["sha256"] for name, each in gold.items()
    }.items()


@pytest.mark.skipif(not TRUTH.exists(), reason="the texts of the gold set are not beside this checkout")
def test_entities_are_as_good_as_they_were() -> None:
    both = [counts(held_out=held_out) for held_out in (False, True)]
    precision, recall = rates(each for part in both for each in part.values())
    assert (precision >= PRECISION, recall >= RECALL) == (True, True), f"{precision:.3f}, {recall:.3f}"
    for kind in TYPES:
        assert min(rates(part[kind] for part in both)) >= OF_EACH_TYPE, kind


@pytest.mark.skipif(not TRUTH.exists(), reason="the texts of the gold set are not beside this checkout")
def test_they_are_as_good_on_articles_that_no_rule_was_made_for() -> None:
    precision, recall = rates(counts(held_out=True).values())
    assert (precision >= HELD_OUT_PRECISION, recall >= HELD_OUT_RECALL) == (True, True), (
        f"{precision:.3f}, {recall:.3f}"
    )
