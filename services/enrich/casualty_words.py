"""How casualties are counted: bounds, small numbers in words, and who is counted."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split(","))


AT_LEAST = _words(
    "at least,no fewer than,no less than,not less than,a minimum of,mindestens,wenigstens,au moins,al menos,"
    "por lo menos,almeno,pelo menos,ten minste,zeker"
)
MORE_THAN = _words("more than,over,upwards of,mehr als,über,plus de,más de,più di,oltre,mais de,meer dan")
UP_TO = _words("up to,as many as,as high as,bis zu,jusqu'à,jusqu’à,hasta,fino a,até,tot wel")
ABOUT = _words(
    "about,around,some,nearly,almost,roughly,approximately,an estimated,rund,etwa,fast,environ,près de,unos,unas,casi,"
    "circa,quasi,cerca de,ongeveer,bijna"
)
COUNTED = {
    "en": {
        "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
        "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17,
        "eighteen": 18, "nineteen": 19,
        "half a dozen": 6, "a dozen": 12, "two dozen": 24, "three dozen": 36,
    },
    "de": {
        "zwei": 2, "drei": 3, "vier": 4, "fünf": 5, "sechs": 6, "sieben": 7, "acht": 8, "neun": 9, "zehn": 10,
        "elf": 11, "zwölf": 12,
    },
    "fr": {"deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7, "huit": 8, "neuf": 9, "dix": 10},
    "es": {"dos": 2, "tres": 3, "cuatro": 4, "cinco": 5, "seis": 6, "siete": 7, "ocho": 8, "nueve": 9, "diez": 10},
    "it": {"due": 2, "tre": 3, "quattro": 4, "cinque": 5, "sei": 6, "sette": 7, "otto": 8, "nove": 9, "dieci": 10},
    "pt": {"dois": 2, "três": 3, "quatro": 4, "cinco": 5, "seis": 6, "sete": 7, "oito": 8, "nove": 9, "dez": 10},
    "nl": {"twee": 2, "drie": 3, "vier": 4, "vijf": 5, "zes": 6, "zeven": 7, "acht": 8, "negen": 9, "tien": 10},
}  # fmt: skip

_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
_UNITS = {word: number for word, number in COUNTED["en"].items() if number < 10}
COUNTED["en"] |= _TENS | {
    f"{ten}-{unit}": tens + units for ten, tens in _TENS.items() for unit, units in _UNITS.items() if " " not in unit
}

SCALES = {
    "hundred": 100,
    "thousand": 1000,
    "million": 1_000_000,
    "millionen": 1_000_000,
    "millones": 1_000_000,
    "millions": 1_000_000,
}

PEOPLE = _words(
    "people,persons,person,civilians,civilian,soldiers,soldier,troops,servicemen,personnel,"
    "children,child,kids,boys,boy,girls,girl,women,woman,men,man,babies,infants,workers,"
    "worker,employees,staff,passengers,passenger,crew,students,student,pupils,teachers,"
    "residents,resident,villagers,officers,officer,policemen,police,firefighters,firefighter,"
    "protesters,demonstrators,miners,migrants,migrant,refugees,militants,militant,fighters,"
    "fighter,insurgents,gunmen,rebels,terrorists,attackers,attacker,hostages,hostage,members,"
    "member,others,victims,victim,adults,teenagers,teenager,teens,journalists,journalist,"
    "doctors,medics,paramedics,patients,prisoners,inmates,tourists,tourist,drivers,driver,"
    "pilots,pilot,pedestrians,pedestrian,cyclists,farmers,fishermen,sailors,sailor,marines,"
    "agents,guards,guard,suspects,suspect,Palestinians,Israelis,Ukrainians,Russians,Americans,"
    "Iranians,Iraqis,Syrians,Afghans,Lebanese,Indians,Pakistanis,Chinese,Nigerians,Kenyans,"
    "Britons,Europeans,Venezuelans,Mexicans,Turks,Kurds,Yemenis,Sudanese,Somalis,Jews,Muslims,"
    "Christians,relatives,siblings,brothers,sisters,sons,daughters,locals,shoppers,worshippers,"
    "worshipers,bystanders,customers,volunteers,settlers,conscripts,recruits,deputies,"
    "politicians,activists,peacekeepers,Libyans,Egyptians,Algerians,Tunisians,Moroccans,Ethiopians,Eritreans,Ugandans,"
    "Rwandans,Congolese,Cameroonians,Ghanaians,Malians,Chadians,Burundians,Tanzanians,Zimbabweans,Zambians,Angolans,"
    "Africans,Saudis,Emiratis,Jordanians,Kuwaitis,Omanis,Armenians,Azerbaijanis,Georgians,Kazakhs,Uzbeks,Tajiks,"
    "Chechens,Belarusians,Poles,Germans,Italians,Spaniards,Belgians,Swedes,Danes,Norwegians,Finns,Greeks,Romanians,"
    "Bulgarians,Serbs,Croats,Bosnians,Albanians,Hungarians,Czechs,Slovaks,Canadians,Cubans,Haitians,Colombians,"
    "Peruvians,Ecuadorians,Chileans,Argentines,Brazilians,Bolivians,Guatemalans,Hondurans,Salvadorans,Japanese,Koreans,"
    "Vietnamese,Filipinos,Indonesians,Malaysians,Thais,Cambodians,Burmese,Nepalis,Bangladeshis,Lankans,Australians,"
    "Houthis,Rohingya,Hindus,Sikhs,Shiites,Sunnis,Arabs,Druze"
)

NOUNS = {
    "de": {
        "killed": "Tote[nr]?|Todesopfer|getötet|ums Leben|gestorben",
        "injured": "Verletzte[nr]?|Verwundete[nr]?|verletzt|verwundet",
        "missing": "Vermisste[nr]?|vermisst",
    },
    "fr": {
        "killed": "morts|mortes|personnes tuées|tués",
        "injured": "blessés|blessées",
        "missing": "disparus|disparues|portés disparus",
    },
    "es": {
        "killed": "muertos|muertas|fallecidos|víctimas mortales",
        "injured": "heridos|heridas",
        "missing": "desaparecidos|desaparecidas",
    },
    "it": {"killed": "morti|vittime", "injured": "feriti", "missing": "dispersi"},
    "pt": {"killed": "mortos|mortes", "injured": "feridos", "missing": "desaparecidos"},
    "nl": {"killed": "doden", "injured": "gewonden", "missing": "vermisten"},
}
"""Language → kind → what follows a figure, a word between them at most."""

NO_PEOPLE = (
    "Jahren?|Tagen?|Wochen|Monaten?|Stunden|Minuten|ans|jours|mois|años|días|meses|anni|anos|jaar|Prozent|millones"
)
"""What a figure in front of a noun above may count instead."""

TRIGGERS = {
    "en": (
        "kill", "dead", "deat", "die", "injur", "wound", "hurt", "missing", "fatal", "lives", "unaccounted", "slain",
        "murder", "perish", "drown", "massacr",
    ),
    "de": ("tote", "töte", "opfer", "leben", "gestorben", "letzt", "wundet", "vermisst"),
    "fr": ("mort", "tué", "blessé", "dispar"),
    "es": ("muert", "falleci", "víctima", "herid", "desapar"),
    "it": ("mort", "vittime", "ferit", "dispers"),
    "pt": ("mort", "ferid", "desapar"),
    "nl": ("doden", "gewond", "vermist"),
}  # fmt: skip
"""A sentence without any of these counts no casualties."""
