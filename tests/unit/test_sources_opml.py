"""Lists of feeds in OPML, as readers write them."""

import pytest

from services.errors import UnreadableError
from services.sources import opml
from services.sources.opml import Outline

AS_A_READER_WRITES = b"""<?xml version="1.0" encoding="ISO-8859-1"?>
<opml version="1.0"><head><title>Mine</title></head><body>
<outline text="World" title="World">
  <outline text="Caf\xe9 News" title="Caf\xe9 News" type="rss" xmlUrl="https://a.example/feed" htmlUrl="https://a.example/"/>
  <outline text="Deep">
    <outline text="B" type="rss" xmlUrl="http://b.example:80/rss#top" category="/Slow,/Local news"/>
  </outline>
</outline>
<outline text="No feed" type="link" url="https://c.example/"/>
<outline type="rss" xmlUrl="https://a.example/feed" text="again"/>
<outline type="rss" xmlUrl="javascript:alert(1)" text="x"/>
<outline type="rss" text="D" xmlurl="https://d.example/feed"/>
</body></opml>"""


def test_folders_and_categories_become_labels_and_each_feed_comes_once() -> None:
    found = {each.url: each for each in opml.read(AS_A_READER_WRITES)}
    assert found == {
        "https://a.example/feed": Outline("https://a.example/feed", "Café News", "https://a.example/", ("World",)),
        "http://b.example:80/rss#top": Outline(
            "http://b.example:80/rss#top", "B", labels=("World", "Deep", "Slow", "Local news")
        ),
        "https://d.example/feed": Outline("https://d.example/feed", "D"),
    }


def test_what_was_written_is_read_again() -> None:
    all_of_it = [
        Outline(
            "https://a.example/feed?a=1&b=2", 'A & "B" <c>', "https://a.example/", ("World", "Slow"), "sitemap", "page"
        ),
        Outline("https://b.example/feed", is_enabled=False),
        Outline("https://c.example/feed", "C", labels=("World",)),
    ]
    content = opml.written(all_of_it)
    assert content.startswith(b"<?xml version='1.0' encoding='utf-8'?>")
    again = {each.url: each for each in opml.read(content)}
    assert again == {each.url: each for each in all_of_it}


@pytest.mark.parametrize("content", [b"", b"<rss/>", b"<html><body>", b"\x00\x01"])
def test_what_is_no_list_is_refused_by_name(content: bytes) -> None:
    with pytest.raises(UnreadableError):
        opml.read(content)


def test_entities_are_not_expanded_and_deep_folders_do_no_harm() -> None:
    entities = b"<!DOCTYPE o [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;&a;'>]>"
    bomb = entities + b"<opml><body><outline text='&b;' xmlUrl='https://a.example/f'/></body></opml>"
    assert [each.url for each in opml.read(bomb)] == ["https://a.example/f"]
    deep = b"<opml><body>" + b"<outline text='x'>" * 200 + b"<outline xmlUrl='https://a.example/f'/>"
    assert [each.labels for each in opml.read(deep)] == [("x",)]
