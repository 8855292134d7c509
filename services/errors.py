"""What can go wrong, by what to do about it.

IngestError
├── TransientError            the same again later may work; the row stays open
│   ├── StoreUnavailableError     Redis can't be reached, is full, or is loading
│   ├── BacklogFullError          too many documents are open; intake waits
│   ├── IndexUnavailableError     Elasticsearch can't be reached, is full, or pushes back
│   ├── ArchiveUnavailableError   raw answers can't be kept: a full disk, a bucket that is away
│   └── FetchFailedError          the origin answered 5xx or 429, or not in time
├── PermanentError            the same again would fail again; the row closes
│   ├── UnreadableError           what came can't be read: too slow, too large; the reason is stable
│   │   ├── NotAnArticleError         nothing that can be indexed: the reason is the outcome's
│   │   └── NotAFeedError             nothing that can be polled: no feed, no sitemap
│   ├── UnfitVectorError          a model's vector isn't one that the index can take
│   ├── FetchRefusedError         not an address, size or answer that we take
│   └── NotFoundError             there is nothing of the name that was asked for
└── SetupError                a person has to act: the message says how
    ├── SettingError              a value in the environment is wrong
    ├── UnsuitableServerError     reachable, but of a wrong version or with unsafe settings
    ├── NotPermittedError         the credentials don't allow it, or the index is missing
    └── StartFailedError          a process of the local stack didn't start
"""

LONGEST_REASON = 1000


def kept(reason: str) -> str:
    """Return *reason* as Redis keeps it: Unicode that can be stored, and at most 1,000 characters.

    It may be any exception's text, and quote a whole document.
    """
    text = reason.encode(errors="replace").decode()
    return text if len(text) <= LONGEST_REASON else f"{text[: LONGEST_REASON - 1]}…"


class IngestError(Exception):
    """Base of everything that Newsmill raises on purpose."""


class TransientError(IngestError):
    """The same again later may work."""


class StoreUnavailableError(TransientError):
    """Redis can't be reached, is full, or is still loading."""


class BacklogFullError(TransientError):
    """Too many documents are open; intake waits."""


class IndexUnavailableError(TransientError):
    """Elasticsearch can't be reached, is full, or pushes back."""


class ArchiveUnavailableError(TransientError):
    """Raw answers can't be kept now: a full disk, a bucket that is away."""


class FetchFailedError(TransientError):
    """The origin answered 5xx or 429, or not in time."""


class PermanentError(IngestError):
    """The same again would fail again."""


class UnreadableError(PermanentError):
    """What came can't be read; `reason` is a short stable name such as `too-slow` or `binary`."""

    def __init__(self, reason: str, detail: str = "") -> None:
        self.reason = reason
        self.detail = detail
        super().__init__(f"{reason}: {detail}" if detail else reason)

    def __reduce__(self) -> tuple[type["UnreadableError"], tuple[str, str]]:
        # It crosses from the process that reads to the one that asked.
        return type(self), (self.reason, self.detail)


class NotAnArticleError(UnreadableError):
    """Nothing that can be indexed: its reason is the outcome's."""


class NotAFeedError(UnreadableError):
    """Nothing that can be polled: its reason is in the feed's health."""


class UnfitVectorError(PermanentError):
    """A model's vector isn't one that the index can take: of another length, or of no direction."""


class FetchRefusedError(PermanentError):
    """Not an address, size or answer that we take."""


class NotFoundError(PermanentError):
    """There is nothing of the name that was asked for."""


class SetupError(IngestError):
    """A person has to act; the message is one sentence that says how."""


class SettingError(SetupError):
    """A value in the environment is wrong; the message names the variable."""


class UnsuitableServerError(SetupError):
    """Reachable, but of a wrong version or with unsafe settings."""


class NotPermittedError(SetupError):
    """The credentials don't allow it, or the index is missing."""


class StartFailedError(SetupError):
    """A process of the local stack didn't start; `log_tail` is the end of what it said."""

    def __init__(self, message: str, log_tail: str = "") -> None:
        self.log_tail = log_tail
        super().__init__(message)
