"""What `ports.FingerprintStore` demands, of the store in Redis and of its twin in memory."""

from collections.abc import Iterator

import pytest
from stores import forget, place

from services.ports import FingerprintStore
from services.store.fingerprints import EMPTIED_SECONDS, MemoryFingerprints, RedisFingerprints


@pytest.fixture(params=["memory", pytest.param("redis", marks=pytest.mark.servers)])
def store(request: pytest.FixtureRequest) -> Iterator[FingerprintStore]:
    if request.param == "memory":
        yield MemoryFingerprints()
        return
    with place(request.getfixturevalue("redis_url")) as (client, settings):
        yield RedisFingerprints(client, settings)


def test_what_is_new_was_emptied_whatever_it_was_told_before_it_is_asked(store: FingerprintStore) -> None:
    store.confirm({"a": "urn:a"})
    assert store.was_emptied()
    assert store.confirmed(["a", "since", "lately"]) == {"a": "urn:a"}


@pytest.mark.servers
def test_a_store_in_redis_was_emptied_for_some_seconds_and_then_until_it_is_emptied_again(redis_url: str) -> None:
    with place(redis_url) as (client, settings):
        store = RedisFingerprints(client, settings)
        assert [store.was_emptied(), store.was_emptied()] == [True, True]
        (lately,) = client.keys(f"{settings.redis_prefix}:fp::lately")
        assert 0 < client.ttl(lately) <= EMPTIED_SECONDS
        client.delete(lately)
        assert not store.was_emptied()
        forget(client, f"{settings.redis_prefix}:fp:*")
        assert store.was_emptied()


def test_nothing_is_known_of_new_content(store: FingerprintStore) -> None:
    assert store.confirmed(["a", "b"]) == {}


def test_what_was_confirmed_is_known(store: FingerprintStore) -> None:
    store.confirm({"a": "urn:a", "b": "urn:b"})
    assert store.confirmed(["b", "c", "a", "a"]) == {"a": "urn:a", "b": "urn:b"}


def test_a_reservation_is_no_confirmation(store: FingerprintStore) -> None:
    store.reserve({"a": "urn:a"})
    assert store.confirmed(["a"]) == {}


def test_what_is_reserved_is_held_as_is_what_was_confirmed(store: FingerprintStore) -> None:
    store.reserve({"a": "urn:a"})
    store.confirm({"b": "urn:b"})
    assert store.held(["a", "b", "c"]) == {"a": "urn:a", "b": "urn:b"}
    assert store.held([]) == {}


def test_the_first_reservation_holds_for_all_who_come_after(store: FingerprintStore) -> None:
    assert store.reserve({"a": "urn:first", "b": "urn:b"}) == {"a": "urn:first", "b": "urn:b"}
    assert store.reserve({"c": "urn:c", "a": "urn:second"}) == {"c": "urn:c", "a": "urn:first"}


def test_a_reservation_of_what_is_confirmed_returns_the_confirmed_uri(store: FingerprintStore) -> None:
    store.confirm({"a": "urn:a"})
    assert store.reserve({"a": "urn:other"}) == {"a": "urn:a"}
    assert store.confirmed(["a"]) == {"a": "urn:a"}


def test_a_confirmation_wins_over_a_reservation(store: FingerprintStore) -> None:
    store.reserve({"a": "urn:reserved"})
    store.confirm({"a": "urn:indexed"})
    assert store.confirmed(["a"]) == {"a": "urn:indexed"}
    assert store.reserve({"a": "urn:later"}) == {"a": "urn:indexed"}


def test_confirming_again_changes_nothing(store: FingerprintStore) -> None:
    store.confirm({"a": "urn:a"})
    store.confirm({"a": "urn:a"})
    assert store.confirmed(["a"]) == {"a": "urn:a"}


def test_what_is_gone_from_the_index_is_forgotten_and_free_again(store: FingerprintStore) -> None:
    store.confirm({"a": "urn:a", "b": "urn:b"})
    store.forget({"a": "urn:a", "c": "urn:c"})
    assert store.confirmed(["a", "b", "c"]) == {"b": "urn:b"}
    assert store.reserve({"a": "urn:later"}) == {"a": "urn:later"}


def test_what_another_has_reserved_since_is_not_forgotten(store: FingerprintStore) -> None:
    store.confirm({"a": "urn:a"})
    store.forget({"a": "urn:a"})
    store.reserve({"a": "urn:later"})
    store.forget({"a": "urn:a"})
    store.forget({"a": "urn:later"})
    assert store.reserve({"a": "urn:latest"}) == {"a": "urn:later"}


def test_what_is_gone_from_the_index_is_forgotten_and_can_be_reserved_anew(store: FingerprintStore) -> None:
    store.confirm({"a": "urn:a", "b": "urn:b"})
    store.forget({"a": "urn:a"})
    assert store.confirmed(["a", "b"]) == {"b": "urn:b"}
    assert store.reserve({"a": "urn:later"}) == {"a": "urn:later"}


def test_what_another_has_confirmed_or_reserved_since_is_not_forgotten(store: FingerprintStore) -> None:
    store.confirm({"a": "urn:later"})
    store.reserve({"b": "urn:b"})
    store.forget({"a": "urn:gone", "b": "urn:b", "c": "urn:c"})
    assert store.confirmed(["a"]) == {"a": "urn:later"}
    assert store.reserve({"b": "urn:other"}) == {"b": "urn:b"}


def test_nothing_is_asked_of_nothing(store: FingerprintStore) -> None:
    store.confirm({})
    store.forget({})
    store.forget({})
    assert store.confirmed([]) == {}
    assert store.reserve({}) == {}


def test_a_whole_batch_is_one_question(store: FingerprintStore) -> None:
    batch = {f"{number:064x}": f"urn:newsmill:2026.01:{number:024x}" for number in range(10_000)}
    assert store.reserve(batch) == batch
    store.confirm(batch)
    assert store.confirmed(list(batch)) == batch


@pytest.mark.parametrize("is_confirmed", [True, False])
def test_a_key_changes_hands_when_another_story_has_come_to_its_address(
    store: FingerprintStore, *, is_confirmed: bool
) -> None:
    if is_confirmed:
        store.confirm({"a": "urn:before"})
    else:
        store.reserve({"a": "urn:before"})
    wanted = {"a": "urn:now", "b": "urn:now"}
    assert store.reserve(wanted, {"a": "urn:before"}) == wanted
    assert store.confirmed(["a"]) == {}
    # Who comes second with the same finds another there by now, and changes nothing.
    assert store.reserve({"a": "urn:third"}, {"a": "urn:before"}) == {"a": "urn:now"}


def test_a_key_stays_in_the_hands_of_any_other(store: FingerprintStore) -> None:
    store.confirm({"a": "urn:a"})
    assert store.reserve({"a": "urn:now"}, {"a": "urn:another"}) == {"a": "urn:a"}
    assert store.confirmed(["a"]) == {"a": "urn:a"}
