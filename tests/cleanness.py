"""What must never be in what was read of a stranger's document."""

import re
from collections.abc import Iterator

UNCLEAN = re.compile("[\ud800-\udfff\x00-\x08\x0b\x0c\x0e-\x1f\u202a-\u202e\u2066-\u2069]")
"""Lone surrogates, controls, and overrides of direction."""


def texts(value: object) -> Iterator[str]:
    """Yield every text in *value*, a dataclass as `astuple` returns it."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple | list):
        for each in value:
            yield from texts(each)
