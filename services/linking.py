"""Copies found and linked: what the pipeline does about them, between deciding what is new and closing the rows.

    Article ─sketch─▶ ─meet─▶ those before it ─compare─▶ ─look up their places─▶ judge ─▶ Article with its place, links
    links ─▶ and what belongs to what became a copy ─▶ sink

Nothing here confirms: a repeat meets the same texts, finds what it wrote and judges as before.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from services.dedup.copies import Match, compare, judge, matches, to_read
from services.dedup.meetings import beginning, remembered, sharing, to_look_up
from services.dedup.moving import copies_moved, left_by, related_after_all, related_moved, straightened
from services.dedup.sketch import Shingles, shingles_of, sketches
from services.model import Article, Copy, Link, New, Standing
from services.ports import ArticleIndex, CopyStore, Sink
from services.relating import LATELY, Events, Relating
from services.sketches import Meeting, Rebuilt, Sketch, Sketched

REBUILD_ARTICLES = 20_000
"""Articles in one call of `rebuild`: a task ends within the lease."""


@dataclass(frozen=True)
class Linking:
    """Finds copies, given what is outside."""

    copies: CopyStore
    index: ArticleIndex
    sink: Sink
    relating: Relating | None = None

    def judged(self, articles: Sequence[Article], new: Collection[str] = ()) -> tuple[list[Article], list[Link]]:
        """Return *articles* with their places in their stories, and the links to make once they stand.

        Of those whose uris are *new*, what is no copy may be related to another story.
        """
        told = [each for each in articles if each.paragraphs]
        bodies = [each.body for each in told]
        texts = [
            Sketched(each.uri, each.first_seen_at, made)
            for each, made in zip(told, sketches(bodies), strict=True)
            if made
        ]
        meetings = self._with_those_of_the_index(self._meetings(texts))
        own = [beginning(each.place, meetings.get(each.uri)) for each in articles]
        at_hand = {each.uri: body for each, body in zip(told, bodies, strict=True)}
        places, links = self._judged(own, texts, meetings, self._events(articles, new), at_hand)
        made_of = {each.uri: each.sketch for each in texts}
        # An article has many fields: a copy of it takes as long as half a comparison, so there is one.
        placed = [_placed(each, place, made_of.get(each.uri)) for each, place in zip(articles, places, strict=True)]
        return placed, links

    def _judged(
        self,
        own: Sequence[Standing],
        texts: Sequence[Sketched],
        meetings: Mapping[str, Meeting],
        events: Events,
        bodies: Mapping[str, str],
    ) -> tuple[list[Standing], list[Link]]:
        """Return the places of articles that have, so far, their *own* stories, and the links to make."""
        found = self._matches(texts, meetings, bodies)
        standing = self.index.stories(to_look_up(found))
        links: dict[str, Link] = {}
        placed: list[Standing] = []
        for place in own:
            verdict = judge(place, found.get(place.uri, ()), standing)
            placed.append(events.placed(_at(place, verdict)))
            standing.setdefault(place.uri, placed[-1])
            links |= {each.uri: each for each in verdict.links}
            standing |= _moved(standing, verdict.links)
        return placed, list(links.values())

    def _events(self, articles: Sequence[Article], new: Collection[str]) -> Events:
        return self.relating.events([each for each in articles if each.uri in new]) if self.relating else Events()

    def link(self, links: Sequence[Link]) -> None:
        """Make *links*, and take along what belongs to what becomes a copy: its copies, and what is related to it.

        What a person has kept apart stays, and so does what belongs to it.
        """
        standing = self.index.stories({each.uri for each in links}) if links else {}
        made = {
            each.uri: each for each in links if each.uri in standing and each.original not in standing[each.uri].apart
        }
        if not made:
            return
        copies = self.index.stories(self.index.copies_of(list(made)))
        left = left_by(made, standing)
        members = self.index.stories(self.index.members(set(left.values()))) if left else {}
        moved = [*copies_moved(made, copies), *related_moved({uri: made[uri] for uri in left}, members)]
        # What moves along first, so that who dies in between finds the same links to make again.
        self.sink.amend([*moved, *made.values()])

    def judge_again(self, uris: Collection[str]) -> None:
        """Judge what stands under *uris* as if it came now, and link it."""
        places, bodies = self.index.stories(uris), self.index.bodies(uris)
        made = dict(zip(bodies, sketches(list(bodies.values())), strict=True))
        texts = [Sketched(uri, places[uri].first_seen_at, each) for uri, each in made.items() if each and uri in places]
        meetings = self._with_those_of_the_index(self._meetings(texts))
        self.link(self._judged(remembered(texts, meetings), texts, meetings, Events(), bodies)[1])

    def relate_again(self) -> int:
        """Relate what was written at one moment, when neither could be looked up; return how many articles.

        Only originals that are still such are, so that a repeat, or a second tick, changes nothing.
        """
        relations = self.relating.again() if self.relating else {}
        standing = self.index.stories({*relations, *(each.original for each in relations.values())})
        links = related_after_all(relations, standing)
        self.link(links)
        return len(links)

    def straighten(self) -> int:
        """Link copies that were written at one moment with their originals to where these stand; return how many."""
        copies = self.index.stories(self.index.copied_lately(LATELY))
        links = straightened(copies, self.index.stories({each.original for each in copies.values()}))
        self.sink.amend(links)
        return len(links)

    def rebuild(self, most: int = REBUILD_ARTICLES) -> int:
        """Remember what stands in the index, where the store was emptied; return how many articles were looked at.

        Those that were on their way when it was emptied may not have met: they are judged anew, and linked. After about
        *most* it stops, and the next call goes on from there.
        """
        rebuilt = self.copies.rebuilt()
        if rebuilt.is_whole:
            return 0
        count = 0
        for page in self.index.sketched(rebuilt.to):
            meetings = self._meetings(page)
            # The earliest come first, so of two that stand the later meets the other; the index isn't asked as well.
            self.link(self._judged(remembered(page, meetings), page, meetings, Events(), {})[1])
            count += len(page)
            if page:
                self.copies.note_rebuilt(Rebuilt(to=page[-1].first_seen_at))
            if count >= most:
                return count
        self.copies.note_rebuilt(Rebuilt(is_whole=True))
        return count

    def _matches(
        self, texts: Sequence[Sketched], meetings: Mapping[str, Meeting], bodies: Mapping[str, str]
    ) -> dict[str, list[Match]]:
        """Return uri → those that are the same text, where there are any."""
        compared = {each.uri: its for each in texts if (its := compare(each, meetings[each.uri].known))}
        read = self._texts({uri: wanted for uri, its in compared.items() if (wanted := to_read(its))}, bodies)
        return {uri: same for uri, its in compared.items() if (same := matches(uri, its, read))}

    def _meetings(self, texts: Sequence[Sketched]) -> dict[str, Meeting]:
        """Return uri → what came before it."""
        return {each.uri: meeting for each, meeting in zip(texts, self.copies.meet(texts), strict=True)}

    def _with_those_of_the_index(self, meetings: Mapping[str, Meeting]) -> Mapping[str, Meeting]:
        """Return *meetings*, and what stands in the index, while the store lacks some of that."""
        bands = {band for each in meetings.values() if not each.is_whole for band in each.bands}
        if not bands:
            return meetings
        stored = self.index.near(bands)
        return {uri: replace(each, known=(*sharing(uri, each, stored), *each.known)) for uri, each in meetings.items()}

    def _texts(self, wanted: Mapping[str, Sequence[str]], bodies: Mapping[str, str]) -> dict[str, Shingles]:
        """Return uri → shingles of the texts that are *wanted*, and of those that want them; *bodies* are at hand."""
        uris = {uri for wanting, its in wanted.items() for uri in (wanting, *its)}
        read = self.index.bodies(uris - bodies.keys()) | {uri: bodies[uri] for uri in uris & bodies.keys()}
        return dict(zip(read, shingles_of(list(read.values())), strict=True))


def _at(place: Standing, verdict: New | Copy) -> Standing:
    if isinstance(verdict, Copy):
        return replace(place, story_id=verdict.story_id, original=verdict.original, reason=verdict.reason)
    return replace(place, story_id=verdict.story_id)


def _placed(article: Article, place: Standing, made: Sketch | None) -> Article:
    return replace(
        article, sketch=made, story_id=place.story_id, duplicate_of=place.original, story_reason=place.reason
    )


def _moved(standing: Mapping[str, Standing], links: Iterable[Link]) -> dict[str, Standing]:
    return {
        each.uri: replace(standing[each.uri], story_id=each.story_id, original=each.original, reason=each.reason)
        for each in links
        if each.uri in standing
    }
