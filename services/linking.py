"""Copies found and linked: what the pipeline does about them, between deciding what is new and closing the rows.

    Article ─sketch─▶ ─meet─▶ those before it ─compare─▶ ─look up their places─▶ judge ─▶ Article with its place, links
    links ─▶ and the copies of what became a copy ─▶ sink

Nothing here confirms: a repeat meets the same texts, finds what it wrote and judges as before.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from services.dedup.copies import Match, compare, judge, matches, story_id_for, to_read
from services.dedup.sketch import Shingles, shingles, sketch
from services.model import Article, Copy, Link, New, Standing
from services.ports import ArticleIndex, CopyStore, Sink
from services.relating import Events, Relating
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
        texts = [
            Sketched(each.uri, each.first_seen_at, made) for each in articles if (made := sketch(each.body)) is not None
        ]
        return self._judged(articles, texts, self._with_those_of_the_index(self._meetings(texts)), new)

    def _judged(
        self,
        articles: Sequence[Article],
        texts: Sequence[Sketched],
        meetings: Mapping[str, Meeting],
        new: Collection[str] = (),
    ) -> tuple[list[Article], list[Link]]:
        sketches = {each.uri: each.sketch for each in texts}
        articles = [_beginning(each, sketches.get(each.uri), meetings.get(each.uri)) for each in articles]
        found = self._matches(articles, meetings)
        standing = self.index.stories(_to_look_up(articles, found))
        events = self._events(articles, new)
        links: dict[str, Link] = {}
        placed: list[Article] = []
        for article, its in zip(articles, found, strict=True):
            verdict = judge(article, its, standing)
            placed.append(events.placed(_placed(article, verdict)))
            standing.setdefault(article.uri, placed[-1].place)
            links |= {each.uri: each for each in verdict.links}
            standing |= _moved(standing, verdict.links)
        return placed, list(links.values())

    def _events(self, articles: Sequence[Article], new: Collection[str]) -> Events:
        return self.relating.events([each for each in articles if each.uri in new]) if self.relating else Events()

    def link(self, links: Sequence[Link]) -> None:
        """Make *links*, and take the copies of what becomes a copy along."""
        if not links:
            return
        targets = {each.uri: each for each in links}
        along = self.index.stories(self.index.copies_of(list(targets)))
        moved = [
            Link(uri, link.story_id, link.original or link.uri, place.reason)
            for uri, place in along.items()
            if uri not in targets and (link := targets.get(place.original)) and uri != link.original
        ]
        self.sink.amend([*links, *moved])

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
            articles = [_as_remembered(each) for each in page]
            # The earliest come first, so of two that stand the later meets the other; the index isn't asked as well.
            _, links = self._judged(articles, page, self._meetings(page))
            self.link(links)
            count += len(page)
            if page:
                self.copies.note_rebuilt(Rebuilt(to=page[-1].first_seen_at))
            if count >= most:
                return count
        self.copies.note_rebuilt(Rebuilt(is_whole=True))
        return count

    def _matches(self, articles: Sequence[Article], meetings: Mapping[str, Meeting]) -> list[list[Match]]:
        known = [meetings[each.uri].known if each.uri in meetings else () for each in articles]
        compared = [compare(each, its) for each, its in zip(articles, known, strict=True)]
        texts = self._texts(articles, [to_read(each) for each in compared])
        return [matches(each, its, texts) for each, its in zip(articles, compared, strict=True)]

    def _meetings(self, texts: Sequence[Sketched]) -> dict[str, Meeting]:
        """Return uri → what came before it."""
        return {each.uri: meeting for each, meeting in zip(texts, self.copies.meet(texts), strict=True)}

    def _with_those_of_the_index(self, meetings: Mapping[str, Meeting]) -> Mapping[str, Meeting]:
        """Return *meetings*, and what stands in the index, while the store lacks some of that."""
        bands = {band for each in meetings.values() if not each.is_whole for band in each.bands}
        if not bands:
            return meetings
        stored = self.index.near(bands)
        return {uri: replace(each, known=(*_sharing(uri, each, stored), *each.known)) for uri, each in meetings.items()}

    def _texts(self, articles: Sequence[Article], wanted: Sequence[Sequence[str]]) -> dict[str, Shingles]:
        """Return uri → shingles of the texts that are *wanted*, and of the articles that want some."""
        uris = {uri for each in wanted for uri in each}
        own = {each.uri: each.body for each in articles if each.paragraphs}
        wanting = {article.uri for article, each in zip(articles, wanted, strict=True) if each}
        bodies = self.index.bodies((uris | wanting) - own.keys()) | {
            uri: own[uri] for uri in (uris | wanting) & own.keys()
        }
        return {uri: shingles(body) for uri, body in bodies.items()}


def _beginning(article: Article, sketched: Sketch | None, meeting: Meeting | None) -> Article:
    # Others that met it have named its story by what is remembered, whoever brings it now.
    seen_at = meeting.seen_at if meeting else article.first_seen_at
    return replace(article, sketch=sketched, story_id=story_id_for(article.uri, seen_at))


def _sharing(uri: str, meeting: Meeting, stored: Iterable[Sketched]) -> list[Sketched]:
    """Return those of *stored* that share a band with the text of *uri* and that the store doesn't know: older ones."""
    known = {uri, *meeting.later, *(each.uri for each in meeting.known)}
    bands = set(meeting.bands)
    found = [each for each in stored if each.uri not in known and not bands.isdisjoint(each.sketch.bands)]
    return sorted(found, key=lambda each: (each.first_seen_at, each.uri))


def _to_look_up(articles: Sequence[Article], found: Sequence[Sequence[Match]]) -> set[str]:
    met = {each.text.uri for its in found for each in its}
    return met | {article.uri for article, its in zip(articles, found, strict=True) if its}


def _as_remembered(text: Sketched) -> Article:
    """Return an article that stands in the index, as far as it takes to judge it."""
    return Article(
        headline="",
        paragraphs=(),
        first_seen_at=text.first_seen_at,
        trace_id="",
        raw_sha256="",
        content_fingerprint="",
        uri=text.uri,
    )


def _placed(article: Article, verdict: New | Copy) -> Article:
    if isinstance(verdict, Copy):
        return replace(article, story_id=verdict.story_id, duplicate_of=verdict.original, story_reason=verdict.reason)
    # A copy of so many fields costs as much as half a comparison.
    return article if verdict.story_id == article.story_id else replace(article, story_id=verdict.story_id)


def _moved(standing: Mapping[str, Standing], links: Iterable[Link]) -> dict[str, Standing]:
    return {
        each.uri: replace(standing[each.uri], story_id=each.story_id, original=each.original, reason=each.reason)
        for each in links
        if each.uri in standing
    }
