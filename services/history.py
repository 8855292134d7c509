"""All versions of an article, each with what changed.

index ─▶ what stands, and what was kept ─▶ Past, the first one first
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from services.dedup.differences import Difference, difference
from services.model import Hit
from services.ports import ArticleIndex


@dataclass(frozen=True, slots=True)
class Past:
    """One version of an article; `since` is what changed since the one before it.

    `is_late`: its text came after a later one, and never stood.
    """

    number: int
    document: Mapping[str, object]
    is_current: bool = False
    is_late: bool = False
    since: Difference | None = None

    def summary(self) -> dict[str, object]:
        """Return what lists tell of it."""
        names = ("versionCreated", "indexedAt", "pubStatus", "statusReason", "note", "changed", "traceId")
        return {
            "version": self.number,
            **{name: self.document[name] for name in names if name in self.document},
            "isCurrent": self.is_current,
            "isLate": self.is_late,
        }


def versions_of(index: ArticleIndex, standing: Hit) -> list[Past]:
    """Return all versions of the article that is *standing*, the first one first, as far as they can be found yet."""
    current = _number(standing.source)
    kept = [each.source for each in index.revisions(standing.uri)]
    past = [
        Past(_number(each), _document(each), is_late=bool(each["isLate"]))
        for each in kept
        # What was kept by a worker that died before it wrote the next version still stands.
        if each["isLate"] or _number(each) < current
    ]
    past.sort(key=lambda each: (each.number, not each.is_late))
    past.append(Past(current, standing.source, is_current=True))
    return [replace(each, since=_since(past, at)) for at, each in enumerate(past)]


def _since(past: list[Past], at: int) -> Difference | None:
    return difference(past[at - 1].document, past[at].document) if at else None


def _number(source: Mapping[str, object]) -> int:
    number = source.get("version", 1)
    return number if isinstance(number, int) else 1


def _document(kept: Mapping[str, object]) -> Mapping[str, object]:
    document = kept["document"]
    return document if isinstance(document, Mapping) else {}


def version_json(past: Past, *, with_diff: bool) -> dict[str, object]:
    """Return *past* for JSON; with the differences, field → before and after, and the changed paragraphs in pieces."""
    if not with_diff or past.since is None:
        return past.summary()
    fields = {name: {"before": before, "after": after} for name, (before, after) in past.since.fields.items()}
    text = [[{"kind": each.kind.value, "text": each.text} for each in paragraph] for paragraph in past.since.text]
    return past.summary() | {"diff": {"fields": fields, "text": text}}
