"""Ask again for the pages of recent articles: whether they still stand, and still say the same.

    due uris ─lease─▶ what stands ─▶ visit (budgets, robots.txt, get) ─▶ judged ─▶ changed: accept, the pipeline decides
                                                                                ├▶ gone: withdraw
                                                                                └▶ finish: due again, or forgotten

The order at the end matters: who dies in between asks again after the lease, and accepts the same document under the
same id, or withdraws what is withdrawn.
"""

import logging
from collections import Counter
from collections.abc import Callable, Collection, Generator, Iterable, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from http import HTTPStatus

from services import rereading
from services.dedup.withdrawals import is_gone
from services.errors import IngestError, SetupError, TransientError
from services.fetch import presence
from services.gathering import reason_without
from services.model import WITHDRAWN, ContentFrom, Entry, Look, RawDocument, Recheck, Version
from services.ports import Archive, ArticleIndex, Clock, Counts, FeedStore, Rechecks
from services.rereading import Watched
from services.visiting import Barred, Came, Late, Visit, Visitor

log = logging.getLogger(__name__)

WITHIN = 0.4
"""Part of the lease after which what is left is left to the next round."""

RETRY_AFTER = timedelta(seconds=30)
"""When pages are due again whose round had to be broken off: Redis, Elasticsearch or the archive was away."""

_ONE_BY_ONE = timedelta(seconds=2)
"""When a page is asked for again that another article has had, too."""

_LONGEST_REASON = 200
_NOTHING_FOUND = (Look.UNCHANGED, "")


@dataclass(frozen=True, kw_only=True)
class Rechecker:
    """Asks again, given what is outside, at these `ages`; `batch_size` pages at a time, for as long as `lease`.

    While the ledger has no room for news (`has_room`), nobody is asked for any.
    """

    rechecks: Rechecks
    index: ArticleIndex
    withdraw: Callable[..., str]
    feeds: FeedStore
    visitor: Visitor
    archive: Archive
    read: Callable[[RawDocument], Entry]
    accept: Callable[[Sequence[RawDocument]], list[bool]]
    counts: Counts
    clock: Clock
    ages: Sequence[timedelta]
    batch_size: int
    lease: timedelta
    has_room: Callable[[], bool] = lambda: True

    def recheck_due(self, holder: str) -> Mapping[str, int]:
        """Look at up to `batch_size` pages that are due; return how many looks ended how.

        What can't be done now is due again soon: our servers are away, or too much is open.
        """
        if not self.has_room():
            return {}
        leased = self.rechecks.lease(self.batch_size, self.lease, holder)
        if not self.ages:
            # It was switched off with these waiting.
            self.rechecks.forget(leased)
            return {}
        return Counter(each.look.value for each in self._round(leased, holder, is_asked_for=False).values())

    def recheck(self, uris: Sequence[str], holder: str) -> dict[str, Recheck]:
        """Look at the pages of these articles now, whatever their age: a person asks for them.

        Raises what stands in the way: a server of ours that is away, or doesn't permit it.
        """
        claimed = self.rechecks.claim(uris, self.lease, holder)
        now = self.clock.now()
        held = {uri: Recheck(now, Look.PUT_OFF, "another looks at it") for uri in uris if uri not in claimed}
        return held | self._round(claimed, holder, is_asked_for=True)

    def _round(self, leased: Mapping[str, Recheck | None], holder: str, *, is_asked_for: bool) -> dict[str, Recheck]:
        until = self.clock.now() + WITHIN * self.lease
        done: dict[str, Recheck] = {}
        try:
            with closing(self._looked(leased, holder, is_asked_for=is_asked_for)) as looked:
                for uri, recheck in looked:
                    done[uri] = recheck
                    if self.clock.now() > until:
                        break
            done |= self._left(leased.keys() - done, holder, "the others took long", timedelta())
        except (TransientError, SetupError) as error:
            done |= self._left(leased.keys() - done, holder, str(error), RETRY_AFTER)
            if is_asked_for:
                raise
        finally:
            if done:
                with suppress(IngestError):
                    self.counts.add(Counter(each.look.value for each in done.values()))
        return done

    def _left(self, uris: Collection[str], holder: str, reason: str, wait: timedelta) -> dict[str, Recheck]:
        """Give back what wasn't looked at."""
        now = self.clock.now()
        if uris:
            log.warning("rechecking rests", extra={"articles": len(uris), "reason": reason})
            with suppress(IngestError):
                self.rechecks.release(holder, dict.fromkeys(uris, now + wait))
        return {uri: Recheck(now, Look.PUT_OFF, reason) for uri in uris}

    def _looked(
        self, leased: Mapping[str, Recheck | None], holder: str, *, is_asked_for: bool
    ) -> Generator[tuple[str, Recheck]]:
        """Yield each of *leased* with what its look brought, once all is done for it."""
        versions = self.index.versions(leased) if leased else {}
        followed = self._followed(versions.values())
        by_url: dict[str, Watched] = {}
        for uri, last in leased.items():
            version = versions.get(uri)
            reason = _why_not(version) or ("" if is_asked_for or uri in followed else "its feed isn't followed")
            if reason or version is None:
                self.rechecks.forget([uri])
                yield uri, Recheck(self.clock.now(), Look.ENDED, reason)
                continue
            url = str(version.document["url"])
            if url in by_url:
                yield uri, self._put_off(uri, Late("another article has its page", _ONE_BY_ONE), holder)
            else:
                by_url[url] = Watched(version, last or rereading.before_any(version, self.archive), url)
        requests = [each.request(is_whole=is_asked_for or self._is_last(each)) for each in by_url.values()]
        for url, visit in self.visitor.visits(requests, holder):
            yield by_url[url].version.uri, self._visited(by_url[url], visit, holder)

    def _followed(self, versions: Iterable[Version]) -> frozenset[str]:
        """Return the uris of those whose feed wants pages to be asked for; what is of no feed may be."""
        feed_ids = {feed_id for each in versions for feed_id in each.feeds}
        feeds = self.feeds.feeds(feed_ids) if feed_ids else ()
        wanted = {each.id for each in feeds if each.is_enabled and each.content is not ContentFrom.FEED}
        return frozenset(each.uri for each in versions if not each.feeds or not wanted.isdisjoint(each.feeds))

    def _is_last(self, watched: Watched) -> bool:
        return self.clock.now() >= watched.version.first_seen_at + self.ages[-1]

    def _visited(self, watched: Watched, visit: Visit, holder: str) -> Recheck:
        """Do all that *visit* asks for, and give the article back; return what it brought."""
        now = self.clock.now()
        match visit:
            case Late():
                return self._put_off(watched.version.uri, visit, holder)
            case Barred(reason):
                recheck = replace(watched.known, looked_at=now, look=Look.FORBIDDEN, reason=reason)
            case Came():
                recheck = self._came(watched, visit)
            case error:
                reason = reason_without(watched.url, error)
                recheck = replace(watched.known, looked_at=now, look=Look.FAILED, reason=reason)
        recheck = replace(recheck, reason=recheck.reason[:_LONGEST_REASON])
        due_at = presence.next_at(watched.version.first_seen_at, self.ages, recheck)
        self.rechecks.finish(holder, watched.version.uri, recheck, due_at)
        uri, look = watched.version.uri, recheck.look.value
        log.info("looked again", extra={"uri": uri, "outcome": look, "reason": recheck.reason})
        return recheck

    def _came(self, watched: Watched, came: Came) -> Recheck:
        version, answer = watched.version, came.answer
        is_whole = answer.status == HTTPStatus.OK
        page = rereading.found(version, answer, self.read) if is_whole else _NOTHING_FOUND
        recheck = presence.judged(watched.known, answer, page, self.clock.now())
        if recheck.look is Look.CHANGED:
            (raw_uri,) = self.archive.write([answer])
            self.accept([rereading.document(version, answer, raw_uri, came.permission)])
        if is_gone(version) and recheck.look in {Look.MISSING, Look.WITHDRAWN}:
            return replace(recheck, look=Look.MISSING, missing_since=None)
        if recheck.look is Look.WITHDRAWN:
            self.withdraw(version.uri, recheck.reason, at=answer.fetched_at)
        return recheck

    def _put_off(self, uri: str, late: Late, holder: str) -> Recheck:
        now = self.clock.now()
        self.rechecks.release(holder, {uri: now + late.wait})
        return Recheck(now, Look.PUT_OFF, late.reason)


def _why_not(version: Version | None) -> str:
    """Return why nothing is to be asked for; nothing where something is."""
    if version is None:
        return "it isn't there any more"
    if version.status == WITHDRAWN and not is_gone(version):
        return "it is withdrawn, and not because its page was gone"
    return "" if version.document.get("url") else "it has no address"
