"""What is read of feeds: whatever they are written in, in their own words, and safe."""

import gzip
import json
from datetime import timedelta
from types import ModuleType

import pytest

from services.errors import NotAFeedError
from services.model import Enclosure
from services.sources import feeds
from services.sources.entries import made_safe
from services.sources.feeds import fast, tolerant

RSS = b"""<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
     xmlns:sy="http://purl.org/rss/1.0/modules/syndication/" xmlns:atom="http://www.w3.org/2005/Atom">
 <channel>
  <title>Harbour &amp; Coast Gazette</title><link>https://gazette.example/</link>
  <description>News from the quays</description><language>en-GB</language><ttl>30</ttl>
  <sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency>
  <atom:link rel="hub" href="https://hub.example/"/>
  <atom:link rel="self" href="https://gazette.example/feed"/>
  <item>
   <title>Ferry &lt;b&gt;returns&lt;/b&gt; to the old pier</title>
   <link>https://gazette.example/ferry</link>
   <guid isPermaLink="false">g-1</guid>
   <pubDate>Tue, 03 Mar 2026 09:15:00 +0100</pubDate>
   <dc:creator>Ines Marlow</dc:creator><category>Transport</category><category>Local</category>
   <description>The ferry is back.</description>
   <content:encoded><![CDATA[<p>The ferry is back.</p><script>steal()</script>
     <p>It <a href="/timetable" onclick="x()">sails hourly</a>, <a href="javascript:x()">they say</a>.</p>]]>
   </content:encoded>
   <enclosure url="https://gazette.example/ferry.jpg" type="image/jpeg" length="1234"/>
  </item>
 </channel>
</rss>"""


def test_an_rss_feed_says_what_it_says() -> None:
    reading = feeds.read(RSS, url="https://gazette.example/feed")
    assert (reading.title, reading.link) == ("Harbour & Coast Gazette", "https://gazette.example/")
    assert (reading.description, reading.language) == ("News from the quays", "en-GB")
    assert (reading.hub, reading.self_url) == ("https://hub.example/", "https://gazette.example/feed")
    assert reading.pacing.interval == timedelta(minutes=30)
    (entry,) = reading.entries
    assert (entry.guid, entry.url) == ("g-1", "https://gazette.example/ferry")
    assert entry.title == "Ferry returns to the old pier"
    assert entry.published == "Tue, 03 Mar 2026 09:15:00 +0100"
    assert (entry.authors, entry.tags) == (("Ines Marlow",), ("Transport", "Local"))
    assert (entry.summary, entry.language) == ("The ferry is back.", "en-GB")
    assert entry.enclosures == (Enclosure("https://gazette.example/ferry.jpg", "image/jpeg", 1234),)
    assert entry.image == "https://gazette.example/ferry.jpg"


def test_what_is_kept_as_markup_runs_nothing_and_leads_to_the_web_only() -> None:
    (as_read,) = feeds.read(RSS, url="https://gazette.example/feed").entries
    entry = made_safe(as_read)
    assert "steal" not in entry.content
    assert "onclick" not in entry.content
    assert "javascript" not in entry.content
    assert '<a href="https://gazette.example/timetable">sails hourly</a>' in entry.content


def test_an_atom_feed_says_what_it_says() -> None:
    atom = b"""<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="nb">
     <title>Fjordbladet</title><link href="https://fjord.example/"/>
     <entry><id>tag:fjord.example,2026:7</id><title type="html">Is &amp;amp; sn\xc3\xb8</title>
      <link rel="alternate" href="https://fjord.example/7"/><updated>2026-03-03T08:00:00Z</updated>
      <author><name>Kari N.</name></author><category term="vaer" label="V\xc3\xa6r"/>
      <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Kaldt.</p></div></content></entry></feed>"""
    reading = feeds.read(atom)
    (entry,) = reading.entries
    assert (reading.title, reading.language) == ("Fjordbladet", "nb")
    assert (entry.guid, entry.url) == ("tag:fjord.example,2026:7", "https://fjord.example/7")
    assert (entry.title, entry.authors, entry.tags) == ("Is & snø", ("Kari N.",), ("Vær",))
    assert (entry.published, entry.updated) == ("2026-03-03T08:00:00Z", "2026-03-03T08:00:00Z")
    assert entry.content == "<p>Kaldt.</p>"


def test_a_json_feed_says_what_it_says_and_its_authors_write_what_names_none() -> None:
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Dune Notes",
        "home_page_url": "https://dune.example/",
        "language": "en",
        "authors": [{"name": "Rui Paz"}],
        "hubs": [{"type": "WebSub", "url": "https://hub.example/"}],
        "items": [
            {
                "id": 42,
                "url": "/42",
                "title": "Sand < water",
                "content_text": "First.\n\nSecond & last.",
                "date_published": "2026-02-01T00:00:00Z",
                "tags": ["dunes", 7],
                "attachments": [{"url": "https://dune.example/a.mp3", "mime_type": "audio/mpeg", "size_in_bytes": 9}],
            }
        ],
    }
    reading = feeds.read(json.dumps(feed).encode(), url="https://dune.example/feed.json")
    (entry,) = reading.entries
    assert (reading.title, reading.hub, reading.method) == ("Dune Notes", "https://hub.example/", "json-feed")
    assert (entry.guid, entry.url) == ("42", "https://dune.example/42")
    assert entry.title == "Sand < water"
    assert entry.content == "<p>First.</p>\n\n<p>Second &amp; last.</p>"
    assert (entry.authors, entry.tags) == (("Rui Paz",), ("dunes",))
    assert entry.enclosures == (Enclosure("https://dune.example/a.mp3", "audio/mpeg", 9),)


NEWS = b"""<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
  xmlns:news="http://www.google.com/schemas/sitemap-news/0.9" xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
 <url><loc>https://gazette.example/a</loc><lastmod>2026-03-02</lastmod>
  <image:image><image:loc>https://gazette.example/a.jpg</image:loc></image:image>
  <news:news><news:publication><news:name>Gazette</news:name><news:language>en</news:language></news:publication>
   <news:publication_date>2026-03-01T10:00:00Z</news:publication_date><news:title>Pier opens</news:title>
   <news:keywords>pier, ferry</news:keywords></news:news></url>
 <url><loc>javascript:alert(1)</loc></url>
</urlset>"""


@pytest.mark.parametrize("content", [NEWS, gzip.compress(NEWS)], ids=["plain", "gz"])
def test_a_news_sitemap_names_its_articles(content: bytes) -> None:
    reading = feeds.read(content)
    (entry,) = reading.entries
    assert (entry.url, entry.title) == ("https://gazette.example/a", "Pier opens")
    assert (entry.published, entry.updated) == ("2026-03-01T10:00:00Z", "2026-03-02")
    assert (entry.language, entry.tags) == ("en", ("pier", "ferry"))
    assert entry.image == "https://gazette.example/a.jpg"


def test_a_sitemap_index_names_sitemaps_and_no_articles() -> None:
    reading = feeds.read(
        b"<sitemapindex xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'><sitemap>"
        b"<loc>https://gazette.example/news.xml.gz</loc></sitemap></sitemapindex>"
    )
    assert (reading.links, reading.entries) == (("https://gazette.example/news.xml.gz",), ())


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b"  \n", "empty"),
        (b"\x89PNG\r\n\x1a\n", "binary"),
        (b"<!doctype html><html><body>Gone</body></html>", "not-a-feed"),
        (b"Sorry, try again later", "not-a-feed"),
        (b'{"version": "https://jsonfeed.org/version/1.1"}', "not-a-feed"),
        (b"[1, 2", "not-a-feed"),
        (b"[" * 100_000, "not-a-feed"),
        (b"\x1f\x8b\x08broken", "broken-gzip"),
    ],
)
def test_what_is_no_feed_says_why(content: bytes, reason: str) -> None:
    with pytest.raises(NotAFeedError) as refusal:
        feeds.read(content)
    assert refusal.value.reason == reason


GEO = (
    "xmlns:georss='http://www.georss.org/georss' xmlns:gml='http://www.opengis.net/gml'"
    " xmlns:geo='http://www.w3.org/2003/01/geo/wgs84_pos#'"
)


@pytest.mark.parametrize("reader", [fast, tolerant])
@pytest.mark.parametrize(
    ("written", "point"),
    [
        ("<georss:point>45.256 -71.92</georss:point>", (45.256, -71.92)),
        ("<georss:point> 45.256,-71.92 </georss:point>", (45.256, -71.92)),
        ("<georss:where><gml:Point><gml:pos>45.256 -71.92</gml:pos></gml:Point></georss:where>", (45.256, -71.92)),
        ("<geo:lat>45.256</geo:lat><geo:long>-71.92</geo:long>", (45.256, -71.92)),
        ("<geo:Point><geo:lat>45.256</geo:lat><geo:long>-71.92</geo:long></geo:Point>", (45.256, -71.92)),
        ("<geo:lat>45.256</geo:lat>", None),
        ("<georss:point>90.1 0</georss:point>", None),
        ("<georss:point>0 -180.1</georss:point>", None),
        ("<georss:point>nan nan</georss:point>", None),
        ("<georss:line>1 2 3 4</georss:line>", None),
    ],
)
def test_an_entry_is_where_it_says_if_that_is_on_earth(
    reader: ModuleType, written: str, point: tuple[float, float] | None
) -> None:
    document = f"<rss version='2.0' {GEO}><channel><item><title>A</title>{written}</item></channel></rss>"
    (entry,) = reader.read(document.encode(), "https://a.example/").entries
    assert entry.point == point
