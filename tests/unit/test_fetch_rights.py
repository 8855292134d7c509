"""What a publisher reserves of a page."""

from datetime import UTC, datetime, timedelta

import pytest

from services.fetch import rights
from services.model import Answer, Rights

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


def answer(*headers: tuple[str, str], head: str = "", kind: str = "text/html; charset=utf-8") -> Answer:
    page = f"<html><head><title>x</title>{head}</head><body>text</body></html>".encode()
    named = (("Content-Type", kind), *headers)
    return Answer("https://a.test/", "https://a.test/", 200, named, page, NOW, timedelta())


def test_a_page_that_says_nothing_reserves_nothing_and_that_is_told() -> None:
    assert rights.of(answer()) == Rights()


@pytest.mark.parametrize(
    ("headers", "head", "robots"),
    [
        ([("X-Robots-Tag", "noindex, NoArchive")], "", "noindex, noarchive"),
        ([("x-robots-tag", "noindex"), ("X-Robots-Tag", "nosnippet")], "", "noindex, nosnippet"),
        ([("X-Robots-Tag", "googlebot: noindex")], "", ""),
        ([("X-Robots-Tag", "Newsmill: noindex, nofollow")], "", "noindex, nofollow"),
        ([("X-Robots-Tag", "max-snippet: 20")], "", "max-snippet: 20"),
        ([("X-Robots-Tag", "unavailable_after: 25 Jun 2027")], "", "unavailable_after: 25 jun 2027"),
        ([], '<meta name="robots" content="noindex,follow">', "noindex, follow"),
        ([], "<META CONTENT='noarchive' NAME=Robots />", "noarchive"),
        ([], '<meta name="newsmill" content="noindex">', "noindex"),
        ([], '<meta name="googlebot" content="noindex">', ""),
        ([], '<meta name="robots" content="a&amp;b">', "a&b"),
        ([("X-Robots-Tag", "noindex")], '<meta name=robots content="noindex">', "noindex"),
    ],
)  # fmt: skip
def test_directives_for_everyone_and_for_us_are_recorded(
    headers: list[tuple[str, str]], head: str, robots: str
) -> None:
    assert rights.of(answer(*headers, head=head)).robots == robots


@pytest.mark.parametrize(
    ("headers", "head", "reserved"),
    [
        ([("tdm-reservation", "1")], "", True),
        ([("TDM-Reservation", "0")], "", False),
        ([("tdm-reservation", "yes")], "", None),
        ([], '<meta name="tdm-reservation" content="1">', True),
        ([("tdm-reservation", "1")], '<meta name="tdm-reservation" content="0">', False),
    ],
)
def test_text_and_data_mining_is_reserved_by_header_or_page(
    headers: list[tuple[str, str]],
    head: str,
    reserved: bool | None,  # noqa: FBT001
) -> None:
    assert rights.of(answer(*headers, head=head)).tdm_reserved is reserved


def test_what_a_site_s_file_reserves_holds_where_page_and_header_are_silent() -> None:
    assert rights.of(answer(), tdm_reserved=True).tdm_reserved is True
    assert rights.of(answer(("tdm-reservation", "0")), tdm_reserved=True).tdm_reserved is False


@pytest.mark.parametrize(
    ("headers", "head", "site", "training"),
    [
        ([], "", False, False),
        ([], "", True, True),
        ([("X-Robots-Tag", "noai")], "", True, False),
        ([], '<meta name="robots" content="noai, noimageai">', None, False),
        ([("Content-Usage", "train-ai=n")], "", None, False),
        ([("Content-Usage", "bots=y, train-ai=y")], "", None, True),
        ([("Content-Usage", "train-ai=y")], "", False, False),  # a no holds, whoever says it
    ],
)
def test_training_is_refused_where_anything_refuses_it(
    headers: list[tuple[str, str]],
    head: str,
    site: bool | None,  # noqa: FBT001
    training: bool,  # noqa: FBT001
) -> None:
    assert rights.of(answer(*headers, head=head), training=site).ai_training is training


def test_only_pages_have_meta_elements() -> None:
    assert rights.of(answer(head='<meta name="robots" content="noindex">', kind="text/plain")) == Rights()


def test_a_page_of_a_hundred_thousand_metas_is_read_in_part() -> None:
    page = answer(head='<meta name="robots" content="noindex">' + '<meta name="robots" content="x">' * 100_000)
    assert rights.of(page).robots == "noindex, x"
