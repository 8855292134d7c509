"""What tests of the ledger and the stores share: a place in a real Redis, and documents by a line each."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager

import redis

from services import redis_client, settings
from services.model import RawDocument
from services.settings import Settings


@contextmanager
def place(redis_url: str, **values: object) -> Iterator[tuple[redis.Redis, Settings]]:
    """Yield a client, and settings with a prefix of their own; nothing is left under it."""
    current = settings.load({}, redis_url=redis_url, redis_prefix=f"test-{secrets.token_hex(5)}", **values)
    client = redis_client.connect(current)
    try:
        yield client, current
    finally:
        forget(client, f"{current.redis_prefix}:*")
        client.close()


def forget(client: redis.Redis, pattern: str) -> None:
    """Remove the keys that match *pattern*."""
    for key in client.scan_iter(pattern, count=1000):
        client.delete(key)


def document(name: str, content: bytes = b"headline\n\ntext") -> RawDocument:
    return RawDocument(name, "text", f"{name}.txt", content)
