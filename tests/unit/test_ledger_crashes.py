"""Whatever dies, repeats or is away in between: the books balance, nothing is lost, and each content is one article.

Hypothesis drives a mill of twins, whose workers die between any two steps, overtake each other, and meet whatever else
goes wrong. At the end it is left alone until it rests, and then everything must have come out right.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from steps import Mill, Worker

from services.errors import BacklogFullError
from services.model import Outcome, RawDocument, Row
from services.settings import Settings
from services.store.fingerprints import MemoryFingerprints

SETTINGS = Settings(batch_size=20, max_attempts=3, max_open=6)
MONTHS_END = datetime(2026, 1, 31, 23, 59, 30, tzinfo=UTC)

LONG = " ".join(f"The engineers of district {name} say that it rose there." for name in "abcdef")
COPIES = {headline: f"{headline}\n{LONG} {headline} ends.".encode() for headline in ("Flood", "River")}
WIND = " ".join(f"Roofs of the village of {name} were blown away in the night." for name in "ghijkl")
STORM = [f"Storm\n{WIND} District {name} is cut off.".encode() for name in "xyz"]
"""Three versions of one article: they come from one address."""

ARTICLES = {headline: f"{headline}\nSo it is.".encode() for headline in ("Fire", "Match", "Vote")} | COPIES
NO_ARTICLE, REFUSED, POISON = b"A headline alone", b"Refused\nBy Elasticsearch.", b"Poison\nIt kills."
ALL = [*ARTICLES.values(), *STORM, *STORM, NO_ARTICLE, REFUSED, POISON]
CONTENTS = st.lists(st.sampled_from(ALL), min_size=1, max_size=3)
TROUBLES = (
    "elasticsearch_is_away",
    "elasticsearch_pushes_back",
    "elasticsearch_refreshes",
    "redis_is_away",
    "redis_forgets_the_fingerprints",
    "redis_forgets_the_copies",
)
MOST, MOST_ALIVE = 10, 4
URL = "https://paper.example/storm"
ANY = st.integers(0, 99)


class Crashes(RuleBasedStateMachine):
    """Everything that happens to a mill, in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.mill = Mill(SETTINGS, MONTHS_END, POISON)
        self.mill.index.refuses = lambda article: article.headline == "Refused"
        self.accepted: dict[str, RawDocument] = {}
        self.workers: list[Worker] = []
        self.closed: dict[str, Row] = {}
        self.disturbed: set[str] = set()
        self.unlucky: set[str] = set()

    @initialize(contents=CONTENTS)
    def begin(self, contents: list[bytes]) -> None:
        self.accept(contents)
        self.tick(0)

    @precondition(lambda self: len(self.accepted) < MOST)
    @rule(contents=CONTENTS)
    def accept(self, contents: list[bytes]) -> None:
        """Accept *contents*, and again what was accepted before, the first and the last of it."""
        first = len(self.accepted)
        known = list(self.accepted.values())
        new = [
            RawDocument(f"{first + i:03}", "text", "a.txt", content, url=URL if content in STORM else "")
            for i, content in enumerate(contents)
        ]
        try:
            taken = self.mill.pipeline().accept([*known[:1], *new, *known[-1:]])
        except BacklogFullError:
            assert not any(self.mill.ledger.rows([document.id for document in new]))
        else:
            assert taken == [document in new for document in [*known[:1], *new, *known[-1:]]]
            self.accepted |= {document.id: document for document in new}

    @precondition(lambda self: len(self.alive()) < MOST_ALIVE)
    @rule(seconds=st.sampled_from([0, 3, 31]))
    def tick(self, seconds: int) -> None:
        """Let time go by, send what is due, and let workers come and stand before their first step."""
        self.mill.clock.advance(timedelta(seconds=seconds))
        leased_at = self.mill.clock.now() - SETTINGS.lease
        self.disturb(worker for worker in self.alive() if worker.claimed_at <= leased_at)
        self.workers += self.mill.deliver()

    @rule(chosen=ANY)
    def work_to_the_end(self, chosen: int) -> None:
        self.go(chosen, 100)

    @rule(chosen=ANY, steps=st.integers(1, 10))
    def work_on(self, chosen: int, steps: int) -> None:
        self.go(chosen, steps)

    @rule(chosen=ANY, steps=st.integers(0, 10))
    def die(self, chosen: int, steps: int) -> None:
        for worker in self.go(chosen, steps):
            worker.die()
            self.disturb([worker])

    @precondition(lambda self: self.workers and len(self.alive()) < MOST_ALIVE)
    @rule(chosen=ANY)
    def deliver_again(self, chosen: int) -> None:
        """Give a worker's message to another under the same id, marked as redelivered (see `workers.base`)."""
        first = self.workers[chosen % len(self.workers)]
        self.disturb(worker for worker in self.workers if worker.holder == first.holder)
        self.mill.ledger.fail(first.document_ids, first.holder, "the worker died over it")
        self.workers.append(Worker(self.mill, first.document_ids, first.holder))

    @rule(trouble=st.sampled_from([*TROUBLES]), calls=st.integers(1, 3))
    def meet(self, trouble: str, calls: int) -> None:
        getattr(self, trouble)(calls)

    # What holds at any moment

    @invariant()
    def the_books_balance(self) -> None:
        books = self.mill.ledger.books()
        states = Counter(row.state for row in self.rows())
        assert books.balance
        assert books.accepted == len(self.accepted)
        assert [books.open, books.indexed, books.revised, books.duplicates, books.rejected, books.quarantined] == [
            states[state] for state in ("open", *Outcome)
        ]

    @invariant()
    def an_outcome_is_final(self) -> None:
        closed = {row.document_id: row for row in self.rows() if not row.is_open}
        assert closed.items() >= self.closed.items()
        self.closed = closed

    @invariant()
    def no_content_is_two_articles(self) -> None:
        articles = self.mill.index.articles.values()
        assert len({article.content_fingerprint for article in articles}) == len(articles)

    @invariant()
    def only_what_went_wrong_is_counted_against_a_document(self) -> None:
        assert {row.document_id for row in self.rows() if row.attempts > 1} <= self.disturbed

    # What holds at the end

    def teardown(self) -> None:
        try:
            for worker in self.alive():
                worker.finish()
            self.mill.come_to_rest()
            assert self.mill.ledger.books().open == 0
            self.the_books_balance()
            self.an_outcome_is_final()
            self.no_content_is_two_articles()
            self.each_content_came_out_right()
            self.copies_are_linked()
            self.no_version_is_lost()
        finally:
            for worker in self.workers:
                worker.die()

    def each_content_came_out_right(self) -> None:
        for content in (REFUSED, POISON):
            assert {row.state for row in self.rows(content)} <= {"quarantined"}
        assert {row.state for row in self.rows(NO_ARTICLE)} <= {"rejected", "quarantined"}
        assert self.quarantined(NO_ARTICLE, *ARTICLES.values()) <= self.unlucky
        standing = {article.headline: article for article in self.mill.index.articles.values()}
        standing.pop("Storm", None)
        assert standing.keys() <= ARTICLES.keys()
        for headline, content in ARTICLES.items():
            rows = {row.document_id: row for row in self.rows(content)}
            if headline in standing:
                article = standing[headline]
                assert rows.pop(article.trace_id).state in {"indexed", "quarantined"}
                others = {(row.state, row.uri) for row in rows.values()}
                assert others <= {("duplicate", article.uri), ("quarantined", "")}
            else:
                assert {row.state for row in rows.values()} <= {"quarantined"}

    def no_version_is_lost(self) -> None:
        """Check that all versions that came are one article: it stands, or is kept, with each text."""
        rows = [row for row in self.rows(*STORM) if row.state != "quarantined"]
        if not rows:
            return
        (article,) = (each for each in self.mill.index.articles.values() if each.headline == "Storm")
        assert {row.uri for row in rows} == {article.uri}
        assert {row.state for row in rows} <= {"indexed", "revised", "duplicate"}
        texts = {kept["document"]["articleBody"] for kept in self.mill.index.kept.values()}  # type: ignore[index]
        brought = {row.document_id for row in rows}
        wanted = {each.content.decode().partition("\n")[2] for each in self.accepted.values() if each.id in brought}
        assert texts | {article.body} >= wanted

    def copies_are_linked(self) -> None:
        self.mill.index.is_away = False
        while self.mill.pipeline().linking.rebuild():
            pass
        standing = [each for each in self.mill.index.articles.values() if each.headline in COPIES]
        if len(standing) == len(COPIES):
            original, copy = sorted(standing, key=lambda article: article.duplicate_of)
            assert original.duplicate_of == ""
            assert (copy.duplicate_of, copy.story_id) == (original.uri, original.story_id)

    # What a mill meets

    def elasticsearch_is_away(self, calls: int) -> None:
        self.mill.index_fails = calls

    def redis_is_away(self, calls: int) -> None:
        self.mill.redis_fails = calls

    def elasticsearch_pushes_back(self, contents: int) -> None:
        pushed_back = [(), ("River", "Vote"), tuple(ARTICLES)][contents - 1]
        self.mill.index.pushes_back = lambda article: article.headline in pushed_back

    def elasticsearch_refreshes(self, _: int) -> None:
        self.mill.index.refresh()

    def redis_forgets_the_fingerprints(self, _: int) -> None:
        """As they do when they expire: not under a worker's hands, nor before a search finds what was written."""
        if not self.alive():
            self.mill.index.refresh()
            self.mill.fingerprints = MemoryFingerprints()

    def redis_forgets_the_copies(self, _: int) -> None:
        self.mill.copies.forget_all()

    # Used by the rules

    def rows(self, *contents: bytes) -> list[Row]:
        ids = [each for each, document in self.accepted.items() if not contents or document.content in contents]
        return [row for row in self.mill.ledger.rows(ids) if row]

    def quarantined(self, *contents: bytes) -> set[str]:
        return {row.document_id for row in self.rows(*contents) if row.state == "quarantined"}

    def alive(self) -> list[Worker]:
        return [worker for worker in self.workers if not worker.is_done]

    def go(self, chosen: int, steps: int) -> list[Worker]:
        """Let a worker take some steps, and return it in a list that is empty when there is no work at all."""
        if not self.alive():
            self.tick(31)
        alive = self.alive()
        workers = [alive[chosen % len(alive)]] if alive else []
        for worker in workers:
            worker.go(steps)
            if worker.has_died:
                self.disturb([worker])
        return workers

    def disturb(self, workers: Iterable[Worker]) -> None:
        """Note whose attempt may be counted although it didn't fail: a document's last attempt is made alone."""
        for worker in workers:
            self.disturbed.update(worker.claimed)
            if len(worker.claimed) == 1:
                self.unlucky.update(worker.claimed)


def test_nothing_is_lost_and_nothing_counted_twice_whatever_dies_in_between() -> None:
    how = hypothesis_settings(max_examples=70, stateful_step_count=40, derandomize=True, deadline=None)
    run_state_machine_as_test(Crashes, settings=how)
