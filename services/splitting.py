"""Take apart what was merged, as a person decided, so that every later verdict keeps to it.

    split    what stood before stands again ─▶ the other article ─▶ copies follow their text ─▶ Redis
    disown   what an article isn't known by any more

The first step is what every later verdict keeps to; each may be repeated, and goes on where it was left.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from services.dedup.apart import kept_apart, names_apart, of_feed
from services.dedup.moving import met_by, parted_copies
from services.dedup.sketch import shingles_of
from services.errors import IndexUnavailableError, NotFoundError
from services.linking import Linking
from services.model import Disowned, Link, Version, utc_now
from services.normalize.keys import keys
from services.parting import Parting, parted
from services.ports import ArticleIndex, FingerprintStore, Overtaken, Sink
from services.sides import LONGEST_NOTE

_TRIES = 5


@dataclass(frozen=True, slots=True)
class SplitOff:
    """What a split made of an article: its `versions` are those of the article `into` now."""

    uri: str
    into: str = ""
    versions: tuple[int, ...] = ()


@dataclass(frozen=True)
class Splitting:
    """Takes articles apart, given what is outside."""

    index: ArticleIndex
    sink: Sink
    fingerprints: FingerprintStore
    linking: Linking

    def split(self, uri: str, number: int, reason: str) -> SplitOff:
        """Make an article of its own of version *number* and those after it; what stood before stands again.

        Raises NotFoundError where there is no such version, or what goes was taken down; IndexUnavailableError where
        others change the article all the time.
        """
        parting = self._parting(uri, number, reason)
        if self.index.holders(parting.contents).taken_down:
            message = f"What version {number} of {uri!r} holds was taken down: it doesn't come back."
            raise NotFoundError(message)
        self.sink.plant(parting.others)
        links = self._links(uri, parting)
        self.sink.amend(links)
        # Other texts stand there than are remembered. What that makes a copy of another has no copies of its own.
        self.linking.copies.forget([uri, parting.into])
        self.linking.judge_again([uri, parting.into])
        self._follow(links)
        self.fingerprints.confirm(dict.fromkeys(parting.contents, parting.into))
        return SplitOff(uri, parting.into, parting.numbers)

    def _parting(self, uri: str, number: int, reason: str) -> Parting:
        """Return how the article is taken apart, which from then on every verdict keeps to."""
        for _ in range(_TRIES):
            current = self._standing(uri)
            parting = parted(current, _stood(self.index, current), number, reason, utc_now())
            if not parting.is_done and parting.remains is None:
                self.sink.amend([parting.disowned])
            if parting.is_done or parting.remains is None:
                return parting
            if not isinstance(self.sink.exchange(current, parting.remains), Overtaken):
                return parting
        message = f"{uri} can't be split: others change it all the time."
        raise IndexUnavailableError(message)

    def _links(self, uri: str, parting: Parting) -> list[Link]:
        """Return the links of copies to whichever of both has their text; of those that went along with it, too."""
        into = self.index.stories([parting.into])[parting.into]
        copies = self.index.copies_of({uri, into.uri, into.original, parting.original} - {""})
        places = self.index.stories({uri, into.uri, into.original, *copies} - {""})
        met = {uri, into.uri} | met_by(uri, into.uri, places)
        bodies = self.index.bodies(met)
        texts = dict(zip(bodies, shingles_of(list(bodies.values())), strict=True))
        return parted_copies(uri, into.uri, {each: places[each] for each in texts}, texts)

    def _follow(self, links: Sequence[Link]) -> None:
        """Link what *links* made copies to the originals that these are copies of by now."""
        places = self.index.stories({each.original for each in links if each.original})
        found = [(each, places[each.original]) for each in links if each.original]
        self.sink.amend([Link(each.uri, at.story_id, at.original or at.uri, each.reason) for each, at in found])

    def disown(self, uri: str, *, address: str = "", feed_id: str = "", reason: str) -> None:
        """Note that what comes from *address*, or what the feed carries, is another story than the article.

        Raises NotFoundError where the article isn't known by that, or comes from there itself.
        """
        current = self._standing(uri)
        said, names = (feed_id, {of_feed(feed_id)}) if feed_id else (address, set(keys(address, "", "", "")))
        if names & set(names_apart(current.keys)):
            return
        if names.isdisjoint({*map(of_feed, current.feeds), *current.keys}):
            message = f"{uri!r} isn't known by {said!r}: `newsmill show` lists its feeds."
            raise NotFoundError(message)
        if names & {*map(of_feed, current.feeds[:1]), *keys(str(current.document.get("url", "")), "", "", "")}:
            message = f"{said!r} is where {uri!r} comes from itself: name a version to split off."
            raise NotFoundError(message)
        note = f"not what {said} brings{f': {reason}' if reason else ''}"[:LONGEST_NOTE]
        self.sink.amend([Disowned(uri, tuple(names), kept_apart(names), note, feed_id=feed_id)])
        self.fingerprints.forget(dict.fromkeys(names, uri))

    def _standing(self, uri: str) -> Version:
        current = self.index.versions([uri]).get(uri)
        if current is None:
            message = f"There is no article {uri!r}: `newsmill search` prints uris."
            raise NotFoundError(message)
        return current


def _stood(index: ArticleIndex, current: Version) -> list[Mapping[str, object]]:
    """Return the documents of the versions that stood before the one that is *current*."""
    kept = [hit.source for hit in index.revisions(current.uri) if not hit.source["isLate"]]
    documents = [each["document"] for each in kept if int(str(each["version"])) < current.number]
    return [each for each in documents if isinstance(each, Mapping)]
