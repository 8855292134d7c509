"""Names out of what stands for authors: without "by", roles, places and buttons, in the languages of many publishers.

By Ann Bee and Cy Dee, Staff Writers ─▶ Ann Bee · Cy Dee        文/張三、李四 ─▶ 張三 · 李四
Propos recueillis par Ann Bee        ─▶ Ann Bee                홍길동 기자   ─▶ 홍길동
"""

import html
import re
from collections.abc import Iterable

MOST = 30
_LONGEST_NAME = 60
_LONGEST = 2000
_MOST_WORDS = 7

# What says that a name follows, whatever it is.
_BY = (
    r"(?:(?:written|reported|reporting|story|words|text|article|posted|published|contributed|compiled|analysis|report"
    r"|review|interview|opinion|comment(?:ary)?) )?by"
    r"|(?:ein(?:e|en)? [\w-]{3,30} )?von|par|(?:propos recueillis|écrit|rédigé|publié) par|por|(?:escrito|texto) por"
    r"|a cura di|scritto da|door|geschreven door|av|af|(?:skriven|skrevet) a[vf]|scris de|oleh|yazan|piše|пише"
    r"|napsala?|írta|от|โดย|بقلم|كتبت?|מאת"
)
# Prepositions that names begin with, too: they are taken off where two words are left.
_BY_OR_NAME = r"di|da|de|per"
# Labels: a name follows a colon, or stands beneath; without a colon it must look like one (`Reporter ohne Grenzen`).
_LABEL = (
    r"authors?|writers?|reporters?|autor(?:in|es|en|ka|zy)?|autore|autori|autors|autorius|auteurs?|text|texte|texto"
    r"|testo|tekst|teksti|szerző|kirjoittaja|toimittaja|forfatter|författare|skribent|yazar|haber|penulis|tác giả"
    r"|opr(?:ac)?\.|автор(?:ы|и)?|текст|беседовала?|συντάκτης|γράφει (?:ο|η)|نویسنده|إعداد|כתב(?:ת)?|लेखक"
)
_DENSE_LABEL = r"(?:本[报報]|新华社)?(?:记者|記者)|文字?(?=[/／:：・=＝|｜])|取材・文|撰文|作者|通讯员"
_CAPITAL = r"(?-i:[A-ZÀ-ÞČŁŚŠŻŽ])"
_PREFIX = re.compile(
    rf"^(?:(?:{_BY})\b\s*:?(?:\s+|$)"
    rf"|(?:{_LABEL})(?:\s*[:：|/]\s*|\s+-\s+|\s*$|\s+(?={_CAPITAL}\S*\s{_CAPITAL}))"
    rf"|(?:{_BY_OR_NAME})\s+(?=\S+\s+\S)"
    rf"|(?:{_DENSE_LABEL})\s*[/／:：・=＝|｜]?\s*)",
    re.IGNORECASE,
)
LABEL = re.compile(rf"(?:(?:\w+ )?(?:{_BY}|di|przez)|{_LABEL})\s*:?", re.IGNORECASE)
SIGNED = re.compile(rf"(?:{_BY}|di|{_DENSE_LABEL})[\s:/／：・]", re.IGNORECASE)

_BETWEEN = re.compile(r"\s*(?:[;|•·\n、，،／]|\s/\s|\s(?:and|und|et|och|og|en|ja|oraz|ve|és|và|și|и|та|και|&)\s)\s*")
# These are parts of names as well (Ortega y Gasset, Puig i Cadafalch): only between two names of two words.
_BETWEEN_FULL_NAMES = re.compile(r"(?<=\S)\s(?:y|e|i|a|dan|con|with|avec|mit)\s(?=\S+\s\S)")
_IN_PARENTHESES = re.compile(r"\s*[(（][^()（）]*[)）]")
_ROLES = (
    r"editors?|correspondents?|reporters?|writers?|columnists?|contributors?|producers?|staff|chief|bureau|authors?"
    r"|analysts?|photographers?|professor|director|commentator"
    r"|(?:chef)?redakt(?:eur|or)(?:in)?|korrespondent(?:in)?|journalist(?:e|in|a)?|kommentator|volont[äa]r(?:in)?"
    r"|rédact(?:eur|rice)|correspondante?|envoyée? spéciale?|redactora?|corresponsal|periodista|enviad[oa]"
    r"|giornalista|inviat[oa]|redattore|redattrice|corrispondente|jornalista|repórter|correspondente"
    r"|redacteur|verslaggever|skribent|redaktør|redaktör|toimittaja|dziennikar(?:z|ka)|redaktorka|muhabiri?|editörü?"
    r"|fotograf|újságíró|szerkesztő|wartawan|jurnal(?:is|ist)|корреспондент|журналист|редактор"
    r"|обозреватель|δημοσιογράφος"
)
_ROLE = re.compile(rf"\b(?:{_ROLES}|minutes?|updated|published|min read)\b|photograph|redakce", re.IGNORECASE)
_ROLE_AT_END = re.compile(r"(?<=\S)\s*(?:(?:인턴|선임|전문)?기자|특파원|논설위원|記者|编辑)$")
_NO_NAME = re.compile(
    r"^(?:facebook|twitter|x|instagram|linkedin|whatsapp|e-?mail|rss|share|save|print|admin|follow(?:ing)?|folgen|suivre"
    r"|seguir|segui|volg|följ|følg|bio(?:graph(?:y|ie))?|profile?|about the authors?"
    r"|(?:view|see|show|read|more|all) (?:all|more|bio|full|profile|posts?|articles?|stories|from|by|about)\b.{0,40}"
    r"|mehr (?:von|zur?|über|erfahren)\b.{0,40}|alle (?:artikel|beiträge|texte)\b.{0,40}"
    r"|tous (?:ses|les) articles.{0,40}"
    r"|(?:ver|todos los|más|mais) (?:art[íi]culos|art[íi]gos|más|mais|perfil)\b.{0,40}|\S{0,12}(?:報導|报道))$"
    r"|https?:|www\.|@|\d{3,}|\d[:.]\d|[<>{}=]|\.(?:com|org|net|html?)\b",
    re.IGNORECASE,
)
_AROUND = " ,.:-–—|/()【】[]"


def names(texts: Iterable[str]) -> tuple[str, ...]:
    """Return the names in *texts*, each once; a role only where nothing else stands."""
    found: dict[str, str] = {}
    for text in texts:
        for part in _parts(html.unescape(text)):
            if cleaned := _cleaned(part):
                found.setdefault(cleaned.casefold(), cleaned)
    every = tuple(found.values())[:MOST]
    return tuple(name for name in every if not _ROLE.search(name)) or every


def is_full_name(name: str) -> bool:
    """Return whether *name* looks like a person's: two words or more with a capital, or in a script without them."""
    first = name[0]
    return first.lower() == first.upper() or (first.isupper() and " " in name)


def _parts(listed: str) -> list[str]:
    """Return the names in a list: `A B and C D`, `A B; C D`, `A B, C D`; but one in `Family, Given`."""
    parts: list[str] = []
    for part in _BETWEEN.split(_without_prefix(_IN_PARENTHESES.sub("", listed[:_LONGEST]).strip())):
        by_comma = [one.strip() for one in part.split(",")]
        are_names = sum(1 for one in by_comma if " " in one) * 2 >= len(by_comma)
        for one in by_comma if are_names else [part]:
            parts += _BETWEEN_FULL_NAMES.split(one) if one.count(" ") > 3 else [one]
    return parts


def _without_prefix(text: str) -> str:
    return _PREFIX.sub("", text)


def _cleaned(text: str) -> str:
    name = _without_prefix(" ".join(text.split()).strip(_AROUND))
    name = _ROLE_AT_END.sub("", name)
    if len(name) > _LONGEST_NAME or len(name.split()) > _MOST_WORDS or _NO_NAME.search(name):
        return ""
    return name if any(map(str.isalpha, name)) else ""
