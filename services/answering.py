"""What the answer to a poll leads to, in the order that loses nothing (see `services.polling`).

Answer ─▶ archive ─▶ read ─▶ what is new ─accept─▶ ledger ─▶ finish ─▶ seen        each ends with an outcome's name
"""

import hashlib
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from http import HTTPStatus

from services.errors import IngestError, PermanentError, UnreadableError
from services.fetch import asked, conditional, health, moves, schedule
from services.fetch.pacing import Limits
from services.fetch.schedule import Found
from services.gathering import Gathered, child_id, gathered, reason_without
from services.model import Answer, Feed, FeedKind, FeedReading, FeedState, RawDocument, WebRequest
from services.ports import Archive, Budgets, Clock, FeedStates, FeedStore

Reading = Callable[[Answer], FeedReading]
"""Reads a feed or a sitemap, where it can do no harm. Raises a PermanentError."""


@dataclass(frozen=True, slots=True)
class Poll:
    """One look at a feed; of a sitemap that another names, `feed` is the other one with this one's URL."""

    id: str
    feed: Feed
    state: FeedState
    request: WebRequest


@dataclass(frozen=True, kw_only=True)
class Answering:
    """Takes answers to polls, given what is outside."""

    feeds: FeedStore
    states: FeedStates
    budgets: Budgets
    archive: Archive
    read: Reading
    accept: Callable[[Sequence[RawDocument]], list[bool]]
    clock: Clock
    limits: Limits
    note_hub: Callable[[Feed, FeedReading, Answer], None] = lambda *_: None

    def take(self, poll: Poll, answer: Answer | IngestError, holder: str) -> str:
        """Do all that *answer* asks for; return the outcome's name."""
        if isinstance(answer, IngestError):
            is_lasting = isinstance(answer, PermanentError)
            return self._failed(poll, answer, holder, "refused" if is_lasting else "no-answer")
        if answer.status in asked.TOO_OFTEN:
            self.budgets.slow_down(poll.request.url, asked.retry_after(answer, answer.fetched_at))
        body_sha256 = hashlib.sha256(answer.content).hexdigest()
        if not conditional.has_news(poll.state, answer, body_sha256):
            if answer.status >= HTTPStatus.BAD_REQUEST:
                self.archive.write([answer])
            state = schedule.answered(poll.id, poll.state, poll.request, answer, self.limits)
            outcome = self._finished(poll, state, holder, _without_news(answer))
            self._renew(poll, FeedReading(), state)
            return outcome
        return self._read(poll, answer, body_sha256, holder)

    def _read(self, poll: Poll, answer: Answer, body_sha256: str, holder: str) -> str:
        raw_uri = self.archive.write([answer])[0]
        try:
            found = self._gathered(poll, answer, raw_uri)
        except PermanentError as error:
            return self._failed(poll, error, holder, "unreadable")
        if found.children:
            now = self.clock.now()
            self.states.schedule({child_id(poll.id, url): now for url in found.children})
        self.accept(found.documents)
        counted = Found(found.entries, len(found.documents), found.reading.pacing)
        state = schedule.answered(
            poll.id, poll.state, poll.request, answer, self.limits, found=counted, body_sha256=body_sha256
        )
        if found.is_cut:
            # What was left out comes with the next poll, which mustn't be told that nothing has changed.
            state = replace(state, validators=poll.state.validators, body_sha256=poll.state.body_sha256)
        outcome = self._finished(poll, state, holder, "news" if found.documents else "no-news")
        self.states.note_seen(poll.id, found.digests)
        self._renew(poll, found.reading, state)
        with suppress(IngestError):
            self.note_hub(poll.feed, found.reading, answer)
        return outcome

    def _gathered(self, poll: Poll, answer: Answer, raw_uri: str) -> Gathered:
        if poll.feed.kind is FeedKind.PAGE:
            return gathered(poll.feed, FeedReading(), answer, raw_uri, lambda digests: [False] * len(digests))
        reading = self.read(answer)
        is_child = poll.id != poll.feed.id
        return gathered(
            poll.feed,
            replace(reading, links=()) if is_child else reading,
            answer,
            raw_uri,
            lambda digests: self.states.seen(poll.id, digests),
        )

    def _renew(self, poll: Poll, reading: FeedReading, state: FeedState) -> None:
        """Write down where the feed has moved to for good, and its title where nobody gave it one."""
        if poll.id != poll.feed.id:
            return
        url = moves.moved(poll.feed, state) or poll.feed.url
        title = poll.feed.title or reading.title[:500]
        changed = replace(poll.feed, url=url, title=title, site_url=poll.feed.site_url or reading.link[:2000])
        if changed != poll.feed:
            # Nothing of it may fail a poll that has gone well: the next one does it again.
            with suppress(IngestError):
                self.feeds.change(poll.feed, changed)

    def _failed(self, poll: Poll, error: IngestError, holder: str, outcome: str) -> str:
        reason = reason_without(poll.request.url, error)
        if isinstance(error, UnreadableError):
            outcome = f"unreadable-{error.reason}"
        state = schedule.failed(
            poll.id,
            poll.state,
            poll.request,
            reason,
            self.clock.now(),
            self.limits,
            is_lasting=isinstance(error, PermanentError),
        )
        return self._finished(poll, state, holder, outcome)

    def _finished(self, poll: Poll, state: FeedState, holder: str, outcome: str) -> str:
        (is_ours,) = self.states.finish(holder, {poll.id: state})
        if is_ours and poll.id == poll.feed.id:
            self.states.judge({poll.id: health.standing(poll.feed, state, self.clock.now())})
        return outcome if is_ours else "overtaken"


def _without_news(answer: Answer) -> str:
    if answer.status == HTTPStatus.NOT_MODIFIED:
        return "not-modified"
    return "same" if answer.status < HTTPStatus.MULTIPLE_CHOICES else f"http-{answer.status}"
