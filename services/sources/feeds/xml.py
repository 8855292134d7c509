"""Bytes of a feed to UTF-8 without a mark, a declaration or blanks before the root, and what its root is."""

import codecs
import re

from services.sources import decoding

# Appendix F of XML 1.0: how `<?xm` or `<` begins in what is no superset of ASCII.
_BEGINNINGS = (
    (b"\x00\x00\x00<", "utf-32-be"),
    (b"<\x00\x00\x00", "utf-32-le"),
    (b"\x4c\x6f\xa7\x94", "cp037"),
    (b"\x00<\x00", "utf-16-be"),
    (b"<\x00", "utf-16-le"),
)
_DECLARATION = re.compile(rb"\s*<\?xml\s[^>]{0,300}\?>\s*")
_DECLARED = re.compile(rb"encoding\s*=\s*[\"']\s*([A-Za-z0-9_:.-]{2,40})")
# What servers say when nobody told them.
_DEFAULTS = frozenset(["", "iso-8859-1", "latin-1", "latin1", "us-ascii", "ascii"])
_GB = frozenset(["gb2312", "gbk", "gb_2312-80", "x-gbk"])
_BEFORE_ROOT = re.compile(rb"(?:<\?[^>]*+>|(?><!--.*?-->)|<![A-Za-z][^>\[]*+(?:\[[^\]]*+\]\s*+)?>|\s++)*+", re.DOTALL)
_ROOT = re.compile(rb"<(?:[A-Za-z_][\w.-]*+:)?([A-Za-z_][\w.-]*+)")


def as_utf8(content: bytes, charset: str = "") -> bytes:
    """Return *content* in UTF-8: what the bytes prove, then what was declared (RFC 7303), then what is most likely.

    Raises NotAnArticleError: `empty`, `binary` or `unknown-encoding`.
    """
    for beginning, encoding in _BEGINNINGS:
        if content.startswith(beginning):
            content = content.decode(encoding, "replace").encode("utf-8", "replace")
            return _bare(content)
    return _bare(decoding.as_utf8(content, _label(content, charset)))


def root_name(document: bytes) -> str:
    """Return the local name of the root element in lower case; nothing where none is seen."""
    before = _BEFORE_ROOT.match(document)
    root = _ROOT.match(document, before.end() if before else 0)
    return root[1].decode("ascii").lower() if root else ""


def _label(content: bytes, charset: str) -> str:
    declaration = _DECLARATION.match(content.removeprefix(codecs.BOM_UTF8)[:1024])
    declared = _DECLARED.search(declaration[0]) if declaration else None
    stated = declared[1].decode("ascii") if declared else ""
    label = stated if stated and charset.strip().lower() in _DEFAULTS else charset or stated
    return "gb18030" if label.strip().lower() in _GB else label


def _bare(document: bytes) -> bytes:
    document = document.removeprefix(codecs.BOM_UTF8)
    declaration = _DECLARATION.match(document)
    return document[declaration.end() :] if declaration else document.lstrip()
