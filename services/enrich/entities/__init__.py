"""Tell whom, what and where an article names: by rules and tables, in 2 ms, or by a model where one is installed.

    Article ─▶ text (headline, deck, dateline, body) ─runs─▶ words in capitals ─reading─▶ mentions
            ─gathering─▶ people, organizations, places (gazetteer: which of that name) ─▶ Article

English alone, but for countries and large towns in six other languages (abroad.py): capitals, titles and word order
tell other languages' names otherwise, and a guess is worse than none.
"""

from collections.abc import Iterable

from services.enrich.analysis import Analysis, bounded
from services.enrich.entities import abroad, gathering
from services.enrich.entities.gathering import Tell
from services.enrich.entities.lexicon import ORGANIZATION, PERSON, PLACE
from services.enrich.entities.naming import Found
from services.enrich.findings import Findings
from services.model import Article, Named, Place

VERSION = 3


def enrich(article: Article, analysis: Analysis) -> Findings:
    """Return who and what *article* names, most mentioned first; nobody where its language isn't English."""
    language = article.language.partition("-")[0]
    if language in abroad.LANGUAGES:
        return {"places": _places(abroad.find(text_of(article, analysis), language))}
    return named(article, analysis)


def named(article: Article, analysis: Analysis, tell: Tell | None = None) -> Findings:
    """Return who and what *article* names, where no rule tells with what the model *tell* says."""
    if article.language.partition("-")[0] != "en":
        return {}
    found = _by_mentions(gathering.find(text_of(article, analysis), tell))
    return {
        "people": tuple(_counted(each) for each in found if each.kind == PERSON),
        "organizations": tuple(_counted(each) for each in found if each.kind == ORGANIZATION),
        "places": _places(found),
    }


def text_of(article: Article, analysis: Analysis) -> str:
    """Return all of *article* that names somebody: also its headline, deck and dateline, which aren't in its body."""
    dateline = ", ".join(filter(None, (article.dateline.place, article.dateline.region))) if article.dateline else ""
    return "\n\n".join(filter(None, (bounded(article.headline), article.alternative_headline, dateline, analysis.text)))


def _counted(found: Found) -> Named:
    return Named(found.name, len(found.spans))


def _by_mentions(found: Iterable[Found]) -> list[Found]:
    return sorted(found, key=lambda each: -len(each.spans))


def _places(found: Iterable[Found]) -> tuple[Place, ...]:
    return tuple(_place(each) for each in _by_mentions(found) if each.kind == PLACE)


def _place(found: Found) -> Place:
    spot = found.spot
    if spot is None:
        return Place(found.name, len(found.spans))
    return Place(found.name, len(found.spans), spot.uri, spot.country, (spot.lat, spot.lon))
