"""Names come out of bylines as they are written in many languages, and nothing else does."""

import pytest

from services.model import RawDocument
from services.sources import read
from services.sources.html.bylines import names
from services.sources.html.vocabulary import calls_elsewhere

_SENTENCE = "The river rose above the dam in the night, and those who live below it were told to leave their houses. "
_TEXT = "".join(f"<p>{_SENTENCE}Report {number} says so.</p>" for number in range(5))


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        ("By Ann Bee and Cy Dee, Staff Writers", ("Ann Bee", "Cy Dee")),
        ("Analysis by Ann Bee", ("Ann Bee",)),
        ("Von Ann Bee und Cy Dee", ("Ann Bee", "Cy Dee")),
        ("Ein Kommentar von Ann Bee", ("Ann Bee",)),
        ("Par Ann Bee et Cy Dee", ("Ann Bee", "Cy Dee")),
        ("Propos recueillis par Ann Bee", ("Ann Bee",)),
        ("Por Ana Roble y Juan Haya", ("Ana Roble", "Juan Haya")),
        ("di Anna Rovere e Ugo Faggio", ("Anna Rovere", "Ugo Faggio")),
        ("a cura di Anna Rovere", ("Anna Rovere",)),
        ("Door Anna Eik en Jan Beuk", ("Anna Eik", "Jan Beuk")),
        ("Av: Anna Ek och Jan Bok", ("Anna Ek", "Jan Bok")),
        ("Tekst: Anna Eik og Jan Bøk", ("Anna Eik", "Jan Bøk")),
        ("Autor: Anna Dąb i Jan Buk Nowak", ("Anna Dąb", "Jan Buk Nowak")),
        ("Текст: Анна Дуб и Ян Бук", ("Анна Дуб", "Ян Бук")),
        ("Yazar: Ayşe Meşe ve Can Kayın", ("Ayşe Meşe", "Can Kayın")),
        ("Oleh: Ani Jati", ("Ani Jati",)),
        ("بقلم: آمنة سنديان", ("آمنة سنديان",)),
        ("מאת: אנה אלון", ("אנה אלון",)),
        ("文／張三、李四", ("張三", "李四")),
        ("記者王五／台北報導", ("王五",)),
        ("本报记者 张三", ("张三",)),
        ("홍길동 기자", ("홍길동",)),
        ("田中花子記者", ("田中花子",)),
        # parts of names stay
        ("José Ortega y Gasset", ("José Ortega y Gasset",)),
        ("Josep Puig i Cadafalch", ("Josep Puig i Cadafalch",)),
        ("Di Stefano", ("Di Stefano",)),
        ("Reporter ohne Grenzen", ("Reporter ohne Grenzen",)),
        ("Matthew Stafford, Ann Bee", ("Matthew Stafford", "Ann Bee")),
        # an agency is who wrote it, a role alone is better than nothing, a button is neither
        ("dpa", ("dpa",)),
        ("Ann Bee | Reuters", ("Ann Bee", "Reuters")),
        ("Staff Writer", ("Staff Writer",)),
        ("View all posts by Ann Bee", ()),
        ("https://paper.example/ann", ()),
        ("Follow", ()),
    ],
)
def test_a_byline_gives_its_names(shown: str, expected: tuple[str, ...]) -> None:
    assert names([shown]) == expected


def authors(head: str = "", above: str = "", below: str = "") -> tuple[str, ...]:
    html = (
        f"<html><head><title>Dam opens</title>{head}</head><body>{above}<h1>Dam opens</h1>{below}{_TEXT}</body></html>"
    )
    return read(RawDocument("id", "page", "", html.encode(), url="https://paper.example/a")).authors


def json_ld(stated: str) -> str:
    return f'<script type="application/ld+json">{stated}</script>'


@pytest.mark.parametrize(
    "head",
    [
        json_ld('{"@type":"NewsArticle","author":"Ann Bee"}'),
        json_ld('{"@type":"NewsArticle","author":[{"@type":"Person","name":["Ann Bee"]}]}'),
        json_ld('{"@type":"NewsArticle","creator":{"@type":"Person","givenName":"Ann","familyName":"Bee"}}'),
        json_ld(
            '{"@graph":[{"@type":"Article","author":{"@id":"#a"}},{"@type":"Person","@id":"#a","name":"Ann Bee"}]}'
        ),
        json_ld('{"@graph":[{"@type":"Article","author":"#a"},{"@type":"Person","@id":"#a","name":"Ann Bee"}]}'),
        json_ld(
            '{"@graph":[{"@type":"Article","author":{"@id":"#a","url":"/ann"}},'
            '{"@type":"Person","@id":"#a","name":"Ann Bee"}]}'
        ),
        '<meta name="parsely-author" content="Ann Bee">',
        '<meta name="DC.Creator" content="Ann Bee">',
        '<meta name="citation_author" content="Ann Bee">',
        '<meta property="article:author" content="https://social.example/ann"><meta name="author" content="Ann Bee">',
        '<meta name="twitter:label1" content="Verfasst von"><meta name="twitter:data1" content="Ann Bee">',
        '<meta name="twitter:label2" content="Written by"><meta name="twitter:data2" content="Ann Bee">',
    ],
)
def test_authors_are_read_wherever_they_are_stated(head: str) -> None:
    assert authors(head) == ("Ann Bee",)


@pytest.mark.parametrize(
    "byline",
    [
        '<a rel="author" href="/ann">Ann Bee</a>',
        '<span itemprop="author">Ann Bee</span>',
        '<div class="article-byline">By <a>Ann Bee</a><span>Staff Writer</span></div>',
        '<p class="autore">di Ann Bee</p>',
        "<p>By Ann Bee</p>",
        "<div>Von Ann Bee</div>",
    ],
)
def test_a_shown_byline_serves_where_nothing_is_stated(byline: str) -> None:
    assert authors(below=byline) == ("Ann Bee",)


@pytest.mark.parametrize(
    "below", ["<p>By Monday evening the lake had risen</p>", "<p>Von der Brücke aus sieht man den See</p>"]
)
def test_a_sentence_is_no_byline(below: str) -> None:
    assert authors(below=below) == ()


def test_a_stated_publisher_gives_way_to_a_shown_person_but_not_to_initials() -> None:
    head = json_ld(
        '{"@type":"NewsArticle","author":{"@type":"Organization","name":"The Paper"},"publisher":{"name":"The Paper"}}'
    )
    assert authors(head, below='<span class="author">Ann Bee</span>') == ("Ann Bee",)
    assert authors(head, below='<span class="author">abe</span>') == ("The Paper",)


@pytest.mark.parametrize(
    "heading",
    [
        "Lesen Sie auch", "Lire aussi :", "Leer también", "Leggi anche", "Lees ook", "Läs mer", "Les også", "Lue myös",
        "Czytaj też", "Ayrıca oku", "Читайте также", "اقرأ أيضا", "קראו גם", "यह भी पढ़ें", "Xem thêm", "Baca juga",
        "関連記事", "相关阅读", "관련기사", "Citește și", "Skaitykite taip pat", "Lees meer over de dam",
    ],
)  # fmt: skip
def test_a_heading_that_calls_to_other_articles_is_known(heading: str) -> None:
    assert calls_elsewhere(heading)


@pytest.mark.parametrize("heading", ["Les mercenaires du barrage", "Mer omfattande skador", "What the engineers saw"])
def test_a_heading_of_the_text_is_none(heading: str) -> None:
    assert not calls_elsewhere(heading)
