"""What sections are called, in a publisher's words or in a path: evidence of a topic in whatever language."""

_SECTIONS = {
    1: "entertainment culture arts art music movies movie film films tv television books theater theatre"
    " gaming games media  celebrity showbiz celebs kultur feuilleton medien kino musik unterhaltung"
    " literatur cultura musica cine libros cinema  arte musique spettacoli cultuur muziek kultura"
    " nojesliv noje kultuuri 芸能 エンタメ 文化 문화 연예 oscars feuilletons stars  entretenimiento espectaculos"
    " divertissement livres",
    2: "crime courts court law justice legal kriminalitaet polizei blaulicht justiz recht judicial"
    " tribunales sucesos cronaca-nera  policja krimi polizeibericht polizeimeldungen faits-divers",
    4: "business economy markets money finance companies economics wirtschaft finanzen boerse geld"
    " unternehmen economia economie  finanza bourse entreprises mercados negocios ekonomika ekonomi"
    " economic-news 経済 金融 경제 ekonomia okonomi naeringsliv  real-estate personal-finance investing",
    5: "education schools university campus bildung schule hochschule studium educacion istruzione"
    " onderwijs campus-leben 教育 교육",
    6: "environment climate climate-change klima umwelt klimawandel klimaschutz medioambiente"
    " medio-ambiente planete ambiente  clima-y-medio-ambiente climat klimat miljo milieu 環境 green",
    7: "health gesundheit medizin salud sante salute saude gezondheid halsa zdravi wellness coronavirus"
    " nutrition 健康 医療 건강  gesundheit-fitness medical",
    9: "labor labour jobs careers karriere beruf empleo emploi lavoro trabajo arbeit",
    10: "lifestyle life travel food style fashion beauty reise reisen genuss mode leben wohnen garten"
    " rezepte auto autos cars  motoring motor viajes gastronomia moda cucina cuisine voyage reizen"
    " shopping deals kaufberatung living home relationships  vida estilo viaggi recipes rejser mat",
    11: "politics politik politique politica politiek politika elections election government congress"
    " white-house innenpolitik  aussenpolitik landespolitik parlament politikk bundestag 政治 정치"
    " politica-e-gov politics-government senate polityka  kommunalpolitik",
    12: "religion faith belief glaube kirche religione vatican religious",
    13: "science technology tech wissen wissenschaft digital netzwelt computer it ciencia tecnologia"
    " sciences technologie  scienza tecnologia wetenschap innovation gadgets space smartphones 科学"
    " テクノロジー 과학 internet mobiles hardware software  forschung technik veda",
    15: "sport sports football soccer fussball basketball tennis cricket golf rugby nfl nba mlb nhl"
    " olympics deportes futbol  esport formel1 formula1 formel-1 motorsport wintersport superbike"
    " futebol calcio voetbal bundesliga スポーツ 스포츠 2-bundesliga  football-league deporte handball"
    " eishockey skispringen radsport high-school-sports idrett",
    16: "war conflict conflicts krieg ukraine-krieg military defense ukraine-war israel-gaza"
    " nahostkonflikt guerra defence armed-forces  nahost-konflikt krieg-in-israel war-in-ukraine"
    " israel-hamas-war",
    17: "weather wetter meteo el-tiempo tempo weer vader pocasi 天気 날씨 hurricane",
}
SECTIONS = {word: topic for topic, words in _SECTIONS.items() for word in words.split()}
"""A part of a path, or a section's name with hyphens for spaces, in lower case without accents → its topic."""
