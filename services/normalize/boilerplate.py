"""Lines that belong to a page and not to its text: calls to read on, share bars, credits, times of updates.

In the languages of many publishers. A line counts as a whole, or by its opening where a colon or a fixed phrase tells
it from a sentence; a longer one is left alone, because losing a sentence is worse than keeping a call.
"""

import re

_LONGEST = 400
_LONGEST_SHORT = 100

_WHOLE = (
    # advertising
    r"advertis(?:e?ment|ing)|advert|ad|sponsored(?: content)?|anzeige|werbung|publicit[ée]|publicidade?|pubblicità"
    r"|reklam[ae]?|annonce"
    r"|anuncio|advertentie|iklan|реклама|إعلان|広告|廣告|广告"
    # sharing, printing, commenting
    r"|share(?: this(?: article| story| post)?)?|teilen|partager|compartir|compartilhar|condividi|delen|dela"
    r"|поделиться|シェア"
    r"|comments?|leave a (?:comment|reply)|kommentare?|commentaires?|comentarios?|commenti|print|drucken|imprimer"
    r"|imprimir|stampa"
    r"|\d+ (?:comments?|shares?|views?|kommentare)"
    # reading on
    r"|read (?:more|next|full story|the full story)|more|weiterlesen|mehr|lire la suite|leer más|leia mais"
    r"|saiba mais|leggi tutto"
    r"|lees meer|läs mer|les mer|læs mere|читать далее|続きを読む"
    r"|related(?: (?:articles?|stories|news|posts?|topics?|content|links?))?:?|ähnliche (?:artikel|nachrichten)"
    r"|mehr zum thema"
    r"|zum thema|sur le même sujet|articles liés|noticias relacionadas|【?関連記事】?|lesen sie auch|auch interessant"
    r"|lire aussi"
    r"|à lire aussi|lee también|lea también|te puede interesar|leia também|veja também|leggi anche|lees ook"
    r"|läs också|les også"
    r"|læs også|czytaj (?:też|także|również)|читайте также|also read|read also|see also|you (?:may|might) also like"
    r"|most read"
    r"|trending(?: now)?|top stories|recommended(?: for you)?|more (?:stories|news)|explore further|watch now|up next"
    r"|don't miss(?: it)?|story continues below(?: advertisement)?|article continues (?:below|after)[^.]*"
    # following, subscribing
    r"|follow us|newsletter|subscribe(?: now)?|sign up(?: now)?|after newsletter promotion|skip (?:past|to)[^.]*"
    r"|loading\W*"
    # reading time
    r"|\d{1,3} ?(?:-?min(?:ute)?s?\.?(?: read| lesezeit)?|min\.? lesezeit)"
)
_OPENING = (
    r"(?:read (?:more|also|next)|also read|related|see also|recommended|more|watch|trending|must[- ]read"
    r"|lesen sie auch|lesetipp"
    r"|mehr zum thema|lire aussi|à lire aussi|voir aussi|lee también|lea también|le puede interesar|te puede interesar"
    r"|leia (?:também|mais)|veja (?:também|mais)|leggi anche|lees ook|les også|läs (?:också|mer)|læs også"
    r"|czytaj (?:też|także|również|więcej)|zobacz (?:też|także)|читайте также|baca juga)\s*[:：»>|→-]"
    r"|(?:photo|image|picture|pic|foto|bild|fotos|quelle|credit|credits|crédits?|crédito|illustration|video|imagen"
    r"|fotografía)"
    r"(?: (?:by|credit))?\s*[:：©/]"
    r"|©|\(c\) |copyright |all rights reserved|alle rechte vorbehalten|tous droits réservés|todos los derechos"
    r"|(?:sign up|subscribe) (?:to|for|here|now)\b|follow (?:(?:us|me|him|her|the author) )?on\b|download (?:the"
    r"|our) app|click here"
    r"|get the latest|join (?:our|the) (?:whatsapp|telegram|newsletter)"
    r"|il vous reste \d|this article (?:was|is) (?:originally |first )?(?:published|appeared)"
    # what stands in for an embedded post until the reader agrees to it
    r"|an dieser stelle (?:finden sie|befindet sich|ist)|ich bin damit einverstanden"
    r"|(?:empfohlener )?(?:redaktioneller|externer) inhalt"
    r"|recommended editorial content|(?:to|um) (?:view|see|diesen) (?:this )?(?:content|inhalt)"
    r"|this content is (?:hosted|not available)"
    r"|pour (?:voir|afficher) ce contenu"
)
_TIME = (
    r"(?:(?:last )?updated?(?: (?:at|on))?|(?:first )?published(?: (?:at|on))?|posted(?: on)?|stand"
    r"|veröffentlicht(?: am)?|aktualisiert(?: am)?"
    r"|publié le|mis à jour(?: le)?|publicado (?:em|el)|actualizado (?:el|a las)|atualizado (?:em"
    r"|às))\s*:?\s*(?:\w+\.?,? ){0,3}\d[^!?]{0,50}"
)
_NAME = r"[A-ZÀ-ÝŚŻČŠŽ][\w'’.-]+[ ,]*(?:(?:and|und|et|y|e|en|och|og|van|de|für|for|&) )?"
_BYLINE = re.compile(rf"(?!.*[.!?]$)(?:[Bb]y|BY|[Vv]on|[Pp]ar|[Pp]or|[Dd]i|[Dd]oor|[Aa]v|[Aa]f) (?:{_NAME}){{1,7}}$")
_SHORT_LINE = re.compile(rf"\W{{0,3}}(?:(?:{_WHOLE}|{_TIME})\W*$)", re.IGNORECASE)
_LINE = re.compile(rf"\W{{0,3}}(?:{_OPENING})", re.IGNORECASE)


def is_boilerplate(line: str) -> bool:
    """Return whether *line* is none of the text, but the page's own."""
    length = len(line)
    if length > _LONGEST:
        return False
    if length <= _LONGEST_SHORT and (_SHORT_LINE.match(line) or _BYLINE.match(line)):
        return True
    return bool(_LINE.match(line))


def without(lines: list[str]) -> list[str]:
    """Return *lines* without those that are none of the text; all of them where nothing else would be left."""
    return [line for line in lines if not is_boilerplate(line)] or lines
