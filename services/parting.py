"""What an article that holds two stories is taken apart into (pure): documents of Elasticsearch in, documents out.

    versions of A: 1 2 3 ─parted, from 2 on─▶ A: 1 2 3 4, where 4 is 1 again;  B: 1 2, which were 2 and 3

The versions that go along stay among the earlier ones of A as well: what was kept is kept for ever. A remembers their
texts as none of its own, and B those of A (dedup/apart.py), so that no repeat of either merges them again.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from services.dedup.apart import names_apart
from services.errors import IndexUnavailableError, NotFoundError
from services.model import Disowned, Version
from services.sides import Document, Sides, content_of, contents_of, number_of


@dataclass(frozen=True, slots=True)
class Parting:
    """How an article is taken apart: its versions `numbers` become the article `into`, with the versions `others`.

    `remains` takes the place of what stands; there is none where that is of the article's own story already, and it
    only learns what it isn't: `disowned`. `is_done`: it has learnt that before. By the text that goes the article may
    have been a copy of an `original`, and its copies with it.
    """

    into: str
    numbers: tuple[int, ...]
    others: tuple[Document, ...]
    remains: Document | None
    disowned: Disowned
    is_done: bool
    original: str = ""

    @property
    def contents(self) -> tuple[str, ...]:
        """Return the texts of the new article."""
        return contents_of(self.others)


def parted(current: Version, earlier: Iterable[Document], number: int, reason: str, at: datetime) -> Parting:
    """Return what becomes of the article that stands as *current*, after its *earlier* versions, from *number* on.

    A later version with a text from before *number* ends what goes along. Raises NotFoundError where there is nothing
    to take apart, IndexUnavailableError where a version can't be searched yet.
    """
    past = {number_of(each): each for each in (*earlier, current.document)}
    _require(current, past, number)
    known = frozenset(names_apart(current.keys))
    is_done = content_of(past[number]) in known
    before = contents_of(past[each] for each in sorted(past) if each < number)
    along: list[Document] = []
    while each := past.get(number + len(along)):
        if (content_of(each) not in known) if is_done else (content_of(each) in before):
            break
        along.append(each)
    if not along:
        message = f"Version {number} of {current.uri!r} has the text of an earlier version: there is nothing to split."
        raise NotFoundError(message)
    numbers = tuple(map(number_of, along))
    sides = Sides(current, tuple(past[each] for each in sorted(past) if each not in numbers), tuple(along), reason)
    remains = sides.remains(at) if numbers[-1] == current.number else None
    original = along[-1].get("duplicateOf", "")
    return Parting(sides.into, numbers, sides.others(at), remains, sides.disowned, is_done, original)


def _require(current: Version, past: Mapping[int, Document], number: int) -> None:
    if not 2 <= number <= current.number:
        has = "one version" if current.number == 1 else f"versions 1 to {current.number}"
        message = f"{current.uri!r} has {has}: name one that another stands before, as `newsmill show` lists them."
        raise NotFoundError(message)
    if lacking := [each for each in range(number - 1, current.number) if each not in past]:
        message = f"Version {lacking[0]} of {current.uri} can't be searched yet: wait a second, and run it again."
        raise IndexUnavailableError(message)
