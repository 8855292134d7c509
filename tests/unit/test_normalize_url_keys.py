"""Addresses of one page have one key, those of two pages have two."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.normalize.url_keys import LONGEST, url_key

STORY = "paper.example/2024/story"


@pytest.mark.parametrize(
    "address",
    [
        "https://paper.example/2024/story",
        "http://www.paper.example:80/2024/story/",
        "HTTPS://Paper.Example.:443/2024/story",
        "//paper.example/2024/story",
        "https:\\\\paper.example/2024/story",
        "https://m.paper.example/2024/story",
        "https://amp.paper.example/2024/story",
        "https://paper.example/2024/story/amp/",
        "https://paper.example/2024/story?amp=1",
        "https://paper-example.cdn.ampproject.org/c/s/paper.example/2024/story",
        "https://www.google.com/amp/s/paper.example/2024/story",
        "https://paper.example/2024/x/../story",
        "https://paper.example/2024/./story",
        "https://paper.example/2024/story;jsessionid=0A1B",
        "https://paper.example/2024/story?PHPSESSID=1",
        "https://paper.example/2024/story?utm_source=a&utm_medium=b&fbclid=c&ref=rss",
        "https://paper.example/2024/story?utm_source=rss&#038;utm_medium=rss",
        "https://paper.example/2024/story#comments",
        "https://paper.example/2024/story/index.html",
        "https://user:word@paper.example/2024/story",
        "  https://paper.example/2024/story\n",
    ],
)
def test_the_same_page_has_the_same_key(address: str) -> None:
    assert url_key(address) == STORY


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("/?a=1&b=2", "/?b=2&a=1"),
        ("/?&a=1", "/?a=1"),
        ("/%7Eann", "/~ann"),
        ("/caf%c3%a9", "/caf%C3%A9"),
        ("/café", "/caf%C3%A9"),
        ("/cafe%CC%81", "/caf%C3%A9"),
        ("/#!4/story", "/?_escaped_fragment_=4/story"),
    ],
)
def test_ways_to_write_an_address_are_one(one: str, other: str) -> None:
    assert url_key(f"https://paper.example{one}") == url_key(f"https://paper.example{other}") != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("paper.example/a", "paper.example/A"),  # an id may be in any case
        ("paper.example/a", "paper.example/b"),
        ("paper.example/a?id=1", "paper.example/a?id=2"),
        ("paper.example/a?p=1", "paper.example/a"),
        ("paper.example/a/b", "paper.example/a%2Fb"),  # an escaped slash is no slash
        ("paper.example/a//b", "paper.example/a/b"),
        ("paper.example/a?b=", "paper.example/a"),
        ("paper.example:8080/a", "paper.example/a"),
        ("news.paper.example/a", "paper.example/a"),
        ("paper.example/", "other.example/"),
    ],
)
def test_different_pages_have_different_keys(one: str, other: str) -> None:
    assert url_key(f"https://{one}") != url_key(f"https://{other}")


@pytest.mark.parametrize(
    "address", ["", " ", "javascript:alert(1)", "mailto:a@b.example", "ftp://a.example/", "http://[", "https://"]
)
def test_what_is_no_address_of_the_web_has_no_key(address: str) -> None:
    assert url_key(address) == ""


def test_an_address_of_any_length_is_refused() -> None:
    assert url_key("https://paper.example/" + "a" * LONGEST) == ""


@given(st.text(max_size=300))
def test_any_text_has_a_key_or_none(text: str) -> None:
    assert isinstance(url_key(f"https://paper.example/{text}"), str)
    assert isinstance(url_key(text), str)


@given(st.text(alphabet=st.characters(min_codepoint=33, max_codepoint=126), max_size=60))
def test_a_key_is_its_own_key(text: str) -> None:
    key = url_key(f"https://paper.example/{text}")
    assert url_key(f"https://{key}") == key
