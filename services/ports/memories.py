"""What is remembered of articles to know them again; losing it costs time, not duplicates."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from services.model import Notice
from services.sketches import Meeting, Rebuilt, Sketched


class FingerprintStore(Protocol):
    """Which article has this content, address or id. Losing it costs time, not duplicates: Elasticsearch knows, too.

    All raise as the ledger does.
    """

    def confirmed(self, fingerprints: Sequence[str]) -> dict[str, str]:
        """Return fingerprint → uri of those that are known to be in the index."""
        ...

    def held(self, fingerprints: Sequence[str]) -> dict[str, str]:
        """Return fingerprint → uri of those that are reserved or known to be in the index."""
        ...

    def reserve(self, wanted: Mapping[str, str], instead_of: Mapping[str, str] | None = None) -> dict[str, str]:
        """Reserve key → uri where free, and return the uri that holds for each: the first one wins.

        Where a key is held for the uri in *instead_of*, it changes hands: another story has come to that address.
        """
        ...

    def was_emptied(self) -> bool:
        """Tell whether it was found empty within the last seconds: a search may not find yet what it had known."""
        ...

    def confirm(self, indexed: Mapping[str, str]) -> None:
        """Note that these are in the index."""
        ...

    def forget(self, gone: Mapping[str, str]) -> None:
        """Forget key → uri, where it is confirmed as that uri: it isn't in the index any more."""
        ...


class CopyStore(Protocol):
    """Which texts came before, for the days that the settings name. Losing it costs time, not links: see `near`.

    All raise as the ledger does.
    """

    def meet(self, texts: Sequence[Sketched]) -> list[Meeting]:
        """Remember *texts* where they aren't yet, and return for each what was remembered before it, in one step.

        So of two workers that have copies of one text at the same moment, one meets the other's; and a repeat meets
        what it met before, never a text that came after its own.
        """
        ...

    def forget(self, uris: Collection[str]) -> None:
        """Forget the texts of these articles: they were taken down."""
        ...

    def rebuilt(self) -> Rebuilt:
        """Return how far what stands in the index is remembered: not at all in a store that is new or was emptied."""
        ...

    def note_rebuilt(self, rebuilt: Rebuilt) -> None: ...


class Notices(Protocol):
    """What publishers took back before it came, for a week; losing it costs that it stands as usable.

    All raise as the ledger does.
    """

    def remember(self, notice: Notice, keys: Sequence[str]) -> None:
        """Let *notice* hold for what comes under *keys*, addresses and ids."""
        ...

    def known(self, keys: Sequence[str]) -> dict[str, Notice]:
        """Return key → notice, of those of *keys* that one holds for."""
        ...

    def forget(self, keys: Sequence[str]) -> None:
        """Forget the notices for *keys*: what they are of has come."""
        ...


@dataclass(frozen=True, slots=True)
class KnownPush:
    """What an idempotency key stands for; *is_accepted* once the ledger holds all of it."""

    fingerprint: str
    is_accepted: bool


class PushMemory(Protocol):
    """Which push an idempotency key stands for, for a day. All raise as the ledger does."""

    def claim(self, key: str, fingerprint: str) -> KnownPush:
        """Let *key* stand for *fingerprint* where it doesn't stand for anything yet; return what it stands for."""
        ...

    def note_accepted(self, key: str, fingerprint: str) -> None: ...
