"""Topics come from words and sections; an article that leaves it open has none."""

import pytest
from twins import article

from services.enrich import topics
from services.enrich.analysis import Analysis
from services.enrich.topic_sections import SECTIONS
from services.enrich.topic_words import ENGLISH, NAMES
from services.model import Article

TEXTS = {
    1: "The film festival opened with a concert. The actress sang songs of her new album, and the audience loved it.",
    2: "The court sentenced the defendant to prison for robbery. Police had arrested the suspect, prosecutors said.",
    3: "The earthquake caused a landslide. Rescuers searched the debris for survivors, and the death toll rose.",
    4: "Shares fell after the central bank raised interest rates. Investors fear that inflation cuts into earnings.",
    5: "Teachers and pupils returned to school. The university raises tuition, and students protest on campus.",
    6: "Emissions of greenhouse gases drive climate change. Biodiversity suffers, and deforestation goes on.",
    7: "The hospital treats patients with the virus. Doctors see new symptoms, and a vaccine is being tested.",
    11: "Parliament voted on the bill. The prime minister lost the election, and a coalition government is sought.",
    12: "The bishop led the prayer in the church. Priests of the diocese and the imam of the mosque joined them.",
    13: "Astronomers saw a planet with a new telescope. The spacecraft carries software, physicists and engineers say.",
    15: "The striker scored two goals in the match. The coach praised his team after the championship game.",
    16: "Troops shelled the town. A missile hit the army base, and the ceasefire ended as rebels began an offensive.",
    17: "The weather service forecasts snow and heavy rain. Temperatures fall, and thunderstorms are likely.",
}


def uris(given: Article) -> list[str]:
    return [topic.uri for topic in topics.enrich(given, Analysis(given))["topics"]]


@pytest.mark.parametrize(("number", "text"), TEXTS.items())
def test_a_topic_is_told_by_its_words(number: int, text: str) -> None:
    assert uris(article(headline="News", paragraphs=(text,), language="en"))[0] == f"medtop:{number:02}000000"


@pytest.mark.parametrize(
    "text",
    ["Nothing much happened today, and nobody minded.", "He won.", "A", "12 34 56", "The court.", "🙂🙂🙂"],
)
def test_what_leaves_it_open_has_no_topic(text: str) -> None:
    assert uris(article(headline="News", paragraphs=(text,), language="en")) == []


@pytest.mark.parametrize(
    ("url", "section", "number"),
    [
        ("https://example.de/politik/a-1", "", 11),
        ("https://example.de/news/a-1", "Wirtschaft", 4),
        ("https://example.es/2026/deportes/futbol/a.html", "", 15),
        ("https://example.fr/a", "Santé", 7),
        ("https://example.jp/a", "経済", 4),
    ],
)
def test_in_any_language_the_section_says_it(url: str, section: str, number: int) -> None:
    given = article(headline="…", paragraphs=("Ein Text.",), language="de", url=url, section=section)
    assert uris(given) == [f"medtop:{number:02}000000"]


def test_a_score_is_between_0_and_1_and_the_surest_comes_first() -> None:
    given = article(headline="News", paragraphs=(f"{TEXTS[16]} {TEXTS[11]}",), language="en")
    found = topics.enrich(given, Analysis(given))["topics"]
    assert {topic.uri for topic in found} == {"medtop:16000000", "medtop:11000000"}
    assert [topic.score for topic in found] == sorted((topic.score for topic in found), reverse=True)
    assert all(0 < topic.score < 1 for topic in found)


def test_every_topic_has_a_name_and_words_of_three_weights() -> None:
    assert NAMES.keys() == ENGLISH.keys() == set(range(1, 18))
    assert set(SECTIONS.values()) <= NAMES.keys()
    for number, groups in ENGLISH.items():
        for terms in groups:
            words = [term.strip() for term in terms.split(",")]
            assert all(words), number
            assert len(set(words)) == len(words), number
            assert words == [word.lower() for word in words]


def test_other_languages_have_no_words_of_their_own() -> None:
    assert uris(article(headline="News", paragraphs=(TEXTS[15],), language="fr")) == []
