"""What belongs to the page goes, and no sentence goes with it."""

import pytest

from services.model import Entry, RawDocument, utc_now
from services.normalize import normalize
from services.normalize.boilerplate import is_boilerplate
from services.normalize.text import clean


@pytest.mark.parametrize(
    "line",
    [
        "Advertisement", "ANZEIGE", "Read more", "Read more: What the engineers found", "Lesen Sie auch: Der Damm",
        "Lire aussi : Le barrage", "Leia também", "Share this article", "3 comments", "5 min read", "Related stories",
        "Photo: Ann Lee/The Post", "Credit: AFP", "© 2024 The Post. All rights reserved.", "By Ann Lee and Bo Roe",
        "Von Eva Kern", "Sign up for our newsletter and never miss a story.", "Last updated: 6 May 2024, 21:40",
        "Story continues below advertisement", "続きを読む", "Leer también: La presa", "Leggi anche", "Lees ook »",
        "Läs också: Dammen", "Czytaj też: Zapora", "Ayrıca okuyun:", "اقرأ أيضا: السد", "यह भी पढ़ें: बांध",
        "相关阅读：水坝", "관련기사", "Xem thêm", "Werbung", "Publicité", "[Reklama]", "Síguenos",
        "Jetzt abonnieren", "責任編輯：李四",
        "https://paper.example/dam.jpg",
        "公開 2024年5月6日 21:40", "수정 2024.05.06 21:40",
        "Aggiornato il 6 maggio 2024", "Tutti i diritti riservati", "Cet article est réservé aux abonnés.",
    ],
)  # fmt: skip
def test_a_line_of_the_page_is_known(line: str) -> None:
    assert is_boilerplate(line)


@pytest.mark.parametrize(
    "line",
    [
        "Read more books, the minister told the school.",
        "More than 300 people spent the night in the school.",
        "By Monday evening the lake had risen by four metres.",
        "By Elsewhere.",
        "Advertisements for the dam were printed in 1950.",
        "Published 2019 in a journal, the study says otherwise! It was read by few.",
        "Photographs of the dam are in the museum.",
        "Related to the mayor, he was given the job.",
        "Von Kern stammt der Satz nicht.",
        "Yes.",
        "Stand by me, she said.",
        "More-or-less nothing is left of the dam.",
        "Related to the dam: nobody was hurt, the mayor said: the water had been let out before.",
        "Del puente no queda nada.",
        "公開12月3日から全国の映画館で上映される。",
    ],
)
def test_a_sentence_is_left_alone(line: str) -> None:
    assert not is_boilerplate(line)


def test_a_text_of_such_lines_alone_stays() -> None:
    document = RawDocument("id", "text", "a.txt", b"x")
    made = normalize(Entry("H", paragraphs=("Read more",)), document, first_seen_at=utc_now())
    assert made.paragraphs == ("Read more",)


@pytest.mark.parametrize(
    ("broken", "repaired"),
    [
        ("CafÃ© opens in OrlÃ©ans", "Café opens in Orléans"),
        ("The â€œdamâ€\x9d is open", "The “dam” is open"),
        ("doesnâ€™t", "doesn’t"),
        ("ÐœÐ¾Ñ\x81ÐºÐ²Ð°", "Москва"),
    ],
)
def test_mojibake_is_repaired(broken: str, repaired: str) -> None:
    assert clean(broken) == repaired


@pytest.mark.parametrize(
    "text", ["« Le café »", "Ça, c’est « fini »…", "São Paulo", "Ł€20", "naïve Ñandú", "à 20\u00a0€"]
)
def test_what_only_looks_like_mojibake_stays(text: str) -> None:
    assert clean(text) == text.replace("\u00a0", " ")
