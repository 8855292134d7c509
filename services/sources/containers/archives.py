"""Take zip and tar archives apart: regular files only, and no name of theirs is ever a path."""

import io
import re
import tarfile
import zipfile
from collections.abc import Iterator
from typing import BinaryIO, cast

from services.sources.containers.bounds import BROKEN, ContainerError, Member, Part, broken
from services.sources.containers.streams import Counting, Forward, Guarded

_LARGEST_DIRECTORY = 16_000_000
_ENCRYPTED = 0x1
_OFFICE = frozenset({"[Content_Types].xml", "META-INF/MANIFEST.MF", "mimetype"})
_NO_DOCUMENT = re.compile(
    r"\.(?:css|m?js|map|png|jpe?g|gif|webp|avif|svg|ico|bmp|tiff?|mp[34]|m4a|og[gv]|wav|webm|mov|avi|woff2?|ttf|otf|eot"
    r"|pdf|docx?|xlsx?|pptx?|od[tsp]|epub|exe|dll|so|class|pyc)$",
    re.IGNORECASE,
)


def zip_members(part: Part) -> Iterator[Member]:
    """Yield what a zip holds, in the order of its directory, which stands at its end: so it must be seekable."""
    source = part.stream if _is_seekable(part.stream) else _whole(part)
    archive = zipfile.ZipFile(cast("BinaryIO", Guarded(source, _LARGEST_DIRECTORY)))
    members = archive.infolist()
    if members and members[0].filename in _OFFICE:
        raise ContainerError("binary: an office document or a program, no archive of documents")
    for info in members:
        if info.is_dir():
            continue
        if reason := _left_out(info.filename):
            yield part.refusal(f"!{info.filename}", reason, is_skipped=True)
        elif info.flag_bits & _ENCRYPTED:
            yield part.refusal(f"!{info.filename}", "encrypted: it takes a password")
        else:
            yield from _zipped(part, archive, info)


def _zipped(part: Part, archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Iterator[Member]:
    try:
        member = archive.open(info)
    except BROKEN as error:
        yield part.refusal(f"!{info.filename}", broken("zip", error))
        return
    with member:
        # The size that the directory states is a claim: what comes out is counted.
        yield from part.member(
            f"!{info.filename}", cast("BinaryIO", Counting(cast("BinaryIO", member), part.budget.spend))
        )


def _is_seekable(stream: BinaryIO) -> bool:
    return stream.seekable()


def _whole(part: Part) -> BinaryIO:
    """Return a zip within another container: it has to be read as a whole."""
    most = part.bounds.whole_bytes
    content = part.stream.read(most + 1)
    if len(content) > most:
        raise ContainerError(f"too-large: a zip of more than {most:,} bytes inside another container")
    return io.BytesIO(content)


def tar_members(part: Part) -> Iterator[Member]:
    """Yield what a tar holds, as it comes."""
    # `r:` with a stream of our own, not tarfile's: that one believes any length that a header states.
    with tarfile.open(fileobj=cast("BinaryIO", Forward(part.stream)), mode="r:") as archive:
        while (info := _next(archive)) is not None:
            if info.isdir():
                continue
            if reason := _left_out(info.name):
                yield part.refusal(f"!{info.name}", reason, is_skipped=True)
            elif info.issparse() or not info.isreg() or info.size < 0:
                yield part.refusal(f"!{info.name}", "not-a-file: a link, a device, or a file with holes")
            elif (member := archive.extractfile(info)) is not None:
                yield from part.member(f"!{info.name}", cast("BinaryIO", member))


def _next(archive: tarfile.TarFile) -> tarfile.TarInfo | None:
    info = archive.next()
    # It remembers each, which a million of them would make a gigabyte.
    archive.members = []  # type: ignore[attr-defined]
    return info


def _left_out(name: str) -> str:
    last = name.rstrip("/").rpartition("/")[2]
    if last.startswith(".") or name.startswith("__MACOSX/"):
        return "hidden: name it itself to take it in"
    found = _NO_DOCUMENT.search(last)
    return f"not-a-document: {found[0].lower()}" if found else ""
