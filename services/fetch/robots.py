"""robots.txt by RFC 9309, and what it says of training models (pure).

answer ─learned─▶ RobotsFile (kept for a day) ─Robots─▶ may we fetch this page? how fast? does it opt out of training?

Protego matches paths. What it does with user agents is undone here: a group for `news` would be ours too, as it begins
our name, one for `Newsmill/1.0` wouldn't, a byte order mark hides the first group (scrapy#6195), and lines end at more
characters than they may. So the text is cut down to the groups of the names we ask for, with each name made whole.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import lru_cache
from urllib.parse import urlsplit

from protego import Protego

from services.errors import IngestError
from services.model import Answer, RobotsFile

PRODUCT = "newsmill"
"""Our product token: what a site writes after `User-agent:` to address us."""

AI_CRAWLERS = frozenset(
    {
        "ai2bot",
        "amazonbot",
        "anthropic-ai",
        "applebot-extended",
        "bytespider",
        "ccbot",
        "claudebot",
        "cohere-ai",
        "cohere-training-data-crawler",
        "diffbot",
        "facebookbot",
        "google-extended",
        "gptbot",
        "img2dataset",
        "meta-externalagent",
        "omgili",
        "omgilibot",
        "pangubot",
        "timpibot",
        "webzio-extended",
    }
)
"""Crawlers that collect for training: who turns one of them away by name doesn't want texts trained on."""

LARGEST = 500 * 1024
"""Bytes that are read: what RFC 9309, 2.5 demands at least."""

GOOD_FOR = timedelta(hours=24)
TRY_AGAIN_AFTER = timedelta(hours=1)
OLD_COPY_FOR = timedelta(days=30)
"""How long a copy serves while its server fails; where there is none, nothing is fetched for as long (2.3.1.4)."""

_LINE = re.compile(r"\r\n|\r|\n")
_TOKEN = re.compile(r"\*|[a-z0-9_-]+")
_RULES = re.compile(r"(?:allow|d\w{4,8}w|crawl[- ]delay|content-signal)\Z")
_TRAINING = re.compile(r"(?:^|[,\s])ai-train\s*=\s*(yes|no)\b")
_END = ";"
_EVERYONE = "*"
_CONCERNED = frozenset({PRODUCT, _EVERYONE}) | AI_CRAWLERS
_LONGEST_TOKENS = 50


def address(url: str) -> tuple[str, str]:
    """Return the origin of *url*, and the address of its robots.txt; empty where it has none."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return "", ""
    origin = f"{parts.scheme.lower()}://{parts.netloc.rpartition('@')[2].lower()}"
    return (origin, f"{origin}/robots.txt") if parts.scheme and parts.netloc else ("", "")


def learned(known: RobotsFile | None, answer: Answer | IngestError, now: datetime) -> RobotsFile:
    """Return what is known of a robots.txt after *answer* to a request for it."""
    if isinstance(answer, Answer) and 200 <= answer.status < 300:
        text = answer.content[:LARGEST].decode("utf-8-sig", errors="replace")
        return replace(_renewed(known, now), text=concerning_us(text))
    # 429 says that there is one, and that it isn't for us now; other 4xx, and redirects to nowhere, that there is none.
    if isinstance(answer, Answer) and answer.status < 500 and answer.status != 429:
        return _renewed(known, now)
    since = known.unreachable_since if known and known.unreachable_since else now
    before = known or RobotsFile(now, now)
    return replace(before, checked_at=now, expires_at=now + TRY_AGAIN_AFTER, unreachable_since=since)


def _renewed(known: RobotsFile | None, now: datetime) -> RobotsFile:
    before = known or RobotsFile(now, now)
    return RobotsFile(now, now + GOOD_FOR, "", now, tdm=before.tdm, tdm_at=before.tdm_at)


def concerning_us(text: str) -> str:
    """Return the groups of *text* that address us, everyone, or those that collect for training."""
    lines: list[str] = []
    agents: list[str] = []
    is_open = False
    for name, value in _fields(text):
        if name in ("user-agent", "useragent", "user agent"):
            agents = [] if not is_open else agents
            is_open = True
            token = _TOKEN.match(value.lower())
            agents += [token[0]] if token and len(token[0]) <= _LONGEST_TOKENS else []
        elif _RULES.match(name):
            if is_open:
                lines += _heading(agents)
            is_open = False
            if not _CONCERNED.isdisjoint(agents):
                lines.append(f"{name}: {value}")
    return "\n".join([*lines, *(_heading(agents) if is_open else ())])


def _heading(agents: list[str]) -> list[str]:
    concerned = [agent for agent in dict.fromkeys(agents) if agent in _CONCERNED]
    # An empty rule keeps a group without rules from running into the next one.
    return [*(f"user-agent: {_named(agent)}" for agent in concerned), "disallow:"] if concerned else []


def _named(agent: str) -> str:
    return agent if agent == _EVERYONE else f"{agent}{_END}"


def _fields(text: str) -> Iterator[tuple[str, str]]:
    for line in _LINE.split(text.removeprefix("\ufeff")):
        name, colon, value = line.partition("#")[0].partition(":")
        if colon:
            yield name.strip().lower(), value.strip()


class Robots:
    """What a robots.txt says, as of `now`; `is_closed` while it can't be had, which closes all (RFC 9309, 2.3.1.4)."""

    def __init__(self, file: RobotsFile, now: datetime) -> None:
        self._says = _read(file.text)
        self.is_closed = _is_closed(file, now)

    def allows(self, url: str) -> bool:
        """Tell whether we may fetch *url*."""
        return not self.is_closed and self._says.allows(url, PRODUCT)

    @property
    def crawl_delay(self) -> timedelta:
        """How long to wait between two requests, a day at most; nothing where it doesn't say."""
        seconds = self._says.rules.crawl_delay(_named(PRODUCT))
        return timedelta(seconds=min(seconds or 0.0, GOOD_FOR.total_seconds()))

    def training(self, url: str) -> bool | None:
        """Tell whether *url* may be trained on; None where nothing is said.

        By name of a crawler that collects for training, or by Content-Signal (contentsignals.org).
        """
        if any(not self._says.allows(url, agent) for agent in self._says.collectors):
            return False
        return self._says.signal


def _is_closed(file: RobotsFile, now: datetime) -> bool:
    if file.unreachable_since is None or (file.read_at and now - file.read_at <= OLD_COPY_FOR):
        return False
    return now - file.unreachable_since <= OLD_COPY_FOR


@dataclass(frozen=True, slots=True)
class _Says:
    rules: Protego
    collectors: frozenset[str]
    signal: bool | None

    def allows(self, url: str, agent: str) -> bool:
        try:
            return self.rules.can_fetch(url, _named(agent))
        except ValueError:  # no URL, says urlsplit
            return False


@lru_cache(maxsize=512)
def _read(text: str) -> _Says:
    agents: set[str] = set()
    signals: dict[str, str] = {}
    group: list[str] = []
    is_open = False
    for name, value in _fields(text):
        if name == "user-agent":
            group = [*(group if is_open else ()), value.removesuffix(_END)]
            agents.add(group[-1])
        elif name == "content-signal" and (found := _TRAINING.search(value.lower())):
            signals |= dict.fromkeys(group, found[1])
        is_open = name == "user-agent"
    ours = signals.get(PRODUCT if PRODUCT in agents else _EVERYONE)
    return _Says(Protego.parse(text), AI_CRAWLERS & agents, None if ours is None else ours == "yes")
