"""The first articles of a new installation, taken in as any other; one that has them takes them in no second time."""

import hashlib
import sysconfig
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from services import normalize, sources
from services.model import RawDocument
from services.pipeline import Pipeline


def seed_files() -> list[Path]:
    """Return the seed articles: of the checkout, or in an installation what its wheel brought along."""
    checkout = Path(__file__).parents[1]
    shared = Path(sysconfig.get_path("data"), "share", "newsmill")
    root = checkout if (checkout / "pyproject.toml").exists() else shared
    return sorted((root / "seeds" / "articles").glob("*.txt"))


def accept_seeds(pipeline: Pipeline, files: Sequence[Path] | None = None) -> list[str]:
    """Accept the seeds that the index doesn't have; return the ids of all those that are in the ledger now.

    The id is the content's, so that two installers at once make one row.
    """
    documents = [_document(path) for path in (seed_files() if files is None else files)]
    known = pipeline.index.uris_of([_fingerprint(document) for document in documents])
    missing = [document for document in documents if _fingerprint(document) not in known]
    pipeline.accept(missing)
    return [document.id for document in missing]


def _document(path: Path) -> RawDocument:
    content = path.read_bytes()
    return RawDocument(hashlib.sha256(content).hexdigest()[:32], "text", f"seeds/articles/{path.name}", content)


def _fingerprint(document: RawDocument) -> str:
    article = normalize.normalize(sources.read(document), document, first_seen_at=datetime.now(UTC))
    return article.content_fingerprint
