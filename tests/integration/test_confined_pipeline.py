"""A page that a reader dies of is rejected with its reason; the rest of its batch is indexed by the same worker."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from twins import Mill, text

from services.confined import Confined
from services.model import Entry, RawDocument


@pytest.fixture
def confined() -> Iterator[Confined]:
    with Confined(cpu=timedelta(seconds=0.3)) as process:
        yield process


def test_a_page_that_takes_too_long_costs_itself_and_none_of_its_batch(confined: Confined) -> None:
    mill = Mill()
    ordinary = mill.pipeline.read

    def read(document: RawDocument) -> Entry:
        if document.kind == "page":
            confined.run(eval, "sum(1 for _ in iter(int, 1))")
        return ordinary(document)

    ids = mill.accept(text(1), replace(text(2), kind="page"), text(3))
    mill.process(ids, pipeline=replace(mill.pipeline, read=read))
    assert mill.states(ids) == ["indexed", "rejected", "indexed"]
    assert [row.reason.partition(":")[0] for row in mill.rows(ids) if row.reason] == ["too-slow"]
