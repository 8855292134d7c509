"""How speech is attributed: verbs that say, titles before names, words that are no names."""

SAID = {
    "en": "said|says|told|tells|added|adds|wrote|writes|tweeted|posted|argued|argues|explained|explains|noted|notes"
    "|insisted|insists|claimed|claims|recalled|recalls|continued|continues|warned|warns|admitted|admits"
    "|acknowledged|announced|declared|stated|states|replied|responded|asked|asks|joked|jokes|stressed"
    "|concluded|concludes|commented|remarked|quipped|testified|confirmed|complained|urged|vowed|shouted"
    "|recounted|observed|observes|conceded|countered|boasted|lamented|emphasized|emphasised|reflected"
    "|reiterated|texted|alleged|cautioned|pleaded",
    "de": "sagte|sagt|erklärte|erklärt|betonte|betont|schrieb|schreibt|meinte|meint|ergänzte|ergänzt|warnte|warnt"
    "|kritisierte|kritisiert|forderte|fordert|berichtete|berichtet|antwortete|räumte|fügte|teilte|so"
    "|twitterte|erzählt|erzählte|verriet|schilderte|resümiert|bilanzierte|mahnte|zitierte",
    "fr": "a dit|dit|a déclaré|déclare|déclarait|a expliqué|explique|a affirmé|affirme|a ajouté|ajoute|a estimé"
    "|estime|a assuré|assure|a souligné|souligne|a indiqué|indique|a lancé|lance|a écrit|écrit|raconte|confie"
    "|prévient|insiste",
    "es": "dijo|dice|ha dicho|afirmó|afirma|ha afirmado|aseguró|asegura|ha asegurado|explicó|explica|ha explicado"
    "|señaló|señala|ha señalado|declaró|declara|ha declarado|añadió|añade|ha añadido|indicó|indica|apuntó"
    "|apunta|sostiene|escribió|reconoce|ha reconocido|denuncia|insistió|insiste|recuerda|lamenta|cuenta"
    "|relata",
    "it": "ha detto|dice|ha dichiarato|dichiara|ha spiegato|spiega|ha aggiunto|aggiunge|ha affermato|afferma"
    "|ha scritto|scrive|sottolinea|commenta|racconta",
    "pt": "disse|diz|afirmou|afirma|declarou|declara|explicou|explica|acrescentou|escreveu|contou|conta|ressaltou",
    "nl": "zei|zegt|aldus|schreef|schrijft|vertelde|vertelt|verklaarde|reageert|reageerde",
    "sv": "sa|säger|sade|skriver|skrev|berättar|menar",
    "da": "siger|sagde|skriver|skrev|fortæller|fortalte|udtaler|lyder det fra",
    "no": "sier|sa|skriver|skrev|forteller|fortalte|uttaler",
    "cs": "řekl|řekla|uvedl|uvedla|dodal|dodala|prohlásil|prohlásila|sdělil|sdělila|napsal|napsala|vysvětlil"
    "|vysvětluje|říká|popsal|popsala|upozornil",
}
"""Language → verbs of saying, as they stand beside a name."""

SAID_BESIDE = (
    "agreed|agrees|began|begins|went on|goes on|confided|cried|cries|declares|demanded|demands|estimated"
    "|exclaimed|gushed|hinted|interjected|mused|muses|offered|offers|pointed out|points out|predicted"
    "|predicts|proclaimed|promised|proposed|put it|puts it|quips|recounts|remembered|remembers|reasoned"
    "|reckons|reported|retorted|revealed|reveals|shot back|fired back|hit back|sighed|snapped|speculated"
    "|suggested|suggests|summed up|swore|teased|theorized|theorised|threatened|thundered|urges|ventured"
    "|weighed in|chimed in|wondered|wonders|advised|advises|clarified|contended|contends|elaborated|enthused"
    "|maintained|maintains|marveled|marvelled|pledged|laughed"
)
"""More English verbs that say, where whole words stand beside them: not `Smith shared a part of “Hamilton”`."""

_PREPOSITIONS = {
    "de": "von|vom|für|mit|bei|gegenüber|im|in|am|an|dem|des|den|nach|über|zu|zur|zum|aus|auf|und|oder|dass|wenn|aber",
    "fr": "de|du|des|à|au|aux|pour|dans|sur|avec|en|par|chez|et|ou|que|qui|il|elle|ils|elles|on",
    "es": "de|del|en|a|al|para|con|por|sobre|y|o|que|quien|él|ella",
    "it": "di|del|della|dei|in|a|al|alla|per|con|su|da|e|o|che|chi",
    "pt": "de|do|da|dos|das|em|no|na|a|ao|para|com|por|sobre|e|ou|que",
    "nl": "van|voor|met|bij|in|op|aan|tegen|over|en|of|dat|die|hij|zij",
    "sv": "av|för|med|på|i|till|om|och|som|att|han|hon",
    "da": "af|for|med|på|i|til|om|og|som|at|han|hun|fra",
    "no": "av|for|med|på|i|til|om|og|som|at|han|hun|fra",
    "cs": "na|u|v|ve|k|ke|z|ze|do|od|pro|s|se|o|po|při|a|i|že|který|která",
}
NOT_LEADING = {
    "en": (
        "of|for|from|with|to|at|in|on|by|and|or|who|that|which|as|about|though|although|while|but|when|because|after|before"
        "|if|since|where|said|says|told|he|she|they|it|we|you|i"
    )
} | _PREPOSITIONS
"""Language → words that lead from a verb of saying to someone else, or to another clause."""

_NOT_OF = ("wrote", "writes", "posted", "asked", "asks", "continued", "continues")
SAID_OF = "|".join(verb for verb in SAID["en"].split("|") if verb not in _NOT_OF)
"""What stands before words that are quoted in part: not `the letter Smith wrote was “kind”`."""

CALLED = "called|calls|described|describes|dubbed|labeled|labelled|branded|denounced|hailed|praised|slammed"
"""English verbs before words that are quoted in part: `Trump called it “perfect”`."""

TITLES = frozenset(
    """president minister chancellor secretary senator sen rep representative congressman congresswoman gov governor
    mayor mr mrs ms miss dr prof professor sir dame lord lady judge justice chief general gen colonel col captain
    capt lieutenant lt sergeant sgt major maj admiral adm officer father rev reverend bishop archbishop cardinal
    imam rabbi sheikh ayatollah ambassador director chairman chairwoman chair ceo cfo coo founder co-founder
    spokesman spokeswoman spokesperson attorney deputy speaker leader coach manager author analyst editor researcher
    detective commissioner inspector councillor councilman councilwoman mp md advocate adv hon pm premier singer
    singers guitarist guitarists actor actress monsieur madame m mme maître señor señora don doña herr frau""".split()  # noqa: SIM905 (to be read)
)
TITLE_ENDINGS = (
    "abgeordnete",
    "abgeordneter",
    "anwalt",
    "banker",
    "berater",
    "bischof",
    "botschafter",
    "bürgermeister",
    "chef",
    "diplomat",
    "direktor",
    "dissident",
    "experte",
    "experten",
    "expertin",
    "forscher",
    "führer",
    "general",
    "gründer",
    "kandidat",
    "kanzler",
    "leiter",
    "meteorologe",
    "meteorologin",
    "minister",
    "politiker",
    "professorin",
    "präsident",
    "senator",
    "sprecher",
    "trainer",
    "vorsitzende",
    "vorsitzender",
)
"""What German titles end with, those of women but for `in`; they stand before a name like a part of it."""

NO_NAMES = frozenset(
    """just he she they it i we you one who someone everyone others some many critics officials police authorities
    experts prosecutors researchers scientists analysts investigators residents witnesses both neither this that
    these those there but and so yet still then when while as if for in on at later also another er sie es wir man
    ich ihr il elle ils elles on nous vous él ella ellos yo though although however meanwhile since after before
    because despite during under according monday tuesday wednesday thursday friday saturday sunday january february
    march april may june july august september october november december earlier last next every all most no not
    what which where how why our my his her their its a an""".split()  # noqa: SIM905 (to be read)
)
