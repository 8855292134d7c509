"""Whose patience a request takes."""

import pytest

from services.tenancy import Tenancy, tenancy


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://www.bbc.co.uk/rss", Tenancy("www.bbc.co.uk", "bbc.co.uk")),
        ("https://FEEDS.BBC.co.uk./rss", Tenancy("feeds.bbc.co.uk", "bbc.co.uk")),
        ("https://bbc.co.uk:8443/", Tenancy("bbc.co.uk:8443", "bbc.co.uk")),
        # The Public Suffix List's private section.
        ("https://ada.github.io/", Tenancy("ada.github.io", "ada.github.io", "github.io")),
        ("https://x.ada.github.io/", Tenancy("x.ada.github.io", "ada.github.io", "github.io")),
        ("https://ada.blogspot.com/", Tenancy("ada.blogspot.com", "ada.blogspot.com", "blogspot.com")),
        # Platforms by list: by name, or one host for all.
        ("https://ada.substack.com/feed", Tenancy("ada.substack.com", "ada.substack.com", "substack.com")),
        ("https://ada.wordpress.com/feed", Tenancy("ada.wordpress.com", "ada.wordpress.com", "wordpress.com")),
        ("https://ada.blogspot.co.uk/", Tenancy("ada.blogspot.co.uk", "ada.blogspot.co.uk", "blogspot.co.uk")),
        ("https://medium.com/feed/@ada", Tenancy("medium.com", "medium.com", is_shared=True)),
        ("https://feeds.feedburner.com/ada", Tenancy("feeds.feedburner.com", "feedburner.com", is_shared=True)),
        ("https://www.youtube.com/feeds/videos.xml", Tenancy("www.youtube.com", "youtube.com", is_shared=True)),
        # No public suffix: each host for itself.
        ("http://127.0.0.1:8000/", Tenancy("127.0.0.1:8000", "127.0.0.1:8000")),
        ("http://[::1]/", Tenancy("::1", "::1")),
        ("http://intranet/feed", Tenancy("intranet", "intranet")),
        ("https://github.io/", Tenancy("github.io", "github.io", is_shared=True)),
        ("http://[broken", Tenancy("http://[broken", "http://[broken")),
        ("http://a.test:99999/", Tenancy("http://a.test:99999/", "http://a.test:99999/")),
    ],
)
def test_a_url_s_host_tenant_and_platform(url: str, expected: Tenancy) -> None:
    assert tenancy(url) == expected
