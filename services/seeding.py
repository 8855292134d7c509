"""The first articles of a new installation, taken in as any other; one that has them takes them in no second time."""

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from services import normalize, sources
from services.model import RawDocument
from services.pipeline import Pipeline


def seed_files() -> list[Path]:
    """Return the seed articles: beside the package in a checkout, inside it in an installation."""
    package = Path(__file__).parent
    folders = (package / "seeds", package.parent / "seeds")
    return sorted(next(folder for folder in folders if folder.is_dir()).glob("articles/*.txt"))


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
