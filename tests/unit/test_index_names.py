"""Names of indices parse back, and months have their index before they begin."""

from datetime import UTC, datetime

import pytest

from services import settings
from services.index.names import INDEX_VERSION, Names, month_of
from services.index.setup import months_due

NAMES = Names(settings.load({}, index_prefix="mill"))


def test_the_names_are_those_that_the_docs_tell() -> None:
    assert NAMES.read_alias == "mill-articles"
    assert NAMES.write_alias("2026.11") == "mill-articles-2026.11"
    assert NAMES.index("2026.11") == f"mill-articles-2026.11-v{INDEX_VERSION}"


@pytest.mark.parametrize(
    ("index", "month"),
    [
        (NAMES.index("2026.11"), "2026.11"),
        ("mill-articles-2025.01-v99", "2025.01"),  # made by another version
        ("mill-articles-2026.11", None),
        ("mill-articles-attic-v1", None),
        ("amill-articles-2026.11-v1", None),
        ("mill-articles-2026.11-v1-copy", None),
    ],
)
def test_the_month_of_an_index_is_in_its_name(index: str, month: str | None) -> None:
    assert NAMES.month(index) == month


def test_an_index_that_takes_another_s_place_is_of_the_same_month_and_the_next_generation() -> None:
    index = NAMES.index("2026.11", 3)
    assert index == f"mill-articles-2026.11-g3-v{INDEX_VERSION}"
    assert (NAMES.month(index), NAMES.generation(index)) == ("2026.11", 3)
    assert NAMES.generation(NAMES.index("2026.11")) == 0


@pytest.mark.parametrize(
    ("uri", "month"),
    [
        ("urn:newsmill:2026.11:0123456789abcdef01234567", "2026.11"),
        ("urn:newsmill:2026.11:0123456789ABCDEF01234567", None),
        ("urn:newsmill:2026.11:0123456789abcdef0123456", None),
        ("urn:newsmill:2026.11:0123456789abcdef01234567\n", None),
        ("urn:newsmill:*:0123456789abcdef01234567", None),
        ("", None),
    ],
)
def test_the_month_of_an_article_is_in_its_uri(uri: str, month: str | None) -> None:
    assert month_of(uri) == month


@pytest.mark.parametrize(
    ("existing", "now", "due"),
    [
        # a new installation
        ([], "2026-11-24T12:00", ["2026.11"]),
        # nothing to do: the month's own index is looked at all the same
        (["2026.11"], "2026-11-24T12:00", ["2026.11"]),
        # a day before the month turns, its index is made, so that its first article finds one
        (["2026.11"], "2026-11-29T23:59", ["2026.11"]),
        (["2026.11"], "2026-11-30T00:00", ["2026.11", "2026.12"]),
        (["2026.11"], "2026-12-31T10:00", ["2026.11", "2026.12", "2027.01"]),
        # months in which nothing made an index, but documents may have been accepted
        (["2026.07", "2026.08"], "2026-11-24T12:00", ["2026.08", "2026.09", "2026.10", "2026.11"]),
        # a year at most
        (["2019.01"], "2026-02-10T00:00", [
            "2025.03", "2025.04", "2025.05", "2025.06", "2025.07", "2025.08",
            "2025.09", "2025.10", "2025.11", "2025.12", "2026.01", "2026.02",
        ]),
        # what a wrong clock made is no reason to leave out this month
        (["2027.05"], "2026-11-24T12:00", ["2026.11"]),
        (["2026.10", "2027.05"], "2026-11-24T12:00", ["2026.10", "2026.11"]),
    ],
)  # fmt: skip
def test_every_month_has_its_index_before_it_begins(existing: list[str], now: str, due: list[str]) -> None:
    assert months_due(existing, datetime.fromisoformat(now).replace(tzinfo=UTC)) == due
