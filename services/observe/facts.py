"""What was looked up about the servers and workers; plain facts, judged in `health`."""

from dataclasses import dataclass, field
from datetime import datetime

REDIS_FULL_FROM = 0.9
"""Share of maxmemory above which nothing is accepted: in the rest, what is open comes to its end and makes room.

A Redis that is full to the brim takes no message for a worker either, so nothing would ever get out of it.
"""


@dataclass(frozen=True, slots=True)
class RedisFacts:
    """Redis as it says it is; sizes in bytes, `maxmemory` 0 for no limit."""

    version: str
    maxmemory_policy: str
    aof_enabled: bool
    used_memory: int
    maxmemory: int
    role: str
    loading: bool = False

    @property
    def is_full(self) -> bool:
        return self.maxmemory > 0 and self.used_memory > REDIS_FULL_FROM * self.maxmemory


@dataclass(frozen=True, slots=True)
class ElasticsearchFacts:
    """Elasticsearch as it says it is; `status` is green, yellow or red.

    `vectors` are the lengths of vectors that its indices have a place for, 0 for none.
    """

    version: str
    status: str
    template_installed: bool
    alias_exists: bool
    read_only_indices: tuple[str, ...] = ()
    stemmed_languages: tuple[str, ...] = ()
    folds_accents: bool = False
    vectors: frozenset[int] = frozenset()
    vectors_wanted: int = 0


@dataclass(frozen=True, slots=True)
class WorkerFacts:
    """A worker that was heard of, and when."""

    name: str
    heard_at: datetime
    queues: tuple[str, ...] = field(default=())
