"""What the stages of `newsmill bench process` took, and how that is told."""

import resource
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from services.cli import context

Result = TypeVar("Result")

_BESIDE = "trafilatura"
"""What enrichment is measured by: it makes 38 pages a second where the goal of 5 ms an article was set."""


@dataclass
class Taken:
    """Seconds of CPU by stage, and of those that are somebody else's."""

    stages: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))
    others: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))
    counts: Counter[str] = field(default_factory=Counter)
    write_seconds: float = 0.0

    @property
    def enrichment(self) -> float:
        return sum(seconds for name, seconds in self.stages.items() if name.startswith("enrich"))

    def by(self, stage: str, work: Callable[[], Result]) -> Result:
        """Return what *work* does, and note its CPU under *stage*."""
        began = time.process_time()
        try:
            return work()
        finally:
            self.stages[stage] += time.process_time() - began


def report_of(taken: Taken, pages: int, rounds: int, megabytes_before: float) -> dict[str, object]:
    articles = taken.counts["articles"]
    reading = taken.stages["read"]
    once = {"write": articles // rounds}
    stages = {name: seconds * 1000 / max(1, once.get(name, articles)) for name, seconds in taken.stages.items()}
    total = sum(cost for name, cost in stages.items() if name != "write")
    return {
        "pages": pages,
        "rounds": rounds,
        "articles": articles // rounds,
        "refused": {name: count // rounds for name, count in taken.counts.items() if name != "articles"},
        "cpuMilliseconds": {name: round(cost, 3) for name, cost in stages.items()},
        "total": {"cpuMilliseconds": round(total, 2), "articlesPerSecond": round(1000 / max(total, 0.001))},
        "enrich": _enrichment(stages, taken.others.get(_BESIDE, 0.0) * 1000 / max(1, pages * rounds)),
        "written": round(articles / rounds / taken.write_seconds) if taken.write_seconds else None,
        "others": {
            name: {"timesOurReading": round(each / max(reading, 1e-9), 1)} for name, each in taken.others.items()
        },
        "megabytes": {"before": round(megabytes_before), "most": round(megabytes())},
    }


def _enrichment(stages: Mapping[str, float], beside: float) -> dict[str, float | None]:
    """Return what all enrichments of an article take, and what part that is of the *beside* ms that a page takes."""
    cost = sum(each for name, each in stages.items() if name.startswith("enrich"))
    return {"cpuMilliseconds": round(cost, 2), "ofTrafilatura": round(cost / beside, 3) if beside else None}


def megabytes() -> float:
    """Return the most that this process has had in memory."""
    unit = 1024 * 1024 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit


def show(report: Mapping[str, object]) -> None:
    stages, total, others, all_ = (report[name] for name in ("cpuMilliseconds", "total", "others", "enrich"))
    context.line(
        f"{report['pages']} pages, {report['articles']} articles, {report['rounds']} rounds; CPU of an article"
    )
    if isinstance(stages, Mapping):
        for name, cost in stages.items():
            context.line(f"{context.shown(name):<22}{cost:>9.3f} ms")
    if isinstance(all_, Mapping):
        context.line(f"{'enrich: all':<22}{all_['cpuMilliseconds']:>9.3f} ms, {_beside(all_['ofTrafilatura'])}")
    if isinstance(total, Mapping):
        context.line(
            f"{'without writing':<22}{total['cpuMilliseconds']:>9.3f} ms, {total['articlesPerSecond']} articles/s"
        )
    if report["written"]:
        context.line(f"{'written':<22}{report['written']:>9} articles/s")
    if isinstance(others, Mapping):
        for name, other in others.items():
            context.line(f"{name} takes {other['timesOurReading']} times as long as our reading")
    context.line(f"memory {context.plain(report['megabytes'])} MB")


def _beside(part: float | None) -> str:
    if part is None:
        return f"and no ratio, since {_BESIDE} isn't installed beside us"
    return f"{part:.3f} of what {_BESIDE} takes for a page"
