"""The verdict: new, or a duplicate of which article."""

from datetime import UTC, datetime

from twins import article

from services.dedup.decide import decide, uri_for
from services.index.names import month_of
from services.model import Duplicate, New

FINGERPRINT = "0123456789abcdef0123456789abcdef"
STANDING = "urn:newsmill:2026.10:" + "a" * 24
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


def test_a_uri_is_the_month_of_first_sight_and_24_digits_of_the_content() -> None:
    assert uri_for(FINGERPRINT, NOON) == "urn:newsmill:2026.11:0123456789abcdef01234567"


def test_a_uri_names_the_month_whose_index_it_lives_in() -> None:
    assert month_of(uri_for(FINGERPRINT, NOON)) == "2026.11"


def test_what_is_known_to_be_indexed_is_a_duplicate_whatever_is_reserved() -> None:
    assert decide(article(1), STANDING, None) == Duplicate(STANDING)
    assert decide(article(1), STANDING, uri_for(FINGERPRINT, NOON)) == Duplicate(STANDING)


def test_a_reservation_is_no_proof_and_fixes_the_uri() -> None:
    assert decide(article(1), None, STANDING) == New(STANDING)


def test_what_nobody_knows_is_new_under_the_uri_of_its_content() -> None:
    unknown = article(1, content_fingerprint=FINGERPRINT, first_seen_at=NOON)
    assert decide(unknown, None, None) == New(uri_for(FINGERPRINT, NOON))


def test_a_verdict_depends_on_the_content_alone_not_on_who_brought_it() -> None:
    one, other = article(1, trace_id="one", origin="a"), article(1, trace_id="other", origin="b")
    assert decide(one, None, None) == decide(other, None, None)
