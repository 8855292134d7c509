"""A page flattened: what `blocks` makes of the elements and what is chosen from."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from services.sources.html.tree import Element
from services.sources.html.vocabulary import lowered


@dataclass(slots=True)
class Holder:
    """A block-level element: its place in the tree of holders, and what its own attributes say.

    `doubt` says how much they speak against it; `mass` is the weight of the text in it.
    """

    parent: int
    tag: str
    names: str
    doubt: int
    mass: float = 0.0
    is_out: bool = False
    has_headline: bool = False

    @property
    def words(self) -> str:
        """Its class names and its id, in lower case and with hyphens."""
        return lowered(self.names)


@dataclass(slots=True)
class Block:
    """A run of text between two block boundaries; `linked` of its characters are links' text."""

    text: str
    tag: str
    holder: int
    linked: int
    is_listed: bool
    weight: float = 0.0


@dataclass(slots=True)
class Image:
    """An image element, and the number of the block that follows it."""

    element: Element
    holder: int
    before: int


@dataclass(slots=True)
class Page:
    """All blocks in order, and the holders that they point into (0 is the root).

    `times` has what time elements state, each with the number of the block that holds it or follows.
    """

    holders: list[Holder] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    images: list[Image] = field(default_factory=list)
    times: list[tuple[int, str]] = field(default_factory=list)

    def above(self, number: int) -> Iterator[int]:
        """Return the holder *number* and those around it, inside out."""
        while number >= 0:
            yield number
            number = self.holders[number].parent

    def weigh(self, blocks: list[Block]) -> None:
        """Set the mass of all holders to the weight of those of *blocks* that they hold."""
        for holder in self.holders:
            holder.mass = 0.0
        for block in blocks:
            self.holders[block.holder].mass += block.weight
        # A holder stands before those that it holds.
        for holder in reversed(self.holders):
            if holder.mass and holder.parent >= 0:
                self.holders[holder.parent].mass += holder.mass
