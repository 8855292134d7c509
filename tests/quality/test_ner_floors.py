"""How well the enrichment `ner` does on the gold set; needs the extra `ner`, so its marker runs it apart (.ci/run)."""

import pytest
from entity_scoring import counted, rates

from services.enrich import ner
from services.enrich.entities import gathering

pytestmark = pytest.mark.ner

PRECISION, RECALL = 0.93, 0.94


def test_with_the_model_more_is_told_and_little_of_it_wrong() -> None:
    adapter = ner.load()

    def find(text: str) -> list[tuple[str, list[tuple[int, int]]]]:
        return [(each.kind, each.spans) for each in gathering.find(text, adapter.tell)]

    both = [counted(find, held_out=held_out) for held_out in (False, True)]
    precision, recall = rates(each for part in both for each in part.values())
    is_good = precision >= PRECISION and recall >= RECALL
    assert is_good, f"precision {precision:.3f}, recall {recall:.3f}"
