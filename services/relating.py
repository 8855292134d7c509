"""Texts on the same event found: what the pipeline asks about new articles that are no copies.

    Articles ─gist_of─▶ ─look up originals with the same names, once for the batch─▶ related ─▶ place in that story

A text is only ever related to the original of a story, and only when it is first written, so families don't grow from
one to the next, and a repeat keeps what stands. What was written at the same moment can't be looked up yet: soon after,
what came lately is looked at again, all together.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta

from services.dedup.gists import LEAST_NAMES, LEAST_WORDS, at_the_top, gist_of
from services.dedup.related import WINDOW, Relation, rarity, related
from services.model import Article, Gist, Standing, role_of
from services.ports import ArticleIndex

LATELY = timedelta(minutes=1)
"""How long what was written is looked at again: a second until it can be searched, and some ticks that were missed."""

_COMPARED = 10


@dataclass
class Events:
    """What the articles of one batch may be related to: by uri what was found, and what came before in the batch."""

    gists: Mapping[str, Gist] = field(default_factory=dict)
    found: Mapping[str, Sequence[Gist]] = field(default_factory=dict)
    weights: Mapping[str, float] = field(default_factory=dict)
    before: list[Gist] = field(default_factory=list)

    def placed(self, place: Standing) -> Standing:
        """Return the place, in the story that it is related to, of an article that is none's copy; in their order."""
        gist = self.gists.get(place.uri)
        if gist is None or role_of(place) != "original":
            return place
        relation = related(gist, [*self.found.get(place.uri, ()), *self.before], self.weights)
        if relation is None:
            self.before.append(replace(gist, story_id=place.story_id))
            return place
        return replace(place, story_id=relation.story_id, reason=relation.reason)


@dataclass(frozen=True)
class Relating:
    """Finds texts on the same event, given what is outside."""

    index: ArticleIndex

    def events(self, articles: Sequence[Article]) -> Events:
        """Return what *articles* may be related to, by one look-up."""
        gists = {each.uri: gist for each in articles if (gist := gist_of(each))}
        found = dict(zip(gists, self.index.tellings(list(gists.values()), WINDOW), strict=True)) if gists else {}
        at_hand = {each.uri: each for its in found.values() for each in its} | gists
        return Events(gists, found, rarity(at_hand.values()))

    def again(self) -> dict[str, Relation]:
        """Return uri → the event of what was written lately as an original, and tells of an earlier one's after all."""
        written = [gist for each in self.index.told_lately(LATELY, LEAST_WORDS) if (gist := at_the_top(each))]
        weights = rarity(written)
        found: dict[str, Relation] = {}
        naming: dict[str, list[Gist]] = defaultdict(list)
        for gist in sorted(written, key=lambda each: (each.first_seen_at, each.uri)):
            if relation := related(gist, _sharing_most(gist, naming), weights):
                found[gist.uri] = relation
            else:
                for name in gist.names:
                    naming[name].append(gist)
        return found


def _sharing_most(gist: Gist, naming: Mapping[str, Sequence[Gist]]) -> list[Gist]:
    """Return the few gists that share most names with *gist*."""
    others = {each.uri: each for name in gist.names for each in naming.get(name, ())}
    shared = Counter(each.uri for name in gist.names for each in naming.get(name, ()))
    return [others[uri] for uri, count in shared.most_common(_COMPARED) if count >= LEAST_NAMES]
