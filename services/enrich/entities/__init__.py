"""Tell whom, what and where an article names: by rules and tables, in 2 ms, or by a model where one is installed.

    Article ─▶ text (headline, deck, dateline, body) ─runs─▶ words in capitals ─reading─▶ mentions
            ─gathering─▶ people, organizations, places (gazetteer: which of that name) ─▶ Article

English alone: capitals, titles and word order tell other languages' names otherwise, and a guess is worse than none.
"""

from services.enrich.analysis import Analysis, bounded
from services.enrich.entities import gathering
from services.enrich.entities.gathering import Tell
from services.enrich.entities.lexicon import ORGANIZATION, PERSON, PLACE
from services.enrich.entities.naming import Found
from services.enrich.findings import Findings
from services.model import Article, Named, Place

VERSION = 2


def enrich(article: Article, analysis: Analysis) -> Findings:
    """Return who and what *article* names, most mentioned first; nobody where its language isn't English."""
    return named(article, analysis)


def named(article: Article, analysis: Analysis, tell: Tell | None = None) -> Findings:
    """Return who and what *article* names, where no rule tells with what the model *tell* says."""
    if article.language.partition("-")[0] != "en":
        return {}
    found = sorted(gathering.find(text_of(article, analysis), tell), key=lambda each: -len(each.spans))
    return {
        "people": tuple(_counted(each) for each in found if each.kind == PERSON),
        "organizations": tuple(_counted(each) for each in found if each.kind == ORGANIZATION),
        "places": tuple(_place(each) for each in found if each.kind == PLACE),
    }


def text_of(article: Article, analysis: Analysis) -> str:
    """Return all of *article* that names somebody: also its headline, deck and dateline, which aren't in its body."""
    dateline = ", ".join(filter(None, (article.dateline.place, article.dateline.region))) if article.dateline else ""
    return "\n\n".join(filter(None, (bounded(article.headline), article.alternative_headline, dateline, analysis.text)))


def _counted(found: Found) -> Named:
    return Named(found.name, len(found.spans))


def _place(found: Found) -> Place:
    spot = found.spot
    if spot is None:
        return Place(found.name, len(found.spans))
    return Place(found.name, len(found.spans), spot.uri, spot.country, (spot.lat, spot.lon))
