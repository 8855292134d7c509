"""What is one text, and what is only like it."""

import random

import pytest

from services.dedup.likeness import exactly, likeness
from services.dedup.sketch import shingles_of, sketch, sketches
from services.sketches import BANDS, FIGURES, LEAST, Sketch

WEATHER = (
    "The weather in {0}: today it will be mostly sunny with clouds in the afternoon. The temperature rises to {1} "
    "degrees and falls to {2} degrees in the night. The wind comes from the west at {3} kilometres an hour. The chance "
    "of rain is {4} percent. The sun sets at {5}."
)
RESULTS = (
    "{0} beat {1} {2}-{3} at home on Saturday. It was their {4}th win of the season in front of {5} spectators, and "
    "the coach praised the team after the final whistle for its patience."
)
SHARES = (
    "Shares of {0} closed at {1} dollars on Monday, up {2} percent. The company has a market value of {3} billion "
    "dollars. Its shares are up {4} percent this year. This report was generated automatically from exchange data and "
    "is no advice to buy or sell."
)
BOILERPLATE = (
    "Sign up for our newsletter and get the best of our reporting in your inbox every morning. Follow us on all "
    "channels. This article was first published on our website, and all rights to it are reserved by the publisher."
)
WORDS = [f"word{number}" for number in range(3000)]


def prose(seed: int, words: int) -> str:
    return " ".join(random.Random(seed).choices(WORDS, k=words))  # noqa: S311 (nothing secret)


def is_copy(one: str, other: str) -> bool:
    """Tell it by sketches and by texts, which must agree."""
    estimated = likeness(made(one), made(other))
    exact = exactly(*shingles_of([one, other]))
    assert estimated.is_unsure or estimated.is_copy == exact.is_copy
    return exact.is_copy


def made(text: str) -> Sketch:
    found = sketch(text)
    assert found is not None
    return found


@pytest.mark.parametrize("words", [8, 40, 120, 400, 5000])
def test_a_text_is_a_copy_of_itself_at_any_length(words: int) -> None:
    assert is_copy(prose(1, words), prose(1, words))


@pytest.mark.parametrize("words", [8, 40, 120, 400, 5000])
def test_other_words_are_another_text(words: int) -> None:
    assert not is_copy(prose(1, words), prose(2, words))


@pytest.mark.parametrize("words", [300, 2000])
def test_a_truncated_text_is_a_copy_by_what_it_contains(words: int) -> None:
    text = prose(1, words)
    teaser = text[: len(text) * 2 // 5]
    found = exactly(*shingles_of([text, teaser]))
    assert found.jaccard < 0.45
    # 300 words leave 120, which prove nothing; 2,000 leave 800.
    assert is_copy(text, teaser) == (words == 2000)


def test_an_edited_text_is_a_copy() -> None:
    words = prose(1, 400).split()
    for at in range(0, 400, 40):
        words[at] = "edited"
    assert is_copy(prose(1, 400), " ".join(words))


def test_a_brief_in_a_longer_report_is_no_copy_of_it() -> None:
    brief = prose(1, 90)
    assert not is_copy(brief, f"{brief} {prose(2, 200)}")


@pytest.mark.parametrize(
    ("template", "one", "other"),
    [
        (WEATHER, ("Lyon", 23, 12, 10, 5, "21:14"), ("Lyon", 19, 9, 25, 60, "21:12")),
        (WEATHER, ("Lyon", 23, 12, 10, 5, "21:14"), ("Nantes", 21, 11, 15, 20, "21:30")),
        (RESULTS, ("Rovers", "United", 3, 1, 12, 14302), ("City", "Athletic", 2, 0, 7, 8211)),
        (SHARES, ("Acme", 12.5, 1.2, 3.4, 17), ("Globex", 87.1, 0.4, 22.9, 3)),
    ],
)
def test_two_reports_of_one_template_are_two_texts(template: str, one: tuple[object], other: tuple[object]) -> None:
    assert not is_copy(template.format(*one), template.format(*other))


@pytest.mark.parametrize("words", [60, 150, 400])
def test_what_a_publisher_puts_below_every_article_makes_no_copies(words: int) -> None:
    assert not is_copy(f"{prose(1, words)} {BOILERPLATE}", f"{prose(2, words)} {BOILERPLATE}")


def test_a_copy_with_a_publisher_s_words_around_it_is_one() -> None:
    assert is_copy(prose(1, 200), f"{BOILERPLATE} {prose(1, 200)} {BOILERPLATE}")


def test_scripts_without_spaces_are_compared_by_characters() -> None:
    chinese = "委内瑞拉政府周六谴责美国总统的言论并要求联合国安理会召开紧急会议讨论加勒比地区局势的发展和影响"
    assert is_copy(chinese, f"本报讯{chinese}记者报道")
    assert not is_copy(
        chinese, "中国人民银行周一宣布下调存款准备金率以支持实体经济发展分析人士认为此举将释放大量流动性并稳定市场预期"
    )
    thai = "รัฐบาลเวเนซุเอลาประณามคำพูดของประธานาธิบดีสหรัฐเกี่ยวกับน่านฟ้าของประเทศเมื่อวันเสาร์ที่ผ่านมา"
    assert is_copy(thai, f"{thai}ข่าว")


def test_case_and_punctuation_make_no_difference() -> None:
    text = "The river rose for three days, say engineers in the valley; then it fell."
    assert sketch(text) == sketch(text.upper().replace(",", " –").replace(";", "\n\n"))


def test_a_text_below_a_shingle_has_no_sketch() -> None:
    assert sketch("Only four words here") is None
    assert sketch("") is None
    assert sketch("🙂🙃 … !!!") is None


def by_hand(text: str) -> list[int]:
    """Return the hashes of the shingles of *text* in order, by arithmetic on whole numbers."""
    base, whole = 0x9E3779B97F4A7C15, 1 << 64

    def mixed(value: int) -> int:
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9 % whole
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB % whole
        return value ^ (value >> 31)

    tokens = [mixed(sum(ord(char) * base**at for at, char in enumerate(word)) % whole) for word in text.split()]
    found = []
    for start in range(len(tokens) - 4):
        value = 0
        for token in tokens[start : start + 5]:
            value = mixed((value + token) % whole)
        found.append(value)
    return sorted(found)


def test_sketches_are_made_as_they_were_before() -> None:
    # They outlive the code that made them: if this fails, raise `sketches.VERSION`.
    text = "the river rose für three days and in 2026 it fell"
    found = made(text)
    assert found.bands == tuple(value.to_bytes(8)[:6] for value in by_hand(text))
    assert found.hashes == tuple(value.to_bytes(8)[:3] for value in by_hand(text))


def test_many_texts_at_once_have_the_sketches_that_each_has_by_itself() -> None:
    texts = ["", "three words only", prose(1, 200), "1 2 3 4 5 6 7", "🙂", "Über die Straße in GROẞER Eile", "第" * 9]
    texts += ["", *(prose(seed, 3000) for seed in range(5))]
    assert sketches(texts) == [sketch(each) for each in texts]
    assert sketches([]) == []


def test_letters_that_casefold_to_several_are_those() -> None:
    assert made("Auf der Straße nach Gießen ruht") == made("AUF DER STRASSE NACH GIESSEN RUHT")


def test_a_sketch_is_bounded_whatever_the_text() -> None:
    found = made(prose(1, 50_000) + " ".join(map(str, range(100))))
    assert (len(found.bands), len(found.hashes), len(found.figures)) == (BANDS, LEAST, FIGURES)
    assert len(bytes(found)) < 410


@pytest.mark.parametrize("words", [5, 50, 500])
def test_a_packed_sketch_is_read_back(words: int) -> None:
    found = made(prose(1, words))
    assert Sketch.of(bytes(found)) == found


@pytest.mark.parametrize("packed", [b"", b"\x01", b"\x02" + bytes(20), bytes(made("a b c d e f"))[:-1]])
def test_what_is_no_sketch_of_this_version_is_none(packed: bytes) -> None:
    assert Sketch.of(packed) is None


def test_estimates_are_near_what_they_estimate() -> None:
    for share in range(1, 10):
        one, other = prose(1, 1000), f"{prose(1, 1000)[: 700 * share]} {prose(share + 2, 1000)}"
        estimated, exact = likeness(made(one), made(other)), exactly(*shingles_of([one, other]))
        assert estimated.jaccard == pytest.approx(exact.jaccard, abs=0.15)
        assert estimated.contained == pytest.approx(exact.contained, abs=0.2)
