"""Language tags as publishers write them, in the form of BCP 47."""

import re

_TAG = re.compile(r"([a-z]{2,3})(?:[-_]([a-z]{4}))?(?:[-_]([a-z]{2}|\d{3}))?(?:[-_.@][\w.-]*)?", re.IGNORECASE)
# ISO 639-2 codes where 639-1 has a shorter one (RFC 5646, 2.2.1), and common mistakes.
_SHORTER = {
    "eng": "en", "fra": "fr", "fre": "fr", "deu": "de", "ger": "de", "spa": "es", "por": "pt", "ita": "it", "rus": "ru",
    "ara": "ar", "zho": "zh", "chi": "zh", "jpn": "ja", "kor": "ko", "tur": "tr", "nld": "nl", "iw": "he",
}  # fmt: skip


def tag(stated: str) -> str:
    """Return `pt-BR` for `pt_br.UTF-8`, `en` for `eng`, and nothing for what is no tag."""
    match = _TAG.fullmatch(stated.strip())
    if not match or match[1].lower() in ("und", "mul", "zxx"):
        return ""
    language = match[1].lower()
    script, region = (match[2] or "").title(), (match[3] or "").upper()
    return "-".join(filter(None, (_SHORTER.get(language, language), script, region)))
