"""What is outside, as protocols. Each has a real adapter and an in-memory twin that ships with it.

ledger.py    Ledger ── services.ledger                  Gate ── services.store
memories.py  FingerprintStore, CopyStore, Notices, PushMemory ── services.store
index.py     Sink, ArticleIndex ── services.index
web.py       WebClient, Fetcher, Archive ── services.fetch, services.archive
             FeedStore ── services.index
             FeedStates, Rechecks, Budgets, Counts, RobotsStore ── services.store
hubs.py      Subscriptions ── services.store
time.py      Clock ── services.clock
"""

from services.ports.hubs import Subscriptions
from services.ports.index import Amendment, ArticleIndex, Overtaken, PushedBack, Refused, Sink, WriteResult, Written
from services.ports.ledger import Gate, Ledger
from services.ports.memories import CopyStore, FingerprintStore, KnownPush, Notices, PushMemory
from services.ports.time import Clock
from services.ports.web import (
    Archive,
    Budgets,
    Counts,
    FeedStates,
    FeedStore,
    Fetcher,
    Leased,
    Rechecks,
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
    "Counts",
    "FeedStates",
    "FeedStore",
    "Fetcher",
    "FingerprintStore",
    "Gate",
    "KnownPush",
    "Leased",
    "Ledger",
    "Notices",
    "Overtaken",
    "PushMemory",
    "PushedBack",
    "Rechecks",
    "Refused",
    "RobotsStore",
    "Sink",
    "Subscriptions",
    "WebClient",
    "WriteResult",
    "Written",
]
