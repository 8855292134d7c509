"""Lines that belong to a page and not to its text: calls to read on, share bars, credits, times of updates.

In the languages of many publishers. A line counts as a whole, or by its opening where a colon or a fixed phrase tells
it from a sentence; a longer one is left alone, because losing a sentence is worse than keeping a call.
"""

import re

from services.page_words import READ_ON, phrases

_LONGEST = 400
_LONGEST_SHORT = 100

# Lines by themselves, without the marks around them.
_ALONE = READ_ON | phrases(
    """advertisement, advertising, advert, ad, sponsored, sponsored content, Anzeige, Werbung, publicité, publicite,
    publicidad, publicidade, publicitat, pubblicità, reklam, reklama, reklame, annonce, annonse, annons, anuncio,
    anúncio, advertentie, advertensie, reclame, mainos, hirdetés, reclamă, oglas, διαφήμιση, iklan, quảng cáo,
    реклама, إعلان, פרסומת, تبلیغات, विज्ञापन, โฆษณา, 広告, 廣告, 广告, 광고, story continues below,
    story continues below advertisement, share, share this, share this article, share this story, share this post,
    teilen, partager, compartir, compartilhar, partilhar, condividi, delen, dela, del, jaa, udostępnij, sdílet,
    zdieľať, megosztás, distribuie, podijeli, paylaş, поделиться, поширити, κοινοποίηση, شارك, مشاركة, שתף, שיתוף,
    اشتراک گذاری, शेयर करें, bagikan, chia sẻ, แชร์, シェア, 分享, 공유, 공유하기, print, drucken, imprimer,
    imprimir, stampa, afdrukken, skriv ut, tulosta, drukuj, yazdır, comment, comments, leave a comment,
    leave a reply, kommentar, kommentare, commentaire, commentaires, comentario, comentarios, comentários, commenti,
    reacties, kommentarer, kommentit, komentarze, komentáře, komentáre, comentarii, hozzászólások, komentari,
    komentar, σχόλια, yorumlar, комментарии, коментарі, коментари, التعليقات, תגובות, bình luận, ความคิดเห็น,
    コメント, 评论, 評論, 댓글, more, read full story, read the full story, watch now, trending, recommended,
    weiterlesen, mehr, zum Thema, empfohlen, Empfehlungen, lire la suite, à lire, leer más, más información, ver más,
    ler mais, más, plus, approfondisci, continua a leggere, číst dále, подробнее, المزيد, selengkapnya, 続きを読む,
    もっと見る, 看更多, 더보기, follow us, folgen Sie uns, suivez-nous, síguenos, siga-nos, seguici, volg ons,
    följ oss, følg oss, følg os, newsletter, subscribe, subscribe now, sign up, sign up now, jetzt abonnieren,
    abonnieren, s'abonner, je m'abonne, suscríbete, suscribirse, assine, assine já, iscriviti, abbonati, abonneren,
    prenumerera, abonner, bli abonnent, tilaa, subskrybuj, abone ol, подписаться, підписатися, اشترك, berlangganan,
    订阅, 訂閱, 구독, 구독하기"""
)
_WHOLE = (
    r"\d+ (?:comments?|shares?|views?|kommentare|commentaires?|comentarios?|comentários?|commenti)"
    r"|article continues (?:below|after)[^.]*|after newsletter(?: promotion)?|skip (?:past|to)[^.]*|loading\W*"
    # an address that was meant for machines
    r"|https?://\S+"
    # reading time
    r"|\d{1,3} ?(?:-?min(?:ute)?s?\.?(?: read| lesezeit| de lecture| de lectura| leestijd)?|min\.? lesezeit)"
    # who worked on it, where Chinese and Korean pages end
    r"|(?:责任编辑|責任編輯|责编|编辑|編輯)\s?[:：]?\s?\S{0,12}"
)
_CALL = re.compile(r"\W{0,3}(?P<call>[^:：»>|→]{3,45}?)\s*(?:[:：»>|→]|\s[-–—]\s)")
_CALLS = READ_ON | phrases("related, recommended, more, watch, trending, must-read")
_OPENING = (
    r"(?:photo|image|picture|pic|foto|bild|fotos|quelle|credit|credits|crédits?|crédito|illustration|video|imagen"
    r"|fotografía|fotografia|zdjęcie|kuva|kép|fotoğraf|фото|صورة|写真|照片|사진|ảnh)"
    r"(?: (?:by|credit))?\s*[:：©/]"
    r"|©|ⓒ|\(c\) |copyright |all rights reserved|alle rechte vorbehalten|tous droits réservés|todos los derechos"
    r"|todos os direitos|tutti i diritti riservati|alle rechten voorbehouden|alla rättigheter|wszelkie prawa"
    r"|все права защищены|tüm hakları saklıdır|جميع الحقوق محفوظة|כל הזכויות שמורות|hak cipta|版权所有|版權所有"
    r"|無断転載"
    r"|(?:sign up|subscribe) (?:to|for|here|now)\b|follow (?:(?:us|me|him|her|the author) )?on\b|download (?:the"
    r"|our) app|click here"
    r"|get the latest|join (?:our|the) (?:whatsapp|telegram|newsletter)"
    r"|this article (?:was|is) (?:originally |first )?(?:published|appeared)"
    # what a paywall leaves
    r"|il vous reste \d|cet article est réservé aux abonnés|dieser artikel ist (?:nur )?für abonnenten"
    r"|(?:este )?contenido exclusivo para suscriptores|conteúdo exclusivo para assinantes"
    r"|contenuto riservato agli abbonati|この記事は(?:有料)?会員限定|(?:有料)?会員限定記事"
    # what stands in for an embedded post until the reader agrees to it
    r"|an dieser stelle (?:finden sie|befindet sich|ist)|ich bin damit einverstanden"
    r"|(?:empfohlener )?(?:redaktioneller|externer) inhalt"
    r"|recommended editorial content|(?:to|um) (?:view|see|diesen) (?:this )?(?:content|inhalt)"
    r"|this content is (?:hosted|not available)"
    r"|pour (?:voir|afficher) ce contenu|para (?:ver|visualizar) este (?:contenido|conteúdo)"
    r"|per visualizzare questo contenuto|om deze inhoud te (?:bekijken|tonen)"
)
_TIME = (
    r"(?:(?:last )?updated?(?: (?:at|on))?|(?:first )?published(?: (?:at|on))?|posted(?: on)?|stand"
    r"|veröffentlicht(?: am)?|aktualisiert(?: am)?|publié le|mis à jour(?: le)?|publicado (?:em|el)"
    r"|actualizado (?:el|a las)|atualizado (?:em|às)|pubblicato(?: il)?|aggiornato(?: il)?|gepubliceerd(?: op)?"
    r"|bijgewerkt(?: op)?|publicerad|uppdaterad|publisert|oppdatert|publiceret|opdateret|julkaistu|päivitetty"
    r"|opublikowano|aktualizacja|aktualizováno|publikováno|güncelleme|yayınlanma|опубликовано|обновлено"
    r"|diperbarui|diterbitkan|cập nhật)"
    r"\s*:?\s*(?:\w+\.?,? ){0,3}\d[^!?]{0,50}"
    # without blanks between words only a time may follow
    r"|(?:更新|公開|配信|发布|發布|입력|수정|등록)\s*[:：]?\s*[\d年月日時分년월일시분./:\s-]{6,30}"
)
_NAME = r"[A-ZÀ-ÝŚŻČŠŽ][\w'’.-]+[ ,]*(?:(?:and|und|et|y|e|en|och|og|van|de|für|for|&) )?"
_BYLINE = re.compile(rf"(?!.*[.!?]$)(?:[Bb]y|BY|[Vv]on|[Pp]ar|[Pp]or|[Dd]i|[Dd]oor|[Aa]v|[Aa]f) (?:{_NAME}){{1,7}}$")
_SHORT_LINE = re.compile(rf"\W{{0,3}}(?:(?:{_WHOLE}|{_TIME})\W*$)", re.IGNORECASE)
_LINE = re.compile(rf"\W{{0,3}}(?:{_OPENING})", re.IGNORECASE)
_MARKS = " \t\"'.,:;!?*<>|[](){}-–—_/…·•»«›‹→▶►▸▼‣■◆●：！？。【】「」『』《》〈〉“”„‘’"


def is_boilerplate(line: str) -> bool:
    """Return whether *line* is none of the text, but the page's own."""
    length = len(line)
    if length > _LONGEST:
        return False
    if length <= _LONGEST_SHORT and (
        line.strip(_MARKS).casefold() in _ALONE or _SHORT_LINE.match(line) or _BYLINE.match(line)
    ):
        return True
    return _is_call(line) or bool(_LINE.match(line))


def _is_call(line: str) -> bool:
    """Return whether *line* says before a colon that a link to another article follows."""
    match = _CALL.match(line)
    return match is not None and match["call"].casefold() in _CALLS


def without(lines: list[str]) -> list[str]:
    """Return *lines* without those that are none of the text; all of them where nothing else would be left."""
    return [line for line in lines if not is_boilerplate(line)] or lines
