"""Language, words and reading time are told from the text."""

import socket
from datetime import UTC, datetime

import pytest

from services.enrich import enrich, language, reading_time, words
from services.model import Article


def article(*paragraphs: str, stated: str = "", headline: str = "A headline") -> Article:
    return Article(headline, paragraphs, datetime(2026, 11, 24, tzinfo=UTC), "t", "s", "f", language=stated)


SENTENCES = {
    "en": "The engineers opened the dam early on Monday because the river had been rising for three days.",
    "de": "Die Ingenieure haben das Wehr am Montag früh geöffnet, weil der Fluss seit drei Tagen gestiegen war.",
    "fr": "Les ingénieurs ont ouvert le barrage tôt lundi, car la rivière montait depuis trois jours déjà.",
    "es": "Los ingenieros abrieron la presa el lunes temprano porque el río llevaba tres días creciendo.",
    "ru": "Инженеры открыли плотину рано утром в понедельник, потому что река поднималась уже три дня.",
    "ar": "فتح المهندسون السد في وقت مبكر من يوم الاثنين لأن منسوب النهر كان يرتفع منذ ثلاثة أيام.",
    "zh": "工程师们星期一早上打开了大坝，因为河水已经连续上涨了三天，下游的居民已经撤离。",
    "ja": "川の水位が三日間上がり続けたため、技術者たちは月曜日の朝早くにダムを開けました。",
    "tr": "Mühendisler, nehir üç gündür yükseldiği için pazartesi sabahı erkenden barajı açtı.",
}


@pytest.mark.parametrize(("expected", "sentence"), SENTENCES.items())
def test_the_language_is_that_of_the_text(expected: str, sentence: str) -> None:
    assert enrich(article(sentence, headline=SENTENCES["en"])).language == expected


@pytest.mark.parametrize("expected", ["en", "de", "fr", "es", "ru", "tr"])
def test_a_text_in_capitals_is_in_the_same_language(expected: str) -> None:
    assert enrich(article(SENTENCES[expected].upper())).language == expected


@pytest.mark.parametrize("body", ["", "12:30 – 14:15", "OK.", "404 404 404 404 404 404"])
def test_too_little_text_has_no_language(body: str) -> None:
    assert enrich(article(body)).language == ""


def test_the_publisher_adds_the_region_and_does_not_overrule_the_text() -> None:
    assert enrich(article(SENTENCES["en"], stated="en-GB")).language == "en-GB"
    assert enrich(article(SENTENCES["de"], stated="en-GB")).language == "de"
    assert enrich(article("OK.", stated="en-GB")).language == "en-GB"


def test_a_weak_guess_counts_only_with_the_publisher() -> None:
    assert language.decide("", "gl", 0.4) == ""
    assert language.decide("gl", "gl", 0.4) == "gl"
    assert language.decide("pt", "gl", 0.4) == ""


def test_the_language_is_told_without_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        pytest.fail("a socket was opened")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    assert language.detect(SENTENCES["fr"])[0] == "fr"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", 0),
        ("— … !", 0),
        ("One two  three.", 3),
        ("It’s a well-known 3.5-fold rise, isn't it?", 7),
        ("end.Next", 1),  # UAX #29 keeps a period between letters
        ("U.S. forces", 2),
        ("Über Straßen und Wege", 4),
        ("हिन्दी भाषा", 2),
        ("大坝打开了", 5),
        ("ダムを開けた", 6),
        ("댐이 열렸다", 2),
        ("AI 大会 2024", 4),
        ("เขื่อนเปิดแล้ว", 3),  # 14 letters and marks, by five
    ],
)
def test_words_are_counted_in_any_script(text: str, expected: int) -> None:
    assert words.count(text) == expected


@pytest.mark.parametrize(
    ("count", "characters", "expected"),
    [(0, 0, 0), (1, 0, 1), (238, 0, 1), (239, 0, 2), (0, 500, 1), (0, 501, 2), (119, 250, 1)],
)
def test_reading_takes_whole_minutes_rounded_up(count: int, characters: int, expected: int) -> None:
    assert reading_time.minutes(count, characters) == expected


def test_chinese_is_read_by_the_character() -> None:
    enriched = enrich(article("坝" * 1000))
    assert (enriched.word_count, enriched.reading_minutes) == (1000, 2)


def test_the_count_is_of_the_body() -> None:
    enriched = enrich(article("One two.", "Three.", headline="Not counted at all"))
    assert enriched.word_count == 3


def test_enriching_edits_nothing() -> None:
    given = article(SENTENCES["en"])
    enrich(given)
    assert given == article(SENTENCES["en"])
