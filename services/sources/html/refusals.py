"""Say by name what a page is that has no article: a consent wall, a bot wall, an error, an index, a stub.

Each needs two signs, the words of its kind and the lack of a text: real articles are about cookies and 404s too.
"""

import re

from services.errors import NotAnArticleError
from services.sources.html import jsonld
from services.sources.html.body import Found
from services.sources.html.page import Page
from services.sources.html.statements import Statements

REASON = "not-an-article"

# A text this long is an article, whatever its words.
_AN_ARTICLE = 1500
_A_STUB = 400
# A paywall that leaves some paragraphs to read leaves an article; one or two sentences tell less than its summary.
_A_TEASER = 300
_LOOKED_AT = 4000

_BOT_WALL = re.compile(
    r"just a moment\W|attention required!|access (?:to this page has been )?denied|are you (?:a )?(?:human|robot)"
    r"|verify(?:ing)? (?:that )?you are (?:a )?human"
    r"|pardon our interruption|checking your browser|ddos protection|unusual (?:traffic|activity)"
    r"|enable javascript and cookies to continue|not a robot|captcha"
    r"|bist du ein mensch|kein roboter|êtes-vous un robot|no eres un robot|request (?:has been )?blocked"
    r"|you have been blocked",
    re.IGNORECASE,
)
_CONSENT = re.compile(
    r"cookies?\b|\bconsent\b|einwilligung|zustimm\w+|datenschutz\w*|privacy (?:policy|settings|choices)|your privacy"
    r"|traceurs|consentement|consentimiento"
    r"|consenso|toestemming|personenbezogen\w*|personal data|données personnelles|vendors|\bpartners?\b|tcf|gdpr"
    r"|dsgvo|werbefrei|contentpass|pur-abo",
    re.IGNORECASE,
)
_ERROR_TITLE = re.compile(
    r"\W*(?:error\W{0,3})?(?:404|403|410|500|502|503)\b|(?:page|article|story|content|site|file) (?:can ?not|can't"
    r"|could not|couldn't) be found|(?:page|article|story|content|file) (?:was )?not found|not found\W*$"
    r"|page (?:no longer|isn't|is not) available|seite (?:wurde )?nicht gefunden|page (?:introuvable|non trouvée)"
    r"|página no encontrada|página não encontrada|pagina non trovata"
    r"|pagina niet gevonden|sidan (?:kunde inte hittas|hittades inte)|siden (?:blev ikke fundet|ble ikke funnet)"
    r"|страница не найдена|nie znaleziono|service unavailable|internal server error|bad gateway"
    r"|something went wrong|temporarily unavailable|site maintenance|oops\b",
    re.IGNORECASE,
)
_PAYWALL = re.compile(
    r"subscri(?:be|bers?|ption)|already a member|sign in to (?:read|continue)|log in to (?:read|continue)"
    r"|register to (?:read|continue)|abonn(?:ieren|ement|és?|ez)|abo\b|jetzt (?:testen|weiterlesen)"
    r"|suscr[ií]b|suscriptor|assin(?:e|ante|atura)|abbonat|abbonament|prenumer|réservée? aux|premium|会員|구독",
    re.IGNORECASE,
)


def refuse(stated: Statements, page: Page, found: Found, paragraphs: tuple[str, ...]) -> None:
    """Raise NotAnArticleError `not-an-article` with what the page is, unless it has an article."""
    length = sum(map(len, paragraphs))
    if length < _AN_ARTICLE and (kind := _kind(stated, page, found, paragraphs, length)):
        raise NotAnArticleError(REASON, kind)


def _kind(stated: Statements, page: Page, found: Found, paragraphs: tuple[str, ...], length: int) -> str:
    shown = page.blocks[found.headline].text if found.headline >= 0 else ""
    heads = (stated.title, shown)
    text = "\n".join(paragraphs)[:_LOOKED_AT]
    whole = "\n".join(block.text for block in page.blocks)[:_LOOKED_AT]
    if any(map(_BOT_WALL.search, heads)) or (length < _A_STUB and _says_much(_BOT_WALL, whole, 600)):
        return "bot wall"
    if any(map(_ERROR_TITLE.search, heads)) and not _is_stated(stated):
        return "error page"
    if len(_CONSENT.findall(text)) >= 3 + length // 300 and not _is_stated(stated):
        return "consent wall"
    if length < _A_STUB and len(_CONSENT.findall(whole)) >= 8 and not _is_stated(stated):
        return "consent wall"
    if length < _A_TEASER and _PAYWALL.search(whole) and is_free(stated) is False:
        return "paywall stub"
    return "index" if _is_index(stated, page, length) else ""


def is_free(stated: Statements) -> bool | None:
    """Return whether the page says that it can be read for free; None where it doesn't say."""
    said = [truth for value in stated.values("isAccessibleForFree") if (truth := jsonld.truth(value)) is not None]
    if said:
        return said[0]
    tier = stated.first("article:content_tier", "og:article:content_tier").lower()
    return {"free": True, "metered": False, "locked": False}.get(tier)


def _is_stated(stated: Statements) -> bool:
    return bool(stated.nodes) or "article" in stated.first("og:type").lower()


def _says_much(pattern: re.Pattern[str], text: str, longest: int) -> bool:
    return len(text) < longest and bool(pattern.search(text))


def _is_index(stated: Statements, page: Page, length: int) -> bool:
    """Return whether links are nearly all that the page has, and nothing states an article."""
    if _is_stated(stated) or stated.first("article:published_time", "datepublished"):
        return False
    linked = sum(block.linked for block in page.blocks)
    headlines = sum(1 for block in page.blocks if block.linked > 25 and block.linked > 0.8 * len(block.text))
    return headlines >= 15 and linked > 3 * length
