"""Words beside names of places in six languages. General knowledge, none of a single text."""

import re


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


IN = {
    "de": _words("in nach aus"),
    "es": _words("en desde hacia"),
    "fr": _words("vers depuis"),
    "it": _words("in verso"),
    "nl": _words("in te naar uit"),
    "pt": _words("em"),
}
"""Language → what stands before places and hardly ever before people: not `à`, which is `to` somebody, too."""

FUNCTION = {
    "es": _words(
        "en de la el los las a y e del desde hasta para por con entre sobre según tras contra hacia que como si cuando"
        " pero ni o u al"
    ),
    "fr": _words(
        "en à au aux de du des la le les l et ou dans pour par sur vers avec sans chez entre depuis selon contre si"
        " quand mais comme que"
    ),
    "it": _words(
        "in a da di del della dal dalla nel nella al alla la il lo l e o per con su sul tra fra verso contro se quando"
        " ma come che secondo dagli negli agli gli"
    ),
    "nl": _words(
        "in te naar uit van het de een en of op bij voor met door over tegen tussen volgens als toen maar ook om aan"
    ),
    "pt": _words(
        "em no na nos nas de do da dos das a o os as ao à e para por com entre sobre segundo desde até contra que como"
        " se quando mas ou pelo pela"
    ),
}
"""Language → what may have a capital before a place, from its sentence."""

BODIES = _words(
    """FC AFC CF SC SV MSV BSC VfB VfL TSV TSG RB AC AS SS SSC US Real Atlético Atletico Inter Bayern Borussia Eintracht
    Werder Fortuna Hertha Union Arminia Energie Dynamo Lok Rapid Austria Sturm Ajax Feyenoord Sporting Olympique Benfica
    Universität Uni Hochschule TU ETH Université Universidad Università Universidade Universiteit Polizei Landgericht
    Amtsgericht Verwaltungsgericht Oberlandesgericht Staatsanwaltschaft Klinikum Zoo Messe Börse Stadtwerke Bank Radio
    Air SVP SPD CDU CSU FDP Redaktionsnetzwerk Diakonie Caritas Hotel Villa Banco Banque Banca New"""
)
"""Right before a place these make it a part of what a body calls itself."""

ENDS = _words(
    """United City Times Post Open Masters Airlines Airways Bank Daily Journal League Press University Marathon Bay
    Rangers Lakers Hilton Saint Universität Group"""
)
"""Right behind it, too."""

BODY_OF = re.compile(
    r"(?:Alternative für|Kirche in|Golf von|Bank of|University of|Golf van|Universiteit van|Vuelta a|Picos de"
    r"|(?:Banco|Universidade?|Consejo|Golfo|Gran Premio|Grande Prémio|Sporting) d(?:e|o|a|el)"
    r"|(?:Banque|Université|Tour|Stade|Radio|[Gg]olfe) d[eu]|(?:Banca|Banco|Università|Gran Premio) di) \Z"
    r"|(?:Banca|Giro|Fratelli|Coppa|Consiglio|Conseil de l|[Gg]olfe?o?) ?d?['’]\Z"
)
"""Before it, with a word between."""

ARTICLES = {
    "es": _words("el la del al"),
    "it": _words("il lo la del della dal dalla al alla nel nella sul sulla col"),
}
"""Language → what stands before clubs that are named as their towns are: `la Roma`, `del Barcelona`."""

PEOPLES = {"de": (_words("Polen Schweden"), _words("der die des den dem ein einen vielen alle"))}
"""Language → countries that are named as their people are, and what stands before these."""
