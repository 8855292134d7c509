"""An answer as WARC records, and back (pure).

    Answer ─▶ [response][metadata], each a frame of zstd (ISO 28500:2017; IIPC's draft on WARC with zstd) ─▶ Answer

The response holds the body decoded, as it was read. Headers that speak of the body on the wire, `Content-Encoding`,
`Transfer-Encoding` and a `Content-Length` that isn't the length of what is kept, stand there as
`X-Newsmill-Orig-Content-Encoding` and so on, so that any WARC reader gets on with it; reading gives them back their
names. What was asked for, the redirects and the time taken are in the metadata.
"""

import hashlib
import io
import json
import uuid
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from http import HTTPStatus

import zstandard
from fastwarc.warc import ArchiveIterator

from services.model import Answer, Redirect

_ORIGINAL = "X-Newsmill-Orig-"
_LEVEL = 3
_HTTP = "application/http; msgtype=response"
_JSON = "application/json"
_REASONS = {status.value: status.phrase for status in HTTPStatus}

# A frame that decoders pass over (RFC 8878, 3.1.2): its magic number, then its length.
_SKIPPED = (0x184D2A50).to_bytes(4, "little")


class DamagedError(Exception):
    """These bytes aren't what was written; stays inside `services.archive`."""


def encoded(answer: Answer) -> bytes:
    """Return the two records of *answer*."""
    response_id = _record_id()
    block = _head(answer) + answer.content
    fields = {
        "WARC-Target-URI": answer.url,
        "WARC-Payload-Digest": f"sha256:{hashlib.sha256(answer.content).hexdigest()}",
    }
    response = _record("response", response_id, answer.fetched_at, _HTTP, block, fields)
    asked = {
        "requested": answer.requested,
        "elapsed_microseconds": answer.elapsed // timedelta(microseconds=1),
        "redirects": [[redirect.status, redirect.url] for redirect in answer.redirects],
    }
    metadata = _record(
        "metadata", _record_id(), answer.fetched_at, _JSON, json.dumps(asked).encode(), {"WARC-Refers-To": response_id}
    )
    return response + metadata


def beginning(software: str, moment: datetime) -> bytes:
    """Return the record that a file begins with."""
    block = f"software: {software}\r\nformat: WARC File Format 1.1\r\n".encode()
    return _record("warcinfo", _record_id(), moment, "application/warc-fields", block, {})


def removed(length: int) -> bytes:
    """Return *length* bytes that decoders pass over, in the place of records."""
    return _SKIPPED + (length - 8).to_bytes(4, "little") + bytes(length - 8)


def decoded(frames: bytes) -> Answer | None:
    """Return the answer in *frames*; None where it was removed. Raises DamagedError."""
    if frames.startswith(_SKIPPED):
        return None
    try:
        return _answer(frames)
    except (OSError, ValueError, KeyError, TypeError) as error:
        message = f"not the records of an answer: {error}"
        raise DamagedError(message) from error


def _answer(frames: bytes) -> Answer:
    records = ArchiveIterator(io.BytesIO(frames), parse_http=False)
    (response, block), (_, metadata) = [(dict(record.headers.items()), record.reader.read()) for record in records]
    asked = json.loads(metadata)
    head, _, content = block.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    return Answer(
        requested=asked["requested"],
        url=response["WARC-Target-URI"],
        status=int(first.split(" ")[1]),
        headers=tuple(_header(line) for line in lines),
        content=content,
        fetched_at=datetime.fromisoformat(response["WARC-Date"]),
        elapsed=timedelta(microseconds=asked["elapsed_microseconds"]),
        redirects=tuple(Redirect(status, url) for status, url in asked["redirects"]),
    )


def _header(line: str) -> tuple[str, str]:
    name, _, value = line.partition(": ")
    return name.removeprefix(_ORIGINAL), value


def _head(answer: Answer) -> bytes:
    lines = [f"HTTP/1.1 {answer.status} {_REASONS.get(answer.status, '')}"]
    for name, value in answer.headers:
        kept = f"{_ORIGINAL}{name}" if _is_of_the_wire(name, value, len(answer.content)) else name
        lines.append(f"{_line(kept)}: {_line(value)}")
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1", errors="replace")


def _is_of_the_wire(name: str, value: str, length: int) -> bool:
    lower = name.lower()
    return lower in ("content-encoding", "transfer-encoding") or (lower == "content-length" and value != str(length))


def _line(text: str) -> str:
    """Return *text* as one line: an old server may fold a header (RFC 9112, 5.2)."""
    return text if text.isprintable() else text.replace("\r", " ").replace("\n", " ")


def _record(
    kind: str, record_id: str, moment: datetime, media_type: str, block: bytes, fields: Mapping[str, str]
) -> bytes:
    named = {
        "WARC-Type": kind,
        "WARC-Record-ID": record_id,
        "WARC-Date": moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        **fields,
        "Content-Type": media_type,
        "Content-Length": str(len(block)),
    }
    head = "".join(f"{name}: {_line(value)}\r\n" for name, value in named.items())
    return _frame(f"WARC/1.1\r\n{head}\r\n".encode() + block + b"\r\n\r\n")


def _frame(record: bytes) -> bytes:
    return zstandard.ZstdCompressor(level=_LEVEL, write_checksum=True).compress(record)


def _record_id() -> str:
    return f"<urn:uuid:{uuid.uuid4()}>"
