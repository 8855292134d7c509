"""Months by the names that pages give them: whole, inflected or cut short, told by their first letters.

Where languages disagree, the more read one wins: `listopad` is November in Polish and Czech, and October in Croatian.
"""

# Letters enough to tell each from the others; the longest that fits counts (`srpna` is August, `srpnja` July).
_MONTHS = (
    "jan jaan gen ene ian янв яну січ јан ιαν led sty sij oca sau tam يناير ينا ינו",
    "feb fév fev фев феб лют φεβ úno lut velj şub vas hel vee shk فبر פבר",
    "mar mär már mrt maa мар бер μαρ bře ožu kov مار מרץ",
    "apr avr abr ápr апр кві απρ dub kwi tra nis bal huh pri أبر ابر אפר",
    "may mai mag mei maj máj maí май мая мај тра μαΐ μαι kvě svi geg tou ماي מאי",
    "jun jui giu jún iun juu jūn июн юни јун чер ιουν červ červn cze lipnj haz bir kes qer يون יונ",
    "jul juil lug júl iul juul jūl июл юли јул лип ιουλ červenc lip srpnj tem lie hei kor يول יול",
    "aug aoû ago ágú agu авг сер αυγ srp sie kol ağu rugp elo gus أغس אוג",
    "sep set sze сен сеп вер σεπ zář wrz ruj eyl rugs syy shta سبت ספט",
    "oct okt ott out окт жов οκτ říj paź eki spa lok tet أكت اكت אוק",
    "nov nóv noi ноя ное нов лис νοε lis stu kas lap marr nën نوف נוב",
    "dec dez déc dic des dets дек дец гру δεκ pros gru ara jou dhj ديس דצמ",
)
_MONTH_OF = {beginning: number for number, beginnings in enumerate(_MONTHS, 1) for beginning in beginnings.split()}
_LENGTHS = sorted({len(beginning) for beginning in _MONTH_OF}, reverse=True)


def month_named(name: str) -> int:
    """Return the number of the month, or 0 for what is no month."""
    name = name.lower()
    return next((month for length in _LENGTHS if (month := _MONTH_OF.get(name[:length]))), 0)
