"""Words that pages use for what surrounds an article: in class names and ids, and in headings of boxes.

Conventions of many publishers and content systems, never the name that one site gave something. A word may stand
anywhere in a name: `article-related`, `relatedArticles` and `c-related__list` all say *related*. Two words that say it
only together are written as one: `read-more` is `readmore`.
"""

import re
from functools import cache, lru_cache

from services.page_words import READ_ON

LIKELY_SURROUNDINGS, CERTAIN_SURROUNDINGS = 1, 2

_CERTAIN_WORDS = (
    # getting about, sharing, following
    "breadcrumb breadcrumbs offcanvas addthis addtoany sharedaddy share shares sharing sharethis sharebar social"
    " socials socialmedia followus pagination pager"
    # other articles
    " related recommend recommends recommended recommendation recommendations recirc recirculation readmore readnext"
    " readalso alsoread seealso watchnext morefrom moreon morestories morenews morearticles popular trending mostread"
    " mostviewed mostpopular topstories topread outbrain taboola plista teads"
    # readers' words
    " comment comments disqus replies"
    # offers and dialogs
    " subscribe subscription subscriptions signup optin login regwall gdpr modal popup tooltip toast cta donate"
    " donation"
    " advert adverts advertisement advertisements advertising dfp sponsor sponsored promo promos promoted promotion"
    " poweredby poll quiz disclaimer"
    # about the author, the pictures, the subject
    " authorbox authorbio authorinfo authorcard authorprofile authorabout authordesc authordescription aboutauthor"
    " aboutauthors abouttheauthor postauthor bio caption captions figcaption imagecredit imagesource photocredit tags"
    " taglist"
    # the same in other languages
    " anzeige werbung teilen kommentare empfehlungen meistgelesen mehrzumthema publicite partage partager commentaires"
    " lireaussi publicidad compartir comentarios relacionado relacionados relacionadas leermas pubblicita condividi"
    " correlati correlate commenti leggianche publicidade compartilhar leiatambem leiamais saibamais advertentie"
    " reclame delen gerelateerd reacties leesook annons annonse annonce relaterat relaterade relatert relaterte lasmer"
    " lesmer mainos kommentit reklama reklam reklame komentarze komentare powiazane polecane diskuze souvisejici"
    " hirdetes kapcsolodo yorumlar ilgili iklan komentar terkait bacajuga quangcao tinlienquan binhluan publicitate"
    " comentarii"
    # for other media than the screen
    " printonly visibleprint instagrammedia tiktokembed fbpost"
)
_LIKELY_WORDS = (
    "nav navbar navigation menu foot footer masthead topbar toolbar sidebar rail ad ads banner commercial"
    " author authors autor autores autoren auteur auteurs contributor contributors signature byline dateline timestamp"
    " pubdate postdate meta metadata overlay kicker categories topics keywords copyright credit credits legend legends"
    " gallery carousel slider thumbnail thumbnails widget widgets embed embedded infobox factbox hidden visuallyhidden"
    " sronly screenreader rating skip player lightbox feedback registration consent pullquote expandable"
    " autore autori forfatter forfattare yazar firma etiquetas temas motscles schlagworte emneord etiketler"
)
_DOUBTS = dict.fromkeys(_LIKELY_WORDS.split(), LIKELY_SURROUNDINGS)
_DOUBTS |= dict.fromkeys(_CERTAIN_WORDS.split(), CERTAIN_SURROUNDINGS)
# These speak for certain.
_OPENINGS = ("newsletter", "cookie")
_ENDINGS = ("teaser", "teasers")
# `has-sidebar`, `content-with-rail`, `no-comments`, and WordPress's `tag-comments`, speak of what stands elsewhere.
_ELSEWHERE = frozenset(["has", "with", "without", "no", "not", "tag", "category"])
_HYPHENS_OF_SLUG = 5
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_LONGEST_NAME = 200
_MOST_KNOWN = 50_000

_HIDDEN = re.compile(
    r"(?:^|[\s_/-])(?:visually-?hidden|sr-?only|screen-?reader(?:-?text)?|tooltip|captions?|credits?|share)(?=$"
    r"|[\s_/-])"
)
DECK = re.compile(
    r"(?:^|[\s_/-])(?:sub-?(?:title|head|heading|headline)|dek|deck|stand-?first|lead(?:-?text)?|lede"
    r"|intro(?:duction|-?text)?"
    r"|summary|abstract|excerpt|desc|description|teaser-?text|chapo|chapeau|sottotitolo|sommario|entradilla|bajada"
    r"|copete|ingress"
    r"|vorspann|anriss|perex|strapline|synopsis)(?=$|[\s_/-])"
)
PICTURE = re.compile(
    r"(?:^|[\s_/-])(?:figures?|images?|img|photos?|pictures?|media|captions?|hero|gallery|carousel|slider"
    r"|thumbnails?|overlay"
    r"|player|video)(?=$|[\s_/-])"
)
HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
_RELATED = re.compile(
    r"related|more (?:from|on|in|about|stories|news|like this)|most read|read (?:more|next|also)|recommended|trending"
    r"|popular|latest|top stories|you (?:may|might)(?: also)? (?:like|be interested)|what's next|mehr (?:aus|von|zu)"
    r"|weitere (?:artikel|meldungen|themen|nachrichten)|empfehlungen|zum thema|à lire|recommandé|también te"
    r"|más (?:sobre|de|noticias|leíd)|relacionad|lo más|correlati|czytaj|zobacz|相关|相關|관련",
    re.IGNORECASE,
)
_MOST_WORDS_TO_READ_ON = 6
_MARKS = re.compile(r"\W*")


def calls_elsewhere(heading: str) -> bool:
    """Return whether a heading says that what follows are other articles."""
    start = _MARKS.match(heading).end()  # type: ignore[union-attr] # matches anything
    if _RELATED.match(heading, start):
        return True
    words = heading[start:].casefold().split()[:_MOST_WORDS_TO_READ_ON]
    return any(" ".join(words[:number]).rstrip(" :：,.…!?»>") in READ_ON for number in range(1, len(words) + 1))


@cache
def doubt_of(names: str) -> int:
    """Return how much class names and an id, with blanks between, speak against an element."""
    return max([_doubt(name) for name in names.split()], default=0)


def forget() -> None:
    """Forget what was looked up, where it is much; to be called between pages.

    A cache with a bound keeps an order, which makes a look-up several times as slow.
    """
    for known in (doubt_of, _doubt):
        if known.cache_info().currsize > _MOST_KNOWN:
            known.cache_clear()


def lowered(names: str) -> str:
    """Return class names and an id in lower case and with hyphens."""
    return " ".join([_lowered(name) for name in names.split()])


def _lowered(name: str) -> str:
    name = name[:_LONGEST_NAME]
    return name if name.islower() else _CAMEL.sub("-", name).lower()


@cache
def _doubt(name: str) -> int:
    """Return how much one class name or id speaks against an element; a slug quotes a headline, and says nothing."""
    name = _lowered(name)
    if name.count("-") >= _HYPHENS_OF_SLUG:
        return 0
    found, word = 0, ""
    for following in (*filter(None, name.replace("_", "-").replace("/", "-").split("-")), ""):
        if word in _ELSEWHERE and following:
            break
        if word in _DOUBTS or word + following in _DOUBTS or word.startswith(_OPENINGS) or word.endswith(_ENDINGS):
            found = max(found, _doubt_of_word(word, following))
        word = following
    return found


def _doubt_of_word(word: str, following: str) -> int:
    if word.startswith(_OPENINGS) or (word.endswith(_ENDINGS) and following != "text"):
        return CERTAIN_SURROUNDINGS
    return max(_DOUBTS.get(word, 0), _DOUBTS.get(word + following, 0))


@lru_cache(maxsize=5_000)
def hides(names: str) -> bool:
    """Return whether a class says that a span in running text is none of it."""
    return bool(_HIDDEN.search(names))
