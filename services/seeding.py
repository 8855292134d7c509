"""The first articles of a new installation, taken in as any other; one that has them takes them in no second time."""

import hashlib
import sysconfig
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from services import normalize, sources
from services.model import Outcome, RawDocument, Row, new_document_id
from services.pipeline import Pipeline
from services.ports import ArticleIndex

_FAILED = frozenset({Outcome.REJECTED, Outcome.QUARANTINED})


def seed_files() -> list[Path]:
    """Return the seed articles: of the checkout, or in an installation what its wheel brought along."""
    checkout = Path(__file__).parents[1]
    shared = Path(sysconfig.get_path("data"), "share", "newsmill")
    root = checkout if (checkout / "pyproject.toml").exists() else shared
    return sorted((root / "seeds" / "articles").glob("*.txt"))


def missing(index: ArticleIndex, files: Sequence[Path] | None = None) -> list[RawDocument]:
    """Return the seeds that a search doesn't find. The id is the content's, so that two installers make one row."""
    documents = [_document(path) for path in (seed_files() if files is None else files)]
    known = index.holders([_fingerprint(document) for document in documents]).uris
    return [document for document in documents if _fingerprint(document) not in known]


def accept_seeds(pipeline: Pipeline, files: Sequence[Path] | None = None) -> list[str]:
    """Accept the seeds that are missing; return the ids of the rows that stand for them now.

    One that is on its way already isn't accepted again; one that failed before is, and one whose article is gone.
    """
    documents = missing(pipeline.index, files)
    rows = pipeline.ledger.rows([document.id for document in documents])
    tried = [
        _again(document) if row and _is_over(row, pipeline.index) else document
        for document, row in zip(documents, rows, strict=True)
    ]
    pipeline.accept(tried)
    return [document.id for document in tried]


def _is_over(row: Row, index: ArticleIndex) -> bool:
    """Tell whether *row* leads to no article; one that a search doesn't find yet may stand already."""
    return row.state in _FAILED or (not row.is_open and index.article(row.uri) is None)


def _again(document: RawDocument) -> RawDocument:
    return replace(document, id=new_document_id())


def _document(path: Path) -> RawDocument:
    content = path.read_bytes()
    return RawDocument(hashlib.sha256(content).hexdigest()[:32], "text", f"seeds/articles/{path.name}", content)


def _fingerprint(document: RawDocument) -> str:
    article = normalize.normalize(sources.read(document), document, first_seen_at=datetime.now(UTC))
    return article.content_fingerprint
