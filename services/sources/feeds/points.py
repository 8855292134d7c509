"""Where on Earth an entry is, as GeoRSS Simple, GML (`gml:pos`) and W3C's `geo:lat` and `geo:long` write it."""

import re

Point = tuple[float, float]

_NUMBER = r"[+-]?\d{1,3}(?:\.\d{0,20})?"
_PAIR = re.compile(rf"\s*({_NUMBER})(?:\s*,\s*|\s+)({_NUMBER})(?:[\s,]+[+-]?[\d.]+)?\s*")
_LONGEST = 100
_NORTHERNMOST, _EASTERNMOST = 90, 180


def point(written: str) -> Point | None:
    """Return latitude and longitude in degrees (WGS 84) of `45.256 -71.92`, also where an altitude follows.

    None where that is no place on Earth.
    """
    found = _PAIR.fullmatch(written) if len(written) <= _LONGEST else None
    return checked(float(found[1]), float(found[2])) if found else None


def checked(latitude: float, longitude: float) -> Point | None:
    """Return the point, or None where latitude or longitude is beyond ±90 or ±180 degrees, or no number."""
    is_on_earth = abs(latitude) <= _NORTHERNMOST and abs(longitude) <= _EASTERNMOST
    return (latitude, longitude) if is_on_earth else None
