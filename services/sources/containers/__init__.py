"""Take apart what holds several documents, as a stream and within bounds, before anything is accepted.

RawDocument, or an open file ─expand─▶ RawDocument | Refusal, one for each member, in order

expand.py   what holds others, told by its first bytes; the bounds; one bad member costs itself alone
streams.py  streams that count, that only go forward, that know their beginning
packed.py   gzip, bzip2, xz, zstd        archives.py  zip, tar        warc.py, http.py  pages of a crawl
parts.py    lines of JSON, JSON lists, messages with attachments, NewsML-G2 messages, feeds

No name out of a container ever becomes a path; nothing is written to disk.
"""

from services.sources.containers.bounds import Bounds, Refusal
from services.sources.containers.expand import expand, expand_stream, holds_others

__all__ = ["Bounds", "Refusal", "expand", "expand_stream", "holds_others"]
