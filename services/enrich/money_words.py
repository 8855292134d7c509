"""How sums of money are written: currencies (ISO 4217) and magnitudes, in the languages that are read."""

DOLLARS_ABROAD = {"AU": "AUD", "CA": "CAD", "NZ": "NZD", "SG": "SGD", "HK": "HKD", "TW": "TWD", "JM": "JMD"}
"""Where a bare `$` is more likely to be another: there it stays without a currency."""

DOLLAR_COUNTRIES = {
    "Canad": "CA", "Alberta": "CA", "Ontario": "CA", "Quebec": "CA", "B.C.": "CA", "British Columbia": "CA",
    "Australia": "AU", "New South Wales": "AU", "Queensland": "AU", "New Zealand": "NZ", "Singapore": "SG",
    "Hong Kong": "HK", "Taiwan": "TW", "Jamaica": "JM",
}  # fmt: skip
"""How the countries above, and large parts of them, are named."""

SYMBOLS = {
    "US$": "USD", "U.S.$": "USD", "$": "USD", "A$": "AUD", "AU$": "AUD", "C$": "CAD", "CA$": "CAD", "NZ$": "NZD",
    "HK$": "HKD", "S$": "SGD", "NT$": "TWD", "R$": "BRL", "MX$": "MXN", "€": "EUR", "£": "GBP", "¥": "JPY",
    "₹": "INR", "₽": "RUB", "₩": "KRW", "₺": "TRY", "₴": "UAH", "₪": "ILS", "₦": "NGN", "฿": "THB", "₱": "PHP",
    "₫": "VND", "₸": "KZT", "₾": "GEL", "₲": "PYG", "₡": "CRC", "৳": "BDT",
}  # fmt: skip


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


CODES = _words(
    "USD EUR GBP JPY CNY RMB CHF AUD CAD NZD HKD SGD INR PKR BRL MXN RUB KRW TRY UAH ILS NGN ZAR SEK NOK DKK ISK PLN"
    " CZK HUF RON AED SAR QAR EGP KES THB IDR MYR PHP VND TWD ARS CLP"
)

RUPEES = {"PK": "PKR", "LK": "LKR", "NP": "NPR", "MU": "MUR"}
SHILLINGS = {"TZ": "TZS", "KE": "KES", "UG": "UGX"}
CROWNS = {"sv": "SEK", "da": "DKK", "no": "NOK", "nb": "NOK", "nn": "NOK", "is": "ISK", "cs": "CZK"}

_NAMED = {
    "USD": "dollar dollars dólar dólares dollari доллар доллара долларов dolar dolarů dolarów dolares ドル 달러 美元"
    " us-dollar bucks डॉलर دولار",
    "EUR": "euro euros eur евро eura avro ユーロ 유로 欧元 evro यूरो يورو",
    "GBP": "sterling ポンド фунтов",
    "JPY": "yen 円 иен jen",
    "CNY": "yuan renminbi юаней 元 人民币 人民幣",
    "CHF": "franken",
    "INR": "rupee rupees rupien रुपए रुपये रुपया",
    "RUB": "rouble roubles ruble rubles rubel рубль рубля рублей rublos roubels",
    "KRW": "won 원",
    "TRY": "lira liras lirası türk-lirası",
    "UAH": "hryvnia hryvnias hrywnja гривен",
    "ILS": "shekel shekels schekel",
    "NGN": "naira",
    "ZAR": "rand",
    "SEK": "kronor",
    "PLN": "zloty zlotys złotych zł złoty",
    "CZK": "korun koruna koruny kč",
    "HUF": "forint forints",
    "THB": "baht",
    "IDR": "rupiah",
    "MYR": "ringgit",
    "VND": "dong",
    "BRL": "reais",
    "BDT": "taka",
    "ETB": "birr",
    "KZT": "tenge",
    "": "pesos peso francs kroner krone kronen króna krónur pounds dinars dirhams riyals rials shillings livres libras",
}
NAMES = {name: code for code, names in _NAMED.items() for name in names.split()}
"""A currency's name, in lower case → its code; empty where several countries have one of that name."""

OF_A_COUNTRY = {
    "us dollar": "USD", "u.s. dollar": "USD", "american dollar": "USD", "canadian dollar": "CAD",
    "hong kong dollar": "HKD", "singapore dollar": "SGD", "new zealand dollar": "NZD", "taiwan dollar": "TWD",
    "australian dollar": "AUD",
    "mexican peso": "MXN", "argentine peso": "ARS", "chilean peso": "CLP", "colombian peso": "COP",
    "philippine peso": "PHP", "swiss franc": "CHF", "pakistani rupee": "PKR", "sri lankan rupee": "LKR",
    "nepalese rupee": "NPR", "british pound": "GBP", "egyptian pound": "EGP", "norwegian kroner": "NOK",
    "danish kroner": "DKK", "swedish kronor": "SEK", "schwedische kronen": "SEK", "dänische kronen": "DKK",
    "norwegische kronen": "NOK", "schweizer franken": "CHF", "francs suisses": "CHF", "kenyan shilling": "KES",
    "ugandan shilling": "UGX", "saudi riyal": "SAR", "qatari riyal": "QAR", "iranian rial": "IRR",
    "iraqi dinar": "IQD", "kuwaiti dinar": "KWD", "pesos mexicanos": "MXN", "pesos argentinos": "ARS",
}  # fmt: skip

_MAGNITUDES = {
    1e3: "k thousand tausend mille mil mila tisíc tys тыс тысяч тысячи bin duizend tusind tusen hazar हजार",
    1e4: "万 萬 만",
    1e5: "lakh lakhs lac लाख",
    1e6: "m mn mln mio million millions millionen millón millones milione milioni milhão milhões miljoen miljon"
    " miljoner millioner milionu milionů miliony milion milionów milyon млн миллион миллиона миллионов mill",
    1e7: "crore crores करोड़",
    1e8: "億 亿 억",
    1e9: "b bn billion billions mrd milliarde milliarden milliard milliards miliardo miliardi miljard miljarder"
    " milliarder mia miliarda miliardy miliard mld milyar млрд миллиард миллиарда миллиардов bilhão bilhões",
    1e12: "tn trillion trillions trn billón billones biljoen bilioni bilione bilion bilionu bilionů трлн trilhão"
    " trilhões trilyon trln 兆 조",
}
MAGNITUDES = {word: factor for factor, words in _MAGNITUDES.items() for word in words.split()}
PHRASES = {"lakh crore": 1e12, "mil millones": 1e9, "mil milhões": 1e9, "thousand million": 1e9}
LONG_SCALE = {"billion": 1e12, "billionen": 1e12, "billions": 1e12, "trillion": 1e18, "trillionen": 1e18}
"""What differs outside English, where a thousand millions are a milliard."""

LONG_SCALE_LANGUAGES = _words("de fr nl da no nb nn sv es it pl cs")
COMMA_IS_DECIMAL = _words(
    "de fr es it pt nl da no nb nn sv fi is cs sk pl hu ro bg hr sl sr ru uk tr id vi el ca gl eu lt lv et"
)

COUNTED = {
    "a": 1.0, "an": 1.0, "one": 1.0, "two": 2.0, "three": 3.0, "four": 4.0, "five": 5.0, "six": 6.0, "seven": 7.0,
    "eight": 8.0, "nine": 9.0, "ten": 10.0, "eleven": 11.0, "twelve": 12.0, "fifteen": 15.0, "twenty": 20.0,
    "half a": 0.5,
}  # fmt: skip
