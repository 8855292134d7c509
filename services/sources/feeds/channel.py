"""What a feed says of itself."""

from collections.abc import Mapping

from lxml.etree import _Element as Element  # type: ignore[import-untyped]

from services.model import Pacing
from services.sources.feeds.collect import COMMON, Collector, Place
from services.sources.feeds.drafts import HTML, NO_TEXT, PLAIN, Text
from services.sources.feeds.names import name_of
from services.sources.feeds.pacing import pacing
from services.sources.feeds.written import plain

_HANDLERS: Mapping[str, str] = {
    **COMMON,
    "subtitle": "subtitle",
    "tagline": "subtitle",
    "itunes:subtitle": "subtitle",
    "ttl": "number",
    "sy:updateperiod": "number",
    "sy:updatefrequency": "number",
    "skiphours": "skipped",
    "skipdays": "skipped",
}


class ChannelCollector(Collector):
    """The feed itself: `draft` has what it shares with entries."""

    handlers = _HANDLERS

    def __init__(self, place: Place) -> None:
        super().__init__(place)
        self.summed_up: Text = NO_TEXT
        self._asked: dict[str, str] = {}
        self._skipped: dict[str, list[str]] = {}

    def description(self, element: Element) -> None:
        self._describe(self.text(element, HTML))

    def subtitle(self, element: Element) -> None:
        self._describe(self.text(element, PLAIN))

    def _describe(self, text: Text) -> None:
        if text.value:
            self.summed_up = text

    def number(self, element: Element) -> None:
        self._asked[name_of(element.tag).rpartition(":")[2]] = plain(element)

    def skipped(self, element: Element) -> None:
        self._skipped[name_of(element.tag)] = [plain(child) for child in element][:24]

    def pacing(self) -> Pacing:
        """Return how often the feed wants to be asked."""
        get = self._asked.get
        return pacing(
            get("ttl", ""),
            get("updateperiod", ""),
            get("updatefrequency", ""),
            self._skipped.get("skiphours", ()),
            self._skipped.get("skipdays", ()),
        )
