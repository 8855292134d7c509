"""Documents that mean harm, each small enough to make in an instant; feeds by name, and pages by name."""

_HEAD = b"<rss version='2.0'><channel><title>Hostile</title>"
_TAIL = b"</channel></rss>"
_MANY = 50_000


def _item(inside: bytes) -> bytes:
    return _HEAD + b"<item><title>T</title><link>https://h.example/1</link>" + inside + b"</item>" + _TAIL


def _described(markup: bytes) -> bytes:
    return _item(b"<description><![CDATA[" + markup + b"]]></description>")


_LAUGHS = b"".join(b"<!ENTITY l%d '%s'>" % (n, b"&l%d;" % (n - 1) * 10) for n in range(1, 10))
_ATTRIBUTES = b" ".join(b"a%d='1'" % n for n in range(_MANY))

FEEDS: dict[str, bytes] = {
    "billion laughs": b"<!DOCTYPE rss [<!ENTITY l0 'ha'>" + _LAUGHS + b"]>" + _item(b"<description>&l9;</description>"),
    "quadratic entities": b"<!DOCTYPE rss [<!ENTITY l '%s'>]>" % (b"x" * 50_000)
    + _item(b"<description>%s</description>" % (b"&l;" * 5_000)),
    "external entity": b"<!DOCTYPE rss [<!ENTITY l SYSTEM 'file:///etc/passwd'>]>" + _item(b"<author>&l;</author>"),
    "attributes in the feed": _item(b"<author " + _ATTRIBUTES + b">A</author>"),
    "attributes, ill-formed": _item(b"<author " + _ATTRIBUTES + b"><b></author>"),
    "attributes in markup": _described(b"<p " + _ATTRIBUTES + b">x</p>"),
    "comments in the feed": _HEAD + b"<!--" * _MANY,
    "comments in markup": _described(b"<!--" * _MANY + b"text"),
    "levels in the feed": _HEAD + b"<item>" * _MANY,
    "levels of the title": _HEAD + b"<title>" * _MANY,
    "levels in markup": _described(b"<div>" * _MANY + b"deep"),
    "levels of lists in markup": _described(b"<ul><li>" * _MANY + b"deep"),
    "references in markup": _described(b"&" * 500_000),
    "brackets in markup": _described(b"<" * 500_000),
    "long title": _HEAD + b"<item><title>" + b"title " * 1_600_000 + b"</title></item>" + _TAIL,
    "marked-up title": _HEAD + b"<item><title>" + b"&lt;b&gt;x" * 600_000 + b"</title></item>" + _TAIL,
    "unknown charset": b"<?xml version='1.0' encoding='x-no-such'?>" + _item(b"<author>J\xf6rg</author>"),
    "lying charset": b"<?xml version='1.0' encoding='utf-16'?>" + _item("<author>Jörg</author>".encode()),
    "surrogate": _item(b"<author>A&#xD800;B</author>"),
    "beyond Unicode": _item(b"<author>A&#x110000;&#99999999999999;B</author>"),
    "NUL": _item(b"<author>A\x00B&#0;C</author>"),
    "direction": _item("<author>A\u202eevil\u2066B&#x202e;C</author>".encode()),
    "year 9999": _item(b"<pubDate>Fri, 31 Dec 9999 23:59:59 -1200</pubDate>"),
    "year -1": _item(b"<pubDate>-0001-01-01T00:00:00Z</pubDate>"),
    "script link": _HEAD + b"<item><title>T</title><link>javascript:alert(1)</link></item>" + _TAIL,
    "script in a title": _HEAD + b"<item><title>A&lt;script&gt;alert(1)&lt;/script&gt;B</title></item>" + _TAIL,
    "deep JSON": b'{"version": "1.1", "items": ' + b"[" * _MANY,
    "surrogate in JSON": b'{"items": [{"title": "A\\ud800B", "content_html": "<p>\\udfff\\u202e</p>"}]}',
    "numbers in JSON": b'{"items": [{"id": 1e999, "attachments": [{"url": "http://h.ex", "size_in_bytes": 1e9}]}]}',
    "digits in JSON": b'{"items": [{"id": ' + b"9" * 100_000 + b"}]}",
    "sitemap in itself": b"<urlset>" + b"<url>" * _MANY,
}

PAGES: dict[str, bytes] = {
    "attributes": b"<html><body><p " + _ATTRIBUTES + b">x",
    "comments": b"<html><body>" + b"<!--" * _MANY,
    "levels": b"<html><body>" + b"<div>" * _MANY + b"deep",
    "lists": b"<html><body>" + b"<ul><li>" * _MANY + b"deep",
    "options": b"<html><body>" + b"<select><option>" * _MANY,
    "formatting": b"<html><body>" + b"<b><i><div></b>" * 12_000,
    "references": b"<html><body><p>" + b"&amp" * 500_000,
    "surrogate": b"<html><body><h1>A&#xD800;B</h1><p>" + b"Text &#xDFFF; here. " * 50,
    "NUL": b"<html><body><h1>A\0B</h1><p>" + b"Text \0 here. " * 50,
    "JSON-LD": b'<html><script type="application/ld+json">' + b"[" * _MANY + b"</script><body><p>Text.",
    "long title": b"<html><title>" + b"title " * 1_600_000 + b"</title><body><p>Text.",
    "unknown charset": b"<html><meta charset='x-no-such'><body><p>J\xf6rg was here. " * 20,
}
