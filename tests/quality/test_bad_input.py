"""Whatever comes in is a clean article or has an outcome by name, within 2 s of CPU, from bytes to enrichment."""

import time

import pytest

from services import sources
from services.enrich import enrich
from services.errors import NotAnArticleError
from services.model import Article, RawDocument, utc_now
from services.normalize import normalize

SECONDS = 2.0
SENTENCE = "The river rose, and 12 people were killed, “it was bad,” Jane Doe said of $5 million. "


def processed(content: str, kind: str = "text") -> Article:
    """Return the article; fail where it took too long."""
    document = RawDocument("f" * 32, kind, "a.txt", content.encode(), url="https://example.com/a")
    began = time.process_time()
    try:
        return enrich(normalize(sources.read(document), document, first_seen_at=utc_now()))
    finally:
        assert time.process_time() - began < SECONDS


def page(content: str) -> str:
    headline, _, text = content.partition("\n")
    paragraphs = "".join(f"<p>{line}</p>" for line in text.split("\n"))
    return f"<html><body><article><h1>{headline}</h1>{paragraphs}</article></body></html>"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("A", "no-text"),
        ("", "empty"),
        (f"H\n{SENTENCE * 120_000}", "too-long"),  # 10 MB
        ("H\n" + "a" * 10_000_000, "too-long"),
        ("H\n" + "\n" * 1_000_000, "too-complex"),
        ("H\n" + " \u200b\u00ad" * 1000, "no-text"),
        ("H\n" + "\0" * 1000, "binary"),
    ],
    ids=["one character", "nothing", "10 MB", "10 MB without a blank", "a million lines", "nothing to see", "binary"],
)
def test_what_is_no_article_says_why(content: str, reason: str) -> None:
    with pytest.raises(NotAnArticleError) as caught:
        processed(content)
    assert caught.value.reason == reason


ARTICLES = {
    "the longest text": (f"H\n{SENTENCE * 11_000}", "en"),
    "the longest word": ("H\n" + "a" * 990_000, ""),
    "quotation marks": ("H\n" + "“" * 990_000, ""),
    "sums": ("H\n" + "$1 " * 330_000, ""),
    "speakers": ("H\n" + ("Aa " * 50 + 'said "x" ') * 6000, "en"),
    "casualties": ("H\n" + "12 killed people " * 58_000, "en"),
    "no language": ("H\n" + "bcdfg hjklm npqrs tvwxz " * 500, ""),
    "capitals": ("RIVERS RISE\n" + SENTENCE.upper() * 30, "en"),
    "emoji": ("🙂\n" + "🙂👍🏽👩\u200d👩\u200d👧" * 2000, ""),
    "a table": ("Results\n" + "\n".join(f"{i}\t{i * 3}\t{i / 7:.2f}\t€{i},000" for i in range(1000)), ""),
    "a poem": ("The river\n" + "River, river, burning bright,\nIn the forests of the night;\n\n" * 20, "en"),
    "mixed scripts": ("Title Заголовок 標題\n" + "English слово 言葉 كلمة λέξη शब्द. " * 300, ""),
    "right to left": ("العنوان\n" + "قال رئيس الوزراء إن النهر ارتفع ثلاثة أيام. " * 100, "ar"),
    "accents": ("H\n" + ("Z" + "\u0301" * 50) * 1000, ""),
    "without blanks": ("題\n" + "川の水位が上がった。" * 20_000, "ja"),
}


@pytest.mark.parametrize("name", ARTICLES)
def test_what_is_odd_is_an_article_all_the_same(name: str) -> None:
    content, language = ARTICLES[name]
    made = processed(content)
    assert made.enrichment_failed == ()
    assert made.language == language
    assert made.body.strip() == made.body


@pytest.mark.parametrize("name", ["the longest text", "capitals", "a poem", "mixed scripts", "right to left"])
def test_pages_of_it_are_articles_too(name: str) -> None:
    content, language = ARTICLES[name]
    made = processed(page(content), kind="page")
    assert (made.language, made.enrichment_failed) == (language, ())


def test_a_page_of_emoji_has_an_outcome_by_name() -> None:
    with pytest.raises(NotAnArticleError) as caught:
        processed(page(ARTICLES["emoji"][0]), kind="page")
    assert caught.value.reason == "no-text"
