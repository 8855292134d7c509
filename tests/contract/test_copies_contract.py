"""What `ports.CopyStore` demands, of the store in Redis and of its twin in memory."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta

import pytest
from stores import place
from twins import NOON

from services.clock import ManualClock
from services.ports import CopyStore
from services.sketches import BANDS, Rebuilt, Sketch, Sketched
from services.store.copies import MemoryCopies, RedisCopies

KEEP = timedelta(days=30)


@dataclass
class Memory:
    store: CopyStore
    clock: ManualClock

    def meet(self, *texts: Sketched) -> list[list[str]]:
        return [[each.uri for each in meeting.known] for meeting in self.store.meet(texts)]

    def text(self, number: int, bands: range, **values: object) -> Sketched:
        return Sketched(uri(number), self.clock.now(), sketch(bands))


def uri(number: int) -> str:
    return f"urn:newsmill:2026.11:{number:024x}"


def sketch(bands: range) -> Sketch:
    hashes = tuple(each.to_bytes(3) for each in bands)
    return Sketch(1000, tuple(each.to_bytes(3) * 2 for each in bands), (*hashes, b"\xff\xff\xff"), (b"abc", b"def"))


@pytest.fixture(params=["memory", pytest.param("redis", marks=pytest.mark.servers)])
def memory(request: pytest.FixtureRequest) -> Iterator[Memory]:
    clock = ManualClock(NOON)
    if request.param == "memory":
        yield Memory(MemoryCopies(clock, KEEP), clock)
        return
    with place(request.getfixturevalue("redis_url")) as (client, settings):
        yield Memory(RedisCopies(client, settings, clock), clock)


def test_the_first_text_meets_nothing(memory: Memory) -> None:
    assert memory.meet(memory.text(1, range(BANDS))) == [[]]


def test_a_text_meets_those_with_which_it_shares_a_band_the_earliest_first(memory: Memory) -> None:
    memory.meet(memory.text(9, range(5)), memory.text(2, range(4, 8)), memory.text(3, range(100, 105)))
    assert memory.meet(memory.text(4, range(4, 6))) == [[uri(9), uri(2)]]


def test_a_text_is_met_in_full(memory: Memory) -> None:
    text = memory.text(1, range(BANDS))
    memory.meet(text)
    ((met,),) = [meeting.known for meeting in memory.store.meet([memory.text(2, range(1))])]
    assert met == text


def test_texts_of_one_batch_meet_those_before_them(memory: Memory) -> None:
    assert memory.meet(memory.text(1, range(5)), memory.text(2, range(5)), memory.text(3, range(5))) == [
        [],
        [uri(1)],
        [uri(1), uri(2)],
    ]


def test_a_repeat_meets_what_it_met_before_and_never_itself_or_what_came_after(memory: Memory) -> None:
    batch = [memory.text(number, range(5)) for number in range(3)]
    first = memory.meet(*batch)
    assert memory.meet(*batch) == first
    assert memory.meet(*reversed(batch)) == first[::-1]


def test_of_two_at_the_same_moment_one_meets_the_other(memory: Memory) -> None:
    texts = [memory.text(number, range(5)) for number in range(4)]
    with ThreadPoolExecutor(4) as pool:
        met = [met for (met,) in pool.map(memory.meet, texts)]
    assert sorted(map(len, met)) == [0, 1, 2, 3]


def test_four_texts_of_a_band_are_kept_the_earliest(memory: Memory) -> None:
    for number in range(6):
        memory.meet(memory.text(number, range(1)))
    assert memory.meet(memory.text(7, range(1))) == [[uri(number) for number in range(4)]]


def test_what_is_older_than_the_days_that_are_set_is_met_no_more(memory: Memory) -> None:
    memory.meet(memory.text(1, range(5)))
    memory.clock.advance(KEEP)
    assert memory.meet(memory.text(2, range(5))) == [[uri(1)]]
    memory.clock.advance(timedelta(seconds=1))
    assert memory.meet(memory.text(3, range(5))) == [[uri(2)]]


def test_an_old_text_is_not_remembered_but_meets_others(memory: Memory) -> None:
    memory.meet(memory.text(1, range(5)))
    old = Sketched(uri(2), NOON - KEEP - timedelta(days=1), sketch(range(5)))
    assert memory.meet(old) == [[uri(1)]]
    assert memory.meet(memory.text(3, range(5))) == [[uri(1)]]


def test_a_store_is_whole_when_that_was_noted(memory: Memory) -> None:
    assert memory.store.rebuilt() == Rebuilt()
    assert [each.is_whole for each in memory.store.meet([memory.text(1, range(1))])] == [False]
    memory.store.note_rebuilt(Rebuilt(to=NOON))
    assert memory.store.rebuilt() == Rebuilt(to=NOON)
    memory.store.note_rebuilt(Rebuilt(is_whole=True))
    assert memory.store.rebuilt() == Rebuilt(is_whole=True)
    assert [each.is_whole for each in memory.store.meet([memory.text(2, range(1))])] == [True]


def test_every_one_of_many_texts_is_met_again(memory: Memory) -> None:
    texts = [memory.text(number, range(number * 3, number * 3 + 3)) for number in range(3000)]
    memory.meet(*texts)
    again = [memory.text(number + 5000, range(number * 3 + 2, number * 3 + 3)) for number in range(3000)]
    assert memory.meet(*again) == [[uri(number)] for number in range(3000)]


def test_nothing_meets_nothing(memory: Memory) -> None:
    assert memory.meet() == []


def test_what_was_taken_down_is_met_by_nobody_and_others_stay(memory: Memory) -> None:
    memory.meet(memory.text(1, range(5)), memory.text(2, range(5)))
    memory.store.forget([uri(1), uri(7)])
    memory.store.forget([])
    assert memory.meet(memory.text(3, range(5))) == [[uri(2)]]
