"""What differs between two versions, told in bounded time."""

import time

import pytest

from services.dedup.differences import Kind, Piece, difference


def told(*paragraphs: str, **fields: object) -> dict[str, object]:
    return {"headline": "River", "articleBody": "\n\n".join(paragraphs), "indexedAt": "now"} | fields


def test_two_equal_versions_differ_in_nothing() -> None:
    found = difference(told("It rose."), told("It rose.", indexedAt="later"))
    assert (found.fields, found.text) == ({}, ())


def test_fields_have_what_they_were_and_what_they_are() -> None:
    found = difference(told("It rose.", image="a.jpg"), told("It rose.", headline="Flood", keywords=["river"]))
    assert found.fields == {"headline": ("River", "Flood"), "image": ("a.jpg", None), "keywords": (None, ["river"])}


def test_within_a_paragraph_words_are_told_apart() -> None:
    found = difference(
        told("First.", "Two people died on Monday.", "Last."), told("First.", "Three people died.", "Last.")
    )
    assert found.text == (
        (
            Piece(Kind.REMOVED, "Two"),
            Piece(Kind.ADDED, "Three"),
            Piece(Kind.SAME, "people"),
            Piece(Kind.REMOVED, "died on Monday."),
            Piece(Kind.ADDED, "died."),
        ),
    )


def test_a_paragraph_more_and_one_less_stand_whole() -> None:
    assert difference(told("One.", "Three."), told("One.", "Two.", "Three.")).text == ((Piece(Kind.ADDED, "Two."),),)
    assert difference(told("One.", "Two."), told("One.")).text == ((Piece(Kind.REMOVED, "Two."),),)


LARGE = {
    "all words the same": ("a " * 20_000, "a " * 19_000 + "b"),
    "no word the same": (" ".join(map(str, range(20_000))), " ".join(map(str, range(30_000, 50_000)))),
    "few words, in any order": ("a b c " * 600, "c b a " * 600),
    "paragraphs": ("\n\n".join(map(str, range(20_000))), "\n\n".join(map(str, range(19_999, 0, -1)))),
    "the same paragraph": ("same\n\n" * 900, "other\n\nsame\n\n" * 450),
}


@pytest.mark.parametrize(("before", "after"), LARGE.values(), ids=LARGE)
def test_no_two_texts_take_long(before: str, after: str) -> None:
    started = time.process_time()
    found = difference(told(before), told(after))
    assert found.text
    assert time.process_time() - started < 1.5
