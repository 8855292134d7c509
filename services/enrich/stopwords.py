"""Words that say nothing of what a text is about, for the languages that have a list.

English is our own: that of stop-words, 1,333 words long, has `call`, `state` and `world` in it. The
others are its lists.
"""

from functools import cache

import stop_words  # type: ignore[import-untyped] # it has hints, but no py.typed

_ENGLISH = """
a about above across after afterwards again against ago ahead all almost alone along already also although always am
amid among amongst an and another any anybody anyone anything anyway apart are aren't around as aside at away back be
became because become becomes been before began begin begins behind being below beside besides between beyond both but
by came can can't cannot come comes coming could couldn't despite did didn't do does doesn't doing done don't down due
during each earlier either else enough especially even ever every everybody everyone everything except far few fewer
for former from further gave get gets getting give given gives giving go goes going gone got had hadn't half has
hasn't have haven't having he her here hers herself him himself his how however i i'd i'll i'm i've if in indeed
inside instead into is isn't it it's its itself just keep kept know known knows last late later latest least less let
let's like likely made mainly make makes making many may maybe me mean means meanwhile might mine more moreover most
mostly much must my myself near nearby nearly neither never nevertheless new next no nobody none nor not nothing now
of off often on once one ones only onto or other others otherwise our ours ourselves out outside over own part perhaps
please put quite rather really recent recently same saw say saying says see seeing seem seemed seems seen several
shall she should shouldn't show showed shown shows since so some somebody someone something sometimes soon still such
take taken takes taking tell tells than that that's the their theirs them themselves then there thereby therefore
these they they'd they'll they're they've thing things think this those though through throughout thus to today
together told tomorrow too took toward towards tried tries try trying turn turned under unless unlike until up upon us
use used uses using usually very via want wanted wants was wasn't way we we'd we'll we're we've well went were weren't
what whatever when where whereas whether which while who who's whoever whole whom whose why will with within without
won't would wouldn't yes yesterday yet you you'd you'll you're you've your yours yourself said accused according
accordingly added adding admitted agreed announced argued asked asks asserted believes called calling claimed claims
commented concluded confirmed continue continued continues continuing declared denied described describing expected
explained expressed found gave happened including insisted insists left looked looking maintains mentioned noted notes
pointed promised quoted recalled referred rejected remain remained remains reported reportedly responded revealed set
spoke stated stating suggested suggests talked talking thought urged warned wrote first second third two three four
five six seven eight nine ten dozen hundred thousand million billion percent per day days week weeks month months year
years hour hours minute minutes time times morning afternoon evening night monday tuesday wednesday thursday friday
saturday sunday january february march april june july august september october november december jan feb mar apr jun
jul aug sept sep oct nov dec a.m p.m am pm mr mrs ms dr able actually alleged almost amount available best better big
certain clear clearly different early entire exactly full good great high higher highly important large larger largest
little long longer low lower major number old open others possible really right short significant similar simple
single small sure top total true various lot lots kind bit
"""

# As BCP 47 has them; stop-words knows one Norwegian.
_SAME = {"no": "nb", "nn": "nb"}
_LISTED = frozenset(
    "bg ca cs da nl fi fr de el hu id it ms nb pl pt ro ru sk es sv tr uk ar fa he hi".split()  # noqa: SIM905 (to be read)
)


@cache
def of(language: str) -> frozenset[str]:
    """Return the list of *language* (BCP 47), in lower case; empty where there is none."""
    code = language.partition("-")[0]
    code = _SAME.get(code, code)
    if code == "en":
        return frozenset(_ENGLISH.split())
    return frozenset(word.lower() for word in stop_words.get_stop_words(code)) if code in _LISTED else frozenset()
