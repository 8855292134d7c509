"""Words that pages use for what surrounds an article: in class names and ids, and in headings of boxes.

Conventions of many publishers and content systems, never the name that one site gave something. A word may stand
anywhere in a name: `article-related`, `relatedArticles` and `c-related__list` all say *related*. Two words that say it
only together are written as one: `read-more` is `readmore`.
"""

import re
from functools import lru_cache

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
    # for other media than the screen
    " printonly visibleprint instagrammedia tiktokembed fbpost"
)
_LIKELY_WORDS = (
    "nav navbar navigation menu foot footer masthead topbar toolbar sidebar rail ad ads banner commercial"
    " author authors autor autores autoren auteur auteurs contributor contributors signature byline dateline timestamp"
    " pubdate postdate meta metadata overlay kicker categories topics keywords copyright credit credits legend legends"
    " gallery carousel slider thumbnail thumbnails widget widgets embed embedded infobox factbox hidden visuallyhidden"
    " sronly screenreader rating skip player lightbox feedback registration consent expandablebox pullquote"
)
_CERTAIN, _LIKELY = frozenset(_CERTAIN_WORDS.split()), frozenset(_LIKELY_WORDS.split())
_CERTAIN_OPENINGS = ("newsletter", "cookie")
_CERTAIN_ENDINGS = ("teaser", "teasers")
# `has-sidebar`, `content-with-rail`, `no-comments`, and WordPress's `tag-comments`, speak of what stands elsewhere.
_ELSEWHERE = frozenset(["has", "with", "without", "no", "not", "tag", "category"])
_HYPHENS_OF_SLUG = 5
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_BETWEEN = re.compile(r"[_/-]+")
_LONGEST_NAME = 200

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
RELATED = re.compile(
    r"\W*(?:related|more (?:from|on|in|about|stories|news|like this)|most read|read (?:more|next|also)|also read"
    r"|see also|recommended|trending|popular|latest|top stories|you (?:may|might)(?: also)? (?:like|be interested)"
    r"|don't miss|up next|what to read next|what's next"
    r"|mehr (?:zum thema|aus|von|zu)|lesen sie auch|das könnte sie|auch interessant|ähnliche|meistgelesen"
    r"|weitere (?:artikel|meldungen|themen|nachrichten)|empfehlungen|zum thema"
    r"|lire aussi|à lire|voir aussi|sur le même|articles liés|les plus lus|dans la même|recommandé"
    r"|te puede interesar|le puede interesar|también te|lee también|más (?:sobre|de|noticias|leíd)"
    r"|noticias relacionadas|relacionad|lo más|você pode gostar|leia (?:também|mais)|veja também|mais lidas|relacionad"
    r"|leggi anche|potrebbe interessarti|correlati|i più letti|lees ook|meer over|les også|läs (?:också|mer)"
    r"|læs også|czytaj|zobacz|polecamy|читайте также|関連|あわせて読みたい|おすすめ|相关|相關|관련)",
    re.IGNORECASE,
)


@lru_cache(maxsize=20_000)
def of_element(names: str) -> tuple[str, int]:
    """Return class and id in lower case and with hyphens, and how much they speak against an element."""
    each = [name[:_LONGEST_NAME] for name in names.split()]
    lowered = [_lowered(name) for name in each]
    return " ".join(lowered), max(map(doubt, lowered), default=0)


@lru_cache(maxsize=50_000)
def doubt(name: str) -> int:
    """Return how much one class name or id, in lower case, speaks against an element.

    A slug quotes a headline, and says nothing.
    """
    if name.count("-") >= _HYPHENS_OF_SLUG:
        return 0
    words = _BETWEEN.split(name)
    found = 0
    for number, word in enumerate(words):
        following = words[number + 1] if number + 1 < len(words) else ""
        if word in _ELSEWHERE and following:
            break
        found = max(found, _doubt(word, following))
    return found


@lru_cache(maxsize=5_000)
def hides(names: str) -> bool:
    """Return whether a class says that a span in running text is none of it."""
    return bool(_HIDDEN.search(names))


def _lowered(name: str) -> str:
    return name if name.islower() else _CAMEL.sub("-", name).lower()


def _doubt(word: str, following: str) -> int:
    pair = word + following
    if word in _CERTAIN or pair in _CERTAIN or word.startswith(_CERTAIN_OPENINGS):
        return CERTAIN_SURROUNDINGS
    if word.endswith(_CERTAIN_ENDINGS) and following != "text":
        return CERTAIN_SURROUNDINGS
    return LIKELY_SURROUNDINGS if word in _LIKELY or pair in _LIKELY else 0
