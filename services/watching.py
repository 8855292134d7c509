"""Note new articles whose pages are to be asked for again (`services.rechecking` does)."""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from services.errors import TransientError
from services.fetch import presence
from services.model import Article
from services.ports import Rechecks

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Watch:
    """Notes articles, given what is outside; none without `ages`."""

    rechecks: Rechecks
    ages: Sequence[timedelta]

    def begin(self, articles: Iterable[Article]) -> None:
        """Let the pages of *articles*, which are new, be asked for again; a repeat changes nothing.

        A Redis that is full costs the recheck: it mustn't keep an article from its end.
        """
        due = {article.uri: presence.first_at(article, self.ages) for article in articles}
        try:
            self.rechecks.schedule({uri: at for uri, at in due.items() if at})
        except TransientError as error:
            log.warning("not watched", extra={"articles": len(due), "reason": str(error)})
