"""Keyphrases are what a text repeats; the summary is what it says first."""

import pytest
from twins import article

from services.enrich import keyphrases, stopwords, summary
from services.enrich.analysis import Analysis
from services.model import Article

RIVER = (
    "The water level of the river rose quickly after heavy rain, officials said.",
    "Heavy rain is likely to continue to rise in the north, officials said. The water level is watched.",
    "“The water level is clearly too high,” officials said after the heavy rain.",
)


def phrases(given: Article) -> tuple[str, ...]:
    return keyphrases.enrich(given, Analysis(given)).get("keyphrases", ())


def test_keyphrases_are_phrases_that_are_repeated() -> None:
    found = phrases(article(headline="River rises", paragraphs=RIVER, language="en"))
    assert set(found[:2]) == {"water level", "heavy rain"}
    assert not {"said", "continue to rise", "officials said", "quickly"} & set(found)


def test_a_part_of_a_better_phrase_says_nothing_new() -> None:
    assert not {"water", "level", "rain"} & set(phrases(article(paragraphs=RIVER, language="en")))


def test_the_headline_alone_makes_no_phrase() -> None:
    found = phrases(article(headline="Ministers quarrel, ministers quarrel", paragraphs=RIVER, language="en"))
    assert not any("quarrel" in each.lower() for each in found)


def test_german_phrases_end_with_a_noun() -> None:
    paragraphs = ("Der neue Deich schützt die Stadt.", "Der neue Deich schützt auch das Umland, heißt es.")
    found = phrases(article(headline="Der Deich", paragraphs=paragraphs, language="de-AT"))
    assert "neue Deich" in found
    assert not any("schützt" in each for each in found)


@pytest.mark.parametrize("language", ["", "ja", "zh", "ko", "th", "sw", "xh"])
def test_without_a_list_of_stop_words_there_are_none(language: str) -> None:
    assert phrases(article(paragraphs=RIVER, language=language)) == ()


@pytest.mark.parametrize(
    ("language", "word"),
    [("en-US", "the"), ("de", "und"), ("fr", "les"), ("es", "los"), ("nb", "ikke"), ("no", "ikke"), ("cs", "že")],
)
def test_major_languages_have_a_list(language: str, word: str) -> None:
    assert word in stopwords.of(language)


def summed(**values: object) -> str:
    given = article(**values)
    return summary.enrich(given, Analysis(given))["summary"]


def test_the_summary_is_deck_and_lead() -> None:
    given = ("Heavy rain fell. It went on.", "Nobody was hurt.")
    assert summed(paragraphs=given, alternative_headline="Rivers are high") == (
        "Rivers are high. Heavy rain fell. It went on. Nobody was hurt."
    )


def test_a_deck_that_the_lead_repeats_is_left_out() -> None:
    lead = "The mayor confirmed on Monday that the bridge will open in May."
    assert summed(paragraphs=(lead,), alternative_headline="Mayor confirmed the bridge will open in May") == lead


def test_a_summary_is_bounded_and_made_of_whole_sentences() -> None:
    sentence = f"The river {'rose and ' * 18}fell."
    assert summed(paragraphs=(sentence,) * 5) == " ".join([sentence] * 2)
    cut = summed(paragraphs=("The river " + "rose and " * 100,))
    assert len(cut) <= summary.LONGEST
    assert cut.endswith(("rose…", "and…"))
