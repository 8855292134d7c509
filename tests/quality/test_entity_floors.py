"""How well people, organizations and places are told in English, as floors: lowering one is a decision to be seen.

The gold set is 25 articles of `fundus_parser`, annotated by hand (tests/data/entities/README.md); their texts are in
`../shared/eval` beside the checkout, or where NEWSMILL_TEST_EVAL says. Without them, the seed is measured.
"""

from entity_scoring import HAS_TEXTS, TYPES, counted, digest, rates, read_gold, texts
from eval_data import GIVEN

from services.enrich.entities import gathering

PRECISION, RECALL = 0.95, 0.93
HELD_OUT_PRECISION, HELD_OUT_RECALL = 0.91, 0.91
OF_EACH_TYPE = 0.90


def find(text: str) -> list[tuple[str, list[tuple[int, int]]]]:
    return [(each.kind, each.spans) for each in gathering.find(text)]


def test_a_folder_that_the_environment_names_has_the_texts() -> None:
    assert HAS_TEXTS or not GIVEN, f"NEWSMILL_TEST_EVAL names {GIVEN}, which has no fundus_parser/truth.json"


def test_the_gold_set_is_of_these_very_texts() -> None:
    assert {name: digest(text) for name, text in texts().items()} == {
        name: each["sha256"] for name, each in read_gold().items()
    }


def test_entities_are_as_good_as_they_were() -> None:
    both = [counted(find, held_out=held_out) for held_out in (False, True)]
    precision, recall = rates(each for part in both for each in part.values())
    is_good = precision >= PRECISION and recall >= RECALL
    assert is_good, f"precision {precision:.3f}, recall {recall:.3f}"
    for kind in TYPES:
        assert min(rates(part[kind] for part in both)) >= OF_EACH_TYPE, kind


def test_they_are_as_good_on_articles_that_no_rule_was_made_for() -> None:
    precision, recall = rates(counted(find, held_out=True).values())
    assert (precision >= HELD_OUT_PRECISION, recall >= HELD_OUT_RECALL) == (True, True), (
        f"{precision:.3f}, {recall:.3f}"
    )
