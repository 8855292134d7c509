"""Clean text: what a reader sees, in one form."""

import re
import unicodedata

from ftfy import fix_encoding

# They show nothing, let equal-looking texts differ, or let a line pretend to be another (CVE-2021-42574).
_INVISIBLE = re.compile(
    "["
    "\u0000-\u0008\u000e-\u001b\u007f-\u0084\u0086-\u009f"  # C0 and C1 controls that aren't blanks
    "\u00ad\u034f\u180e\u200b\u2060-\u2065\ufeff\ufff9-\ufffb"  # soft hyphen, zero width, annotation
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u206f"  # bidirectional
    "\ud800-\udfff"  # lone surrogates have no UTF-8
    "\ufdd0-\ufdef\ufffe\uffff"  # noncharacters
    "\U000e0000-\U000e007f"  # tags
    "]"
)
# Persian and Indic words and emoji need joiners, but only between two visible characters.
_STRAY_JOINER = re.compile("(?:(?<=\\s)|^)[\u200c\u200d]+|[\u200c\u200d]+(?=\\s|$)|(?<=[\u200c\u200d])[\u200c\u200d]+")


# UTF-8 that was read as Windows-1252 shows a lead byte and what follows it; only then is ftfy asked, which takes a
# millisecond for an article and changes nothing that makes sense as it is (`é »` in French).
_LONGEST_REPAIRED = 20_000
_PERHAPS_MOJIBAKE = re.compile("[\u00c2-\u00f4][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]")


def clean(text: str) -> str:
    """Return *text* in NFC, on one line, mojibake repaired, with single spaces and without what can't be seen.

    Cleaning again changes nothing. An invisible character hides mojibake from the repair, and one repair may uncover
    another, so it is done until nothing changes; each repair makes the text shorter, or takes a control out of it.
    """
    cleaned = _cleaned(text)
    while _is_repaired(cleaned) and (again := _cleaned(cleaned)) != cleaned:
        cleaned = again
    return cleaned


def _is_repaired(text: str) -> bool:
    return not text.isascii() and len(text) <= _LONGEST_REPAIRED and _PERHAPS_MOJIBAKE.search(text) is not None


def _cleaned(text: str) -> str:
    if _is_repaired(text):
        text = fix_encoding(text)
    # What is printable is none of these but U+034F, and to ask costs a fifth.
    visible = text if text.isprintable() and "\u034f" not in text else _INVISIBLE.sub("", text)
    # A search for stray ones takes longer than all the rest, and few texts have any.
    if "\u200c" in visible or "\u200d" in visible:
        visible = _STRAY_JOINER.sub("", visible)
    return unicodedata.normalize("NFC", " ".join(visible.split()))


def shorten(text: str, longest: int) -> str:
    """Return *text*, cut with an ellipsis where it is over *longest* characters."""
    return text if len(text) <= longest else f"{text[: longest - 1].rstrip()}…"
