"""Enrichments stand in one row; each says what it needs, and one that fails costs only itself."""

import pytest
from twins import article

from services.enrich import ENRICHMENTS, enrich
from services.enrich.analysis import LONGEST_ANALYSED, Analysis, bounded, pieces, tokens
from services.enrich.findings import Findings
from services.enrich.registry import Enrichment, apply
from services.model import Article


def failing(_: Article, analysis: Analysis) -> Findings:
    raise ValueError(analysis.text)


def count_words(_: Article, analysis: Analysis) -> Findings:
    return {"word_count": len(analysis.tokens)}


def double(article: Article, _: Analysis) -> Findings:
    return {"reading_minutes": 2 * article.word_count}


def test_each_enrichment_stands_after_what_it_needs() -> None:
    names = [each.name for each in ENRICHMENTS]
    assert len(set(names)) == len(names)
    for position, each in enumerate(ENRICHMENTS):
        assert set(each.needs) <= set(names[:position]), each.name


def test_an_article_says_which_enrichments_it_went_through() -> None:
    assert enrich(article()).enriched_by == tuple(f"{each.name}/{each.version}" for each in ENRICHMENTS)
    assert enrich(article()).enrichment_failed == ()


def test_one_that_fails_costs_only_itself(caplog: pytest.LogCaptureFixture) -> None:
    row = (Enrichment("broken", 3, failing), Enrichment("counting", 1, count_words))
    enriched = apply(row, article(paragraphs=("One two three.",)))
    assert enriched.word_count == 3
    assert (enriched.enriched_by, enriched.enrichment_failed) == (("counting/1",), ("broken/3 ValueError",))
    assert [each.getMessage() for each in caplog.records] == ["enrichment failed"]


@pytest.mark.parametrize(("needs", "seen"), [(("counting",), 3), ((), 0)])
def test_an_enrichment_sees_what_those_found_that_it_needs(needs: tuple[str, ...], seen: int) -> None:
    row = (Enrichment("counting", 1, count_words), Enrichment("doubling", 1, double, needs=needs))
    enriched = apply(row, article(paragraphs=("One two three.",)))
    assert (enriched.word_count, enriched.reading_minutes) == (3, 2 * seen)


def test_a_long_text_is_analysed_up_to_a_bound_between_paragraphs() -> None:
    paragraph = "The river rose. " * 100
    text = "\n\n".join([paragraph.strip()] * 100)
    cut = bounded(text)
    assert LONGEST_ANALYSED - len(paragraph) - 2 < len(cut) <= LONGEST_ANALYSED
    assert text.startswith(f"{cut}\n\n")
    assert bounded("one " * LONGEST_ANALYSED).endswith("one")
    assert len(bounded("x" * 2 * LONGEST_ANALYSED)) == LONGEST_ANALYSED


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("U.S. forces", ["U.S.", "forces"]),
        ("It’s a well-known 3,500.75-fold rise.", ["It’s", "a", "well-known", "3,500.75", "fold", "rise"]),
        ("Über Straßen, 12.", ["Über", "Straßen", "12"]),
        ("— …", []),
    ],
)
def test_a_token_is_a_word_with_what_is_inside_it(text: str, expected: list[str]) -> None:
    assert tokens(text) == expected
    assert pieces(text)[1::2] == expected
    assert "".join(pieces(text)) == text


@pytest.mark.parametrize(
    ("paragraphs", "expected"),
    [
        (("Mr. Smith met U.S. officials. He left.", "Then"), ["Mr. Smith met U.S. officials.", "He left.", "Then"]),
        (
            ("He said, “I am here. You are not.” Then he left.",),
            ["He said, “I am here.", "You are not.”", "Then he left."],
        ),
        (("Er kam am 3. Oktober. Am 4. ging er.",), ["Er kam am 3. Oktober.", "Am 4. ging er."]),
        # What closes the last sentence of a paragraph isn't one of its own, and what opens the next belongs to it.
        (("He called it “very soon.”.", "Nobody came."), ["He called it “very soon.”.", "Nobody came."]),
        (("À suivre ici.", "» Le fil : la nuit."), ["À suivre ici.", "» Le fil : la nuit."]),
        (("Přišel 3. ledna. Odešel.",), ["Přišel 3. ledna.", "Odešel."]),
        (("He scored 12. Then he left.",), ["He scored 12.", "Then he left."]),
        (("川の水位が上がった。ダムを開けた。",), ["川の水位が上がった。", "ダムを開けた。"]),
        (("लड़का आया। वह गया।",), ["लड़का आया।", "वह गया।"]),
        (
            ("M. Dupont a dit : « Bonjour. » Puis il est parti.",),
            ["M. Dupont a dit : « Bonjour. »", "Puis il est parti."],
        ),
    ],
)
def test_sentences_stand_where_the_body_has_them(paragraphs: tuple[str, ...], expected: list[str]) -> None:
    enriched = enrich(article(paragraphs=paragraphs))
    assert [enriched.body[start:end] for start, end in enriched.sentences] == expected
