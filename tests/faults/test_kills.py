"""Kill -9 in the middle of a thousand documents: all are indexed, none twice, soon after what was killed is back."""

from typing import TYPE_CHECKING

import psutil
import pytest
from support import wait_until

from services.model import Outcome

if TYPE_CHECKING:
    from conftest import Stack

pytestmark = [pytest.mark.servers, pytest.mark.faults]

THOUSAND = 1000
WITHIN_SECONDS = 60.0


def kill(process: psutil.Process) -> None:
    """End *process* as the kernel's out-of-memory killer does: it alone, and without a word."""
    process.kill()
    psutil.wait_procs([process], timeout=10)


def worker(stack: "Stack") -> psutil.Process:
    return stack.process("worker-process")


def worker_child(stack: "Stack") -> psutil.Process:
    return worker(stack).children()[0]


def assert_all_are_indexed_once(stack: "Stack", ids: list[str], topic: str) -> None:
    service = stack.service

    def left() -> list[str]:
        return [i for i, row in zip(ids, service.ledger.rows(ids), strict=True) if row is None or row.is_open]

    wait_until(lambda: not left(), WITHIN_SECONDS, f"some of {topic} are open still")
    states = [row.state for row in service.ledger.rows(ids) if row]
    assert states.count(Outcome.INDEXED) == len(ids), {state: states.count(state) for state in set(states)}
    service.elasticsearch.indices.refresh(index="newsmill-articles")
    found = service.elasticsearch.search(
        index="newsmill-articles",
        query={"match": {"headline": topic}},
        size=THOUSAND + 1,
        source_includes=["traceId", "headline"],
    )["hits"]["hits"]
    assert sorted(hit["_source"]["traceId"] for hit in found) == sorted(ids)
    assert len({hit["_source"]["headline"] for hit in found}) == len(ids)
    assert service.ledger.books().balance


def test_a_killed_child_of_a_worker_loses_and_doubles_nothing(stack: "Stack") -> None:
    ids = stack.accept("children", THOUSAND)
    stack.await_the_middle(ids)
    kill(worker_child(stack))
    assert_all_are_indexed_once(stack, ids, "children")


def test_a_killed_worker_loses_and_doubles_nothing(stack: "Stack") -> None:
    ids = stack.accept("workers", THOUSAND)
    stack.await_the_middle(ids)
    killed = worker(stack)
    kill(killed)
    stack.await_return("worker-process", killed)
    assert_all_are_indexed_once(stack, ids, "workers")


@pytest.mark.parametrize("server", ["Redis", "Elasticsearch"])
def test_a_killed_server_loses_and_doubles_nothing(stack: "Stack", server: str) -> None:
    ids = stack.accept(server, THOUSAND)
    stack.await_the_middle(ids)
    killed = stack.process(server)
    for process in [*killed.children(recursive=True), killed]:
        kill(process)
    stack.await_return(server, killed)
    assert_all_are_indexed_once(stack, ids, server)
