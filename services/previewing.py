"""What a feed would bring, as a dry run: its entries as articles, what stands already, the schedule, the cost.

Sighting ─previewed─▶ Preview      nothing is accepted, nothing is written
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from services import normalize, sources
from services.errors import NotAnArticleError
from services.fetch import schedule
from services.fetch.pacing import Limits
from services.fetch.schedule import Found
from services.gathering import gathered
from services.model import LINK, Answer, Article, Feed, RawDocument, WebRequest
from services.ports import ArticleIndex
from services.scouting import Sighting
from services.sources import entries

MOST_SHOWN = 20
_DAY = timedelta(days=1)
_LATELY = timedelta(days=7)
_SIZE_OF_304 = 300


@dataclass(frozen=True, slots=True)
class Shown:
    """One entry: `outcome` is new, duplicate (of `uri`) or rejected; its text may be its page's (`is_page_fetched`)."""

    outcome: str
    headline: str
    url: str
    published_at: datetime | None
    words: int
    is_page_fetched: bool
    uri: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Cost:
    """What was asked for the preview, and what a day of polling would ask; sizes in bytes, decoded."""

    requests: int
    bytes: int
    seconds: float
    polls_a_day: float
    pages_a_day: float
    bytes_a_day: int


@dataclass(frozen=True, slots=True)
class Preview:
    """A dry run of a feed's first poll."""

    feed: Feed
    title: str
    reader: str
    problem: str
    entries: int
    children: int
    shown: tuple[Shown, ...]
    next_poll_at: datetime
    interval: timedelta
    cost: Cost


def previewed(
    feed: Feed, sighting: Sighting, answers: Sequence[Answer], index: ArticleIndex, limits: Limits
) -> Preview:
    """Return what polling *feed*, that was *sighted*, would bring; *answers* are all that were asked for.

    Raises what *index* raises.
    """
    answer, reading = sighting.answer, sighting.reading
    if answer is None or reading is None:
        raise ValueError(sighting.problem)
    found = gathered(feed, reading, answer, "", lambda digests: [False] * len(digests))
    documents = list(reversed(found.documents))
    state = schedule.answered(
        feed.id,
        schedule.begun(answer.fetched_at),
        WebRequest(feed.url),
        answer,
        limits,
        found=Found(found.entries, len(documents), reading.pacing),
        body_sha256="",
    )
    return Preview(
        feed=feed,
        title=reading.title,
        reader=reading.method,
        problem=reading.problem,
        entries=found.entries,
        children=len(found.children),
        shown=tuple(_shown(documents[:MOST_SHOWN], index, answer.fetched_at)),
        next_poll_at=state.due_at,
        interval=state.interval,
        cost=_cost(answer, answers, documents, state.interval),
    )


def _shown(documents: Sequence[RawDocument], index: ArticleIndex, now: datetime) -> list[Shown]:
    read = [(document, _article(document, now)) for document in documents]
    fingerprints = [article.content_fingerprint for _, article in read if isinstance(article, Article)]
    standing = index.holders(fingerprints).uris
    return [_line(document, article, standing) for document, article in read]


def _article(document: RawDocument, now: datetime) -> Article | NotAnArticleError:
    own = RawDocument(document.id, entries.KIND, document.origin, document.content, url=document.url)
    try:
        return normalize.normalize(sources.read(own), own, first_seen_at=now)
    except NotAnArticleError as error:
        return error


def _line(document: RawDocument, article: Article | NotAnArticleError, standing: Mapping[str, str]) -> Shown:
    is_link = document.kind == LINK
    if isinstance(article, NotAnArticleError):
        said = entries.decoded(document.content).entry
        # Without text of its own: the page may have some.
        outcome, reason = ("new", "") if is_link else ("rejected", str(article))
        return Shown(outcome, said.title, said.url, None, 0, is_link, reason=reason)
    uri = standing.get(article.content_fingerprint, "")
    published = article.published.at if article.published else None
    words = sum(len(paragraph.split()) for paragraph in article.paragraphs)
    outcome = "duplicate" if uri else "new"
    return Shown(outcome, article.headline, article.url, published, words, is_link, uri=uri)


def _cost(answer: Answer, answers: Sequence[Answer], documents: Sequence[RawDocument], interval: timedelta) -> Cost:
    polls = _DAY / interval
    links = sum(document.kind == LINK for document in documents)
    a_day = _entries_a_day(documents, answer.fetched_at)
    pages = a_day * links / max(len(documents), 1)
    whole = a_day if answer.validators else polls
    size = len(answer.content)
    return Cost(
        requests=len(answers) + sum(len(each.redirects) for each in answers),
        bytes=sum(len(each.content) for each in answers),
        seconds=sum(each.elapsed.total_seconds() for each in answers),
        polls_a_day=polls,
        pages_a_day=pages,
        bytes_a_day=int(min(whole, polls) * size + max(polls - whole, 0) * _SIZE_OF_304),
    )


def _entries_a_day(documents: Sequence[RawDocument], now: datetime) -> float:
    """Return how many of *documents* a day brought of late, as far as they say when."""
    articles = (_article(document, now) for document in documents)
    times = [each.published.at for each in articles if isinstance(each, Article) and each.published]
    if not times:
        return 0.0
    span = min(max(now - min(times), timedelta(hours=1)), _LATELY)
    return sum(at > now - span for at in times) / (span / _DAY)
