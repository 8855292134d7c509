"""What enrichment finds in an article; offsets are of the body, in Unicode code points, the end excluded."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Amount:
    """A sum of money. `currency` is its ISO 4217 code, empty where the text leaves open whose dollars they are."""

    value: float
    currency: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Casualties:
    """How many were `killed`, `injured` or are `missing`: from `least` to `most`, None where the text sets no bound.

    "83 people" is both, "at least 83" has no most, "up to 83" no least, and "more than 83" has at least 84.
    """

    kind: str
    least: int | None
    most: int | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Named:
    """A person or an organization, and how often it is mentioned, by any of its names."""

    name: str
    count: int


@dataclass(frozen=True, slots=True)
class Place:
    """A place. `uri` is GeoNames', `country` ISO 3166-1, `point` its latitude and longitude; as far as known."""

    name: str
    count: int
    uri: str = ""
    country: str = ""
    point: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Quote:
    """What stands between quotation marks, and who said it; no speaker where the sentence doesn't say."""

    text: str
    speaker: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Topic:
    """An IPTC Media Topic: `medtop:16000000`, its English name, and how sure it is, from 0 to 1."""

    uri: str
    name: str
    score: float
