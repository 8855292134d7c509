"""A model's vector as the index takes it (pure)."""

import math
from collections.abc import Iterable

from services.errors import UnfitVectorError

_DECIMALS = 8
"""Of a number below 1 a float of 32 bits holds no more; twice as many digits would travel."""


def unit(vector: Iterable[float], dimensions: int) -> tuple[float, ...]:
    """Return *vector* with length 1: the index compares directions alone, and writes such a one again unchanged.

    Raises UnfitVectorError unless it has *dimensions* finite numbers that aren't all 0.
    """
    numbers = [float(each) for each in vector]
    if len(numbers) != dimensions:
        message = f"the vector has {len(numbers)} dimensions, and NEWSMILL_VECTOR_DIMENSIONS is {dimensions}"
        raise UnfitVectorError(message)
    length = math.hypot(*numbers)
    if not 0 < length < math.inf:
        message = f"the vector has no direction: its length is {length}"
        raise UnfitVectorError(message)
    return tuple(round(each / length, _DECIMALS) for each in numbers)
