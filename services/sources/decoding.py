"""Turn bytes into text by fixed rules: what the bytes prove, then what was declared, then what is most likely.

Statistical detection is left out: on texts as short as these it answers differently for one more sentence, and a wrong
alphabet looks like success.
"""

import codecs
import re

from services.errors import NotAnArticleError

# The longer mark first: UTF-32's begins with UTF-16's.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_FIRST_BYTES_OF_MARKS = tuple(mark[:2] for mark, _ in _MARKS)
_MAGIC = (
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"%PDF-",
    b"PK\x03\x04",
    b"PK\x05\x06",
    b"\x1f\x8b",
    b"\x7fELF",
    b"MZ\x90",
    b"BZh",
    b"\xfd7zXZ",
    b"7z\xbc\xaf",
    b"\x28\xb5\x2f\xfd",
    b"\xd0\xcf\x11\xe0",
    b"\xca\xfe\xba\xbe",
    b"OggS",
    b"ID3",
    b"fLaC",
    b"{\\rtf",
    b"%!PS",
    b"SQLite format 3",
    b"wOF2",
)
# Codecs of the WHATWG Encoding Standard, by Python's names: others (utf-7, unicode_escape, idna) can be abused.
_ALLOWED = re.compile(
    r"utf-8|utf-16(-[lb]e)?|utf-32(-[lb]e)?|cp125[0-8]|cp866|cp874|cp932|cp949|cp950|iso8859-\d+|koi8-[ru]"
    r"|mac-(roman|cyrillic)|gb18030|gbk|gb2312|big5|big5hkscs|shift_jis|euc_jp|euc_kr|iso2022_jp|tis-620"
)
# https://encoding.spec.whatwg.org/#names-and-labels: on the web these labels mean Windows-1252.
_WINDOWS_1252 = {"iso8859-1", "ascii", "cp1252"}
# And these mean what has more characters.
_FULLER = {
    "gb2312": "gb18030", "gbk": "gb18030", "euc_kr": "cp949", "shift_jis": "cp932", "big5": "big5hkscs",
    "iso8859-9": "cp1254", "iso8859-11": "cp874", "tis-620": "cp874",
}  # fmt: skip
# A page of a declared alphabet may have so few characters broken: one in so many that aren't ASCII.
_SOUND_FOR_ONE_BROKEN = 200
_LOOKED_AT = 65_536
_CONTROLS = bytes(code for code in range(1, 32) if code not in b"\t\n\v\f\r\x1b") + b"\x7f"


def decode(content: bytes, declared: str = "") -> str:
    """Return *content* as text without NUL characters and byte order mark.

    Raises NotAnArticleError: `empty`, `binary`, or `unknown-encoding` when only a guess could tell the alphabet.
    """
    if not content:
        raise NotAnArticleError("empty", "no bytes")
    text = _marked(content)
    if text is None:
        text = _unmarked(content, declared)
    text = text.replace("\0", "").removeprefix("\ufeff")
    if not text or text.isspace():
        raise NotAnArticleError("binary" if b"\0" in content else "empty", "only blanks")
    return text


def as_utf8(content: bytes, declared: str = "") -> bytes:
    """Return what `decode` gives, in UTF-8: *content* itself where it is that already, as nearly every page is."""
    if content and not content.isspace() and b"\0" not in content and not content.startswith(_FIRST_BYTES_OF_MARKS):
        _refuse_binary(content)
        if content.isascii():
            return content
        try:
            content.decode("utf-8")
        except UnicodeDecodeError:
            pass
        else:
            return content
    return decode(content, declared).encode("utf-8", "replace")


def _marked(content: bytes) -> str | None:
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return content[len(mark) :].decode(encoding, "replace")
    return None


def _unmarked(content: bytes, declared: str) -> str:
    encoding = _utf16_without_mark(content)
    if encoding:
        return content.decode(encoding, "replace")
    _refuse_binary(content)
    content = content.replace(b"\0", b"")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return _declared(content, declared) or _damaged_utf8(content) or _windows_1252(content)


def _refuse_binary(content: bytes) -> None:
    if content.startswith(_MAGIC):
        raise NotAnArticleError("binary", "the first bytes are those of a known file format")
    opening = content[:_LOOKED_AT]
    nuls = opening.count(0)
    controls = len(opening) - len(opening.translate(None, _CONTROLS))
    # A tenth of random bytes are controls; a text that went through a careless program has a few.
    if nuls > max(8, len(opening) // 10) or controls > max(2, len(opening) // 50):
        raise NotAnArticleError("binary", f"{nuls} NUL and {controls} control bytes in the first {len(opening)}")


def _utf16_without_mark(content: bytes) -> str:
    """Return the byte order when every second byte is mostly NUL, as in UTF-16 of any Latin script."""
    opening = content[:_LOOKED_AT]
    if b"\0" not in opening:
        return ""
    half = len(opening) // 2
    if len(content) % 2 or half < 4:
        return ""
    even, odd = opening[0::2].count(0), opening[1::2].count(0)
    if odd * 10 >= half * 7 and even * 20 <= half:
        return "utf-16-le"
    if even * 10 >= half * 7 and odd * 20 <= half:
        return "utf-16-be"
    return ""


def _declared(content: bytes, label: str) -> str:
    try:
        label = label.strip().lower().removeprefix("x-")
        name = codecs.lookup(label).name if label.isascii() and label else ""
    except (LookupError, ValueError):
        return ""
    if name in _WINDOWS_1252:
        return _windows_1252(content)
    return _nearly_sound(content.decode(_FULLER.get(name, name), "replace")) if _ALLOWED.fullmatch(name) else ""


def _nearly_sound(text: str) -> str:
    """Return *text* unless too much of what isn't ASCII was broken."""
    broken = text.count("\ufffd")
    foreign = sum(1 for character in text if character > "\x7f") if broken else 0
    return text if broken * _SOUND_FOR_ONE_BROKEN <= foreign else ""


def _damaged_utf8(content: bytes) -> str:
    """Return UTF-8 with marks for broken bytes where most of what isn't ASCII is right; else nothing."""
    text = content.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    sound = sum(1 for character in text if character > "\x7f") - broken
    return text if sound >= 3 * broken else ""


def _windows_1252(content: bytes) -> str:
    # The five bytes that cp1252 leaves open are C1 controls in the Encoding Standard; normalize removes those.
    text = content.decode("cp1252", "surrogateescape")
    text = "".join(chr(ord(c) - 0xDC00) if "\udc80" <= c <= "\udcff" else c for c in text)
    letters = [character for character in text if character.isalpha()]
    foreign = sum(1 for character in letters if character > "\x7f")
    # Accents are the minority in any Western text; Cyrillic, Greek or Chinese read this way is nearly all.
    if foreign * 5 > len(letters) * 2:
        raise NotAnArticleError("unknown-encoding", "neither UTF-8 nor Western; declare the charset")
    return text
