"""The name of a new article."""

from datetime import UTC, datetime

from services.dedup.uris import uri_for
from services.index.names import month_of

FINGERPRINT = "0123456789abcdef0123456789abcdef"
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


def test_a_uri_is_the_month_of_first_sight_and_24_digits_of_the_content() -> None:
    assert uri_for(FINGERPRINT, NOON) == "urn:newsmill:2026.11:0123456789abcdef01234567"


def test_a_uri_names_the_month_whose_index_it_lives_in() -> None:
    assert month_of(uri_for(FINGERPRINT, NOON)) == "2026.11"


def test_beside_what_has_its_uri_it_has_another_the_same_each_time() -> None:
    taken = uri_for(FINGERPRINT, NOON)
    beside = uri_for(FINGERPRINT, NOON, beside=taken)
    assert beside != taken
    assert beside == uri_for(FINGERPRINT, NOON, beside=taken)
    assert month_of(beside) == "2026.11"
