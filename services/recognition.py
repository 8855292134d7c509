"""Know articles again: what the pipeline looks up before it decides, a batch at once, and what it remembers after.

    Articles ─▶ Redis: key → uri ─▶ Elasticsearch, for what Redis doesn't know ─▶ what stands there ─▶ verdicts
             ─▶ reserve the uris of what is new ─▶ verdicts again, where another worker was quicker

An article is held by keys: its content, its addresses, its id in a feed. Nothing here trusts Redis: what it names is
looked at where it stands, so that losing it, or what a dead worker left in it, costs time and no article.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from services.dedup.apart import siblings
from services.dedup.turns import keys_of
from services.dedup.uris import uri_for
from services.dedup.versions import Create, Duplicate, Own, TakenDown, Verdict, decide
from services.model import Article, Holders, Version
from services.normalize.keys import keys
from services.ports import ArticleIndex, FingerprintStore

MONTH_TURN = timedelta(days=1)
"""How long after a month ended an article of it may still be on its way into the index."""


@dataclass(frozen=True)
class Recognition:
    """Knows articles again, given what is outside."""

    fingerprints: FingerprintStore
    index: ArticleIndex

    def verdicts(self, articles: Sequence[Article], *, is_contested: bool = False) -> list[Verdict]:
        """Return what each of *articles* is; what is new has its uri, reserved.

        With `is_contested` somebody wrote under the uri of each meanwhile.
        """
        held, versions, taken_down = self._evidence(articles)
        verdicts = [_verdict(each, held, versions, taken_down) for each in articles]
        verdicts = self._reserved(articles, verdicts, held, is_contested=is_contested)
        return self._own(articles, verdicts)

    def verdicts_again(self, notices: Sequence[Article]) -> list[Verdict]:
        """Return what *notices* are that had nothing to take back: now of what was just written by others, too.

        Who is about to write has reserved its uri, and looks for notices after that.
        """
        held = self.fingerprints.held([key for each in notices for key in keys_of(each)])
        versions = self._with_siblings(self._versions(set(held.values())))
        return [_verdict(each, held, versions, ()) for each in notices]

    def uri_named(self, name: str) -> str:
        """Return the uri of the article that stands under *name*, a uri or an address; empty where none does."""
        if name in self._versions([name]):
            return name
        wanted = keys(name, "", "", "")
        held = {**self.index.holders(wanted).uris, **self.fingerprints.confirmed(wanted)}
        standing = self._versions(set(held.values()))
        return next((uri for uri in held.values() if uri in standing), "")

    def confirm(self, held: Mapping[str, str]) -> None:
        """Note which uris hold these keys in the index."""
        self.fingerprints.confirm(held)

    def _evidence(self, articles: Sequence[Article]) -> tuple[dict[str, str], dict[str, Version], Collection[str]]:
        """Return key → uri, uri → what stands there, and the keys of what was taken down."""
        wanted = list(dict.fromkeys(key for each in articles for key in keys_of(each)))
        confirmed = self.fingerprints.confirmed(wanted)
        versions = self._versions(set(confirmed.values()))
        # Who dropped an index shall not meet its articles as duplicates.
        if gone := {key: uri for key, uri in confirmed.items() if uri not in versions}:
            self.fingerprints.forget(gone)
        confirmed = {key: uri for key, uri in confirmed.items() if uri in versions}
        missing = [key for key in wanted if key not in confirmed]
        if missing and self.fingerprints.was_emptied():
            self.index.refresh()
        known = self.index.holders(missing) if missing else Holders()
        versions |= self._versions(set(known.uris.values()) - versions.keys())
        versions = self._with_siblings(versions)
        return confirmed | {key: uri for key, uri in known.uris.items() if uri in versions}, versions, known.taken_down

    def _with_siblings(self, versions: Mapping[str, Version]) -> dict[str, Version]:
        """Return *versions*, and what was split off those: what comes may be that one's."""
        found, asked = dict(versions), set(versions)
        while more := {uri for each in versions.values() for uri in siblings(each)} - asked:
            versions = self._versions(more)
            found |= versions
            asked |= more
        return found

    def _versions(self, uris: Collection[str]) -> dict[str, Version]:
        return self.index.versions(uris) if uris else {}

    def _reserved(
        self,
        articles: Sequence[Article],
        verdicts: Sequence[Verdict],
        held: Mapping[str, str],
        *,
        is_contested: bool,
    ) -> list[Verdict]:
        """Return *verdicts* with the uris of what is new; what another has a key of is told by that."""
        new = {at: each for at, each in enumerate(verdicts) if isinstance(each, Create)}
        if not new:
            return list(verdicts)
        wanted = self._wanted([(articles[at], each) for at, each in new.items()])
        uris = {key: wanted[articles[at].content_fingerprint] for at in new for key in keys_of(articles[at])}
        holding = self.fingerprints.reserve(uris, {key: held[key] for key in uris if key in held})
        theirs = {at: _distinct(holding[key] for key in keys_of(articles[at])) for at in new}
        contested = {
            at: its for at, its in theirs.items() if is_contested or its != [wanted[articles[at].content_fingerprint]]
        }
        versions = self._with_siblings(self._versions({uri for its in contested.values() for uri in its}))
        result = list(verdicts)
        for at, each in new.items():
            result[at] = replace(each, uri=theirs[at][0])
            if at in contested:
                result[at] = self._settled(articles[at], contested[at], versions)
        return result

    def _settled(self, article: Article, uris: Sequence[str], versions: Mapping[str, Version]) -> Verdict:
        """Return what *article* is, which isn't the only one that has its keys: *uris* are reserved for them."""
        verdict = decide(article, _standing([*reversed(uris)], versions))
        if not isinstance(verdict, Create):
            return verdict
        # Another worker is about to write under the last one; our own name, the first, would make a second article.
        free = next((uri for uri in reversed(uris) if uri not in versions), "")
        uri = free or uri_for(article.content_fingerprint, article.first_seen_at, beside=uris[0])
        for other in uris:
            if other != uri:
                held = keys_of(article)
                self.fingerprints.reserve(dict.fromkeys(held, uri), dict.fromkeys(held, other))
        return replace(verdict, uri=uri)

    def _wanted(self, new: Sequence[tuple[Article, Create]]) -> dict[str, str]:
        """Return content → the uri that it should have.

        A search doesn't find what was written in the last second. In the same month that has the very uri that is
        wanted, and stays alone; in the month before it has another, and is asked for by name. What is kept apart from
        an article has the uri that `newsmill split` gives it.
        """
        seen = {
            article.content_fingerprint: (article.first_seen_at, next(iter(each.apart), ""))
            for article, each in reversed(new)
        }
        wanted = {content: uri_for(content, at, beside) for content, (at, beside) in seen.items()}
        before = {content: uri_for(content, at - MONTH_TURN, beside) for content, (at, beside) in seen.items()}
        other = [uri for content, uri in before.items() if uri != wanted[content]]
        standing = self.index.standing(other) if other else set()
        return wanted | {content: uri for content, uri in before.items() if uri in standing}

    def _own(self, articles: Sequence[Article], verdicts: Sequence[Verdict]) -> list[Verdict]:
        """Return *verdicts*, where what is an earlier version may be what brought that, at an attempt that died."""
        pairs = {
            (each.uri, article.trace_id)
            for article, each in zip(articles, verdicts, strict=True)
            if isinstance(each, Duplicate) and each.is_earlier
        }
        brought = self.index.brought(pairs) if pairs else {}
        return [
            Own(each.uri, brought[each.uri, article.trace_id], is_current=False)
            if isinstance(each, Duplicate) and (each.uri, article.trace_id) in brought
            else each
            for article, each in zip(articles, verdicts, strict=True)
        ]


def _verdict(
    article: Article, held: Mapping[str, str], versions: Mapping[str, Version], taken_down: Collection[str]
) -> Verdict:
    if not set(taken_down).isdisjoint(keys_of(article)):
        return TakenDown()
    # Its own address first: of two articles whose texts have become one, each goes on by itself.
    nearest = (*article.keys, *keys_of(article))
    return decide(article, _standing([held[key] for key in nearest if key in held], versions))


def _standing(uris: Iterable[str], versions: Mapping[str, Version]) -> list[Version]:
    """Return what stands under *uris*, and then what was split off those."""
    found = {uri: versions[uri] for uri in uris if uri in versions}
    waiting = list(found.values())
    while waiting:
        more = {
            uri: versions[uri] for each in waiting for uri in siblings(each) if uri in versions and uri not in found
        }
        found |= more
        waiting = list(more.values())
    return list(found.values())


def _distinct(uris: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(uris))
