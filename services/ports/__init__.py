"""What is outside, as protocols. Each has a real adapter and an in-memory twin that ships with it.

ledger.py    Ledger ── services.ledger                  Gate ── services.store
memories.py  FingerprintStore, CopyStore, PushMemory ── services.store
index.py     Sink, ArticleIndex ── services.index
web.py       WebClient, Fetcher, Archive ── services.fetch, services.archive
             FeedStore ── services.index
             FeedStates, Budgets, PollCounts, RobotsStore ── services.store
hubs.py      Subscriptions ── services.store
time.py      Clock ── services.clock
"""

from services.ports.hubs import Subscriptions
from services.ports.index import Amendment, ArticleIndex, Overtaken, PushedBack, Refused, Sink, WriteResult, Written
from services.ports.ledger import Gate, Ledger
from services.ports.memories import CopyStore, FingerprintStore, KnownPush, PushMemory
from services.ports.time import Clock
from services.ports.web import (
    Archive,
    Budgets,
    FeedStates,
    FeedStore,
    Fetcher,
    Leased,
    PollCounts,
    RobotsStore,
    WebClient,
)

__all__ = [
    "Amendment",
    "Archive",
    "ArticleIndex",
    "Budgets",
    "Clock",
    "CopyStore",
    "FeedStates",
    "FeedStore",
    "Fetcher",
    "FingerprintStore",
    "Gate",
    "KnownPush",
    "Leased",
    "Ledger",
    "Overtaken",
    "PollCounts",
    "PushMemory",
    "PushedBack",
    "Refused",
    "RobotsStore",
    "Sink",
    "Subscriptions",
    "WebClient",
    "WriteResult",
    "Written",
]
