"""Words that tell what a name beside them is. General knowledge of English news; nothing here is a name."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Before a name, in capitals or not, these say that it is a person's.
TITLES = _words(
    """President Chancellor Premier Minister Secretary Secretary-General Senator Sen. Sens. Representative Rep. Reps.
    Congressman Congresswoman Assemblymember Assemblyman Assemblywoman Councilmember
    Comptroller Governor Gov. Mayor Councillor Councilman Councilwoman Alderman Commissioner Speaker
    Ambassador Envoy Consul Attorney Solicitor Prosecutor Judge Justice Magistrate Sheriff Marshal King Queen Prince
    Princess Duke Duchess Earl Baron Baroness Count Countess Emperor Sultan Emir Sheikh Shah Pope Cardinal
    Archbishop Bishop Father Fr. Sister Brother Rev. Reverend Pastor Rabbi Imam Ayatollah Patriarch Mr Mr. Mrs Mrs.
    Ms Ms. Miss Mx Dr Dr. Doctor Prof Prof. Professor Sir Dame Lord Lady Hon. General Gen. Gen Lt. Lt Lieutenant
    Colonel Col. Major Maj. Captain Capt. Sergeant Sgt. Corporal Private Admiral Adm. Commander Cmdr. Brigadier
    Detective Det. Inspector Superintendent Supt. Constable Officer Trooper Agent Director Chairman Chairwoman
    Chairperson Chair CEO CFO CTO COO Executive Chief Coach Manager Leader Spokesman Spokeswoman Spokesperson
    Analyst Economist Author Journalist Reporter Editor Founder Co-founder Lawyer Scientist Researcher Historian
    Activist Actor Actress Singer Rapper Comedian Striker Midfielder Goalkeeper Defender Ministers Presidents
    Senators Judges Justices MP MEP MEC Uncle Aunt Grandma Grandpa Mother Saint"""
)
# What may stand among titles: `former Deputy Foreign Minister`.
TITLE_PARTS = _words(
    """Former Ex Deputy Vice Acting Interim Prime Foreign Interior Defense Defence Finance Health Education Energy
    Justice Home Labor Labour Trade Transport Environment Treasury State Press Chief General First Lady Crown
    Assistant Associate Senior Executive Managing Lead Staff Party Opposition Majority Minority Whip House Senate
    Cabinet Police Fire Army Navy District Regional Federal National Supreme County City Attorney Under Special Then
    Late Information Technology Agriculture Culture Sports Tourism Budget Housing Communications Science Commerce
    Security Intelligence Operating Financial Marketing Product Strategy Revenue Legal Medical Scientific Investment
    Creative Commercial Data Compliance Risk Head of and the & - for"""
)
# Before a name, in small letters: `leader Nobuyuki Baba`, `her husband Mike`.
ROLES = _words(
    """president chancellor premier minister secretary senator representative congressman congresswoman governor mayor
    councillor commissioner speaker ambassador envoy attorney lawyer solicitor barrister prosecutor judge justice
    sheriff king queen prince princess pope cardinal archbishop bishop pastor rabbi imam cleric general colonel
    major captain sergeant commander detective inspector superintendent constable officer agent director chairman
    chairwoman chairperson chair ceo executive chief coach manager leader spokesman spokeswoman spokesperson analyst
    economist author writer novelist poet journalist reporter columnist editor correspondent presenter broadcaster
    host founder co-founder cofounder owner boss businessman businesswoman entrepreneur billionaire investor banker
    scientist researcher professor historian sociologist psychologist biologist physicist activist campaigner
    protester actor actress star singer rapper musician guitarist drummer comedian comic artist painter sculptor
    designer stylist photographer architect filmmaker producer screenwriter chef striker midfielder goalkeeper
    defender winger forward quarterback pitcher batsman bowler golfer boxer swimmer sprinter cyclist driver rider
    player champion seed rival teammate resident teenager student pupil teacher lecturer engineer doctor nurse
    surgeon physician farmer fisherman worker pilot soldier veteran victim survivor witness suspect defendant gunman
    shooter killer mother father mom dad mum son daughter brother sister husband wife widow partner girlfriend
    boyfriend fiance fiancé fiancée uncle aunt cousin nephew niece grandmother grandfather friend colleague
    neighbour neighbor baby toddler boy girl man woman mechanic backpacker influencer blogger youtuber model legend
    icon politician lawmaker deputy diplomat official candidate nominee incumbent democrat republican conservative
    aide adviser advisor strategist pollster counterpart predecessor successor heir trader expert specialist
    sommelier winemaker curator librarian midwife skipper spinner seamer pacer opener centre-back Frenchman
    Englishman Spaniard"""
)
ROLE_ENDINGS = ("ologist", "ographer", "onomer", "icist", "ician", "onomist")
# Before a name, when it is told whose words stand before.
SAYS = _words("""said says added adds wrote writes explained explains recalled recalls noted notes""")
# After a name these are done by people, rarely by others.
DEEDS = _words(
    """said says told tells added adds insisted recalled wrote writes tweeted posted admitted argued explained joked
    laughed smiled wept married divorced died wore wears scored netted headed struck tackled saved played plays
    starred stars directed sang sings resigned retired apologised apologized quipped whispered testified pleaded
    recounted thinks believes feels hopes remembers narrates reveals replied replies asked asks denied denies grew
    studied graduated became joined won beat lost missed served smashed started"""
)
# What a company or another body has, does or is.
BODY_CUES = _words(
    """shares stock ceo chief spokesperson spokesman spokeswoman executives executive employees staff board customers
    headquarters products profits revenue earnings subsidiary app platform website founder co-founder factory
    stores plant workers investors shareholders members lawmakers announced launched acquired unveiled reported reports
    analyst analysts bought players fans squad manager coach officials"""
)
BODY_BEFORE = _words(
    """organization organisation nonprofit non-profit agency bank airline automaker carmaker insurer broker supermarket
    consultancy watchdog union thinktank magazine newspaper website outlet company firm startup start-up group giant
    maker publisher retailer brand label charity network app journal chain carrier manufacturer operator"""
)
# Before a place.
IN_A_PLACE = _words("""in at from near outside around across inside throughout to of into toward towards between via""")
SURELY_IN = _words("""in near outside throughout across northern southern eastern western central downtown around""")
KINDS_OF_PLACE = _words(
    """district province region county state city town village area suburb neighbourhood neighborhood island islands
    peninsula river valley municipality prefecture governorate oblast hills mountains coast strait border"""
)
PLACES_OF = _words(
    """city town village port province state district county suburb capital island region hamlet community"""
)

# Last words of what a body calls itself.
HEADS = _words(
    """University College School Institute Institution Academy Faculty Ministry Department Agency Authority Authorities
    Administration Bureau Commission Committee Subcommittee Council Court Courts Parliament Assembly Legislature
    Party Union Association Federation Confederation Foundation Fund Trust Society Club League Group Company
    Corporation Corp Corp. Inc Inc. Ltd Ltd. Limited LLC LLP PLC plc AG GmbH SpA NV Co Co. Holdings Partners
    Partnership Capital Ventures Bank Banks Insurance Securities Airlines Airways Motors Technologies Technology
    Systems Solutions Industries Energy Pharmaceuticals Labs Laboratories Lab Laboratory Studios Studio Records
    Pictures Entertainment Media Times Post Journal Herald Tribune Gazette Chronicle Observer Telegraph News
    Newspaper Magazine Review Mail Bee Beacon Examiner Inquirer Sentinel Haymaker Broadcasting Network Television TV
    Radio Hospital Hospitals Clinic Church Diocese Archdiocese Police Army Navy Guard Forces Force Brigade Battalion
    Regiment Corps Service Services Office Board Center Centre Centers Centres Organization Organisation Alliance
    Coalition Front Movement Brotherhood Project Programme Congress Senate Caucus Consortium Cartel Collective
    Collaborative Exchange Treasury Chamber Command Squad Directorate Secretariat Tribunal Registry Cooperative
    Syndicate Museum Orchestra Opera Ballet Distillers Brewery Winery Wineries Bakery Government Cabinet FC AFC CF
    SC Rovers Wanderers Albion Athletic Hotspur United Rangers Hostel Team Properties Resources Petroleum Oil Gas
    Steel Mining Foods Brands Stores Supermarkets Logistics Railways Railway Rail Press Publishing Publications
    Books Games Software Digital Robotics Semiconductor Electronics Communications Telecom Mobile Wireless Pharma
    Biotech Therapeutics Healthcare Medical Associates Advisors Management Investments Investment Analytics Research
    Intelligence Consulting International Worldwide Global Watch Initiative Observatory Conference Convention Synod
    Presidency Bar Branch Unit Division Band Tribe Nation Militia Patrol Circuit"""
)
# Of them, those that go on: `Ministry of …`, `Office for …`.
OPEN_HEADS = _words(
    """University Ministry Department Bank House Office Court Council Institute College School Academy Faculty Bureau
    Board Commission Committee Subcommittee Center Centre Centers Centres Association Federation Union Society Party
    Church Organization Organisation League Confederation Conference Chamber Fund Foundation Directorate Cartel
    Museum Congress Parliament Senate Agency Authority Front Movement Alliance Coalition Network Administration
    Campaign Hospital Order Friends Mothers Citizens Tribunal Secretariat Corporation Company Observatory
    Partnership Convention Assembly"""
)
# Heads that name a body only beside a name: `Tempus Energy`, not `Renewable Energy`.
WEAK_HEADS = _words(
    """Technology Systems Solutions Energy Entertainment Media Research Intelligence Management Software Games Books
    Press Mobile Digital Analytics Communications Electronics Medical Healthcare Resources Oil Gas Steel Mining
    Foods Brands Stores Capital International Global Worldwide Consulting Investment Insurance Securities Partners
    Review Network Radio Television Service Services Project Initiative Programme Team Unit Band Nation Watch Market
    Post Times News Conference Convention Industries Properties Mail Group Bar Bee Branch Division Government
    Cabinet Administration Circuit"""
)
# What ends like a name and is none of ours: laws, events, works.
OTHER_HEADS = _words(
    """Act Agreement Treaty Pact Accord Accords Law Bill Code Constitution Convention Declaration Resolution Amendment
    Cup Championship Championships Open Prize Award Awards Medal War Wars Day Days Week Month Year Festival Games
    Olympics Marathon Race Derby Final Finals Report Index Survey Census Plan Strategy Policy Operation Article
    Chapter Season Series Episode Show Tour Album Book Bible Gospel Theory Rule Principle Effect Syndrome Disease
    Virus Summit Forum Debate Election Elections Referendum Budget Statement Protocol Doctrine Deal Street St. Road
    Rd Rd. Avenue Ave. Boulevard Lane Drive Way Bridge Station Airport Stadium Arena Park Square Building Tower
    Towers Hall Palace Castle Prison Gate Plaza Mall Hotel Resort Lodge Inn Cabin Lounge Restaurant Cafe Café Bar
    Theatre Theater Cathedral Mosque Temple Synagogue Cemetery Hospice Zoo Garden Gardens Terminal Stand Tunnel Dam
    Pipeline Reactor Aircraft Jet Missile System Model Edition Collection Pack Menu Wine Cocktail Era Age Revolution
    Uprising Massacre Crisis Pandemic Hurricane Storm Typhoon Cyclone Earthquake Fire Scandal Case Trial Inquiry
    Investigation Mission Programme Program Project Question Answers Guide Rosé Grade Street. Sunday Monday Tuesday
    Wednesday Thursday Friday Saturday Man Woman Life World Time Times. Club. Court. Room Floor Box Mode Overviews
    Overview Search"""
)
OTHER_OPENERS = _words(
    """Operation Article Hurricane Storm Typhoon Cyclone Tropical Chapter Section Figure Table Project Apollo Camp"""
)
# Ends and beginnings of places no table has.
LAND = _words(
    """River Lake Lakes Mountain Mountains Hills Island Islands Bay Valley Pass Strait Sea Gulf Peninsula Desert Beach
    Falls Creek Canyon County District Province Region Township Village Heights Coast Basin Glacier Volcano Reef
    Lagoon Plateau Delta Prefecture Governorate Oblast Parish Borough"""
)
LAND_FIRST = _words(
    """Mount Mt. Lake Lac Cape Fort Port Isle Strait Gulf Bay Province Lough Loch Rio Punta Monte Mauna Cerro"""
)

REGION_WORDS = _words("Region Province District State Prefecture Governorate Oblast County City")

# Before a name at the start of a sentence, or in a headline: no part of it.
FUNCTION = _words(
    """The A An In On At But And When While After Before As If For With By From To Of That This These Those It Its He
    She They We You I His Her Their Our My Your Who What Where Why How Although Though Since Because During Until
    Unless Despite Without Within Under Over Between Among Against Through Across Once Then There Here Now Today
    Yesterday Tomorrow Meanwhile However Moreover Furthermore Additionally Also Both Either Neither Nor Or So Yet
    Not No Yes Some Many Most Few Several All Any Each Every Another Other Others Such Only Even Just Still Already
    Later Earlier Instead According Asked Like Unlike About Around Behind Below Above Near Outside Inside Following
    Is Are Was Were Be Do Does Did Has Have Had Can Could Will Would Should May Might Must Let Ask One Two Three
    Four Five Six Seven Eight Nine Ten First Second Third Last Next New Old Perhaps Maybe Fellow Dear Hi Hello Oh
    Well Says Said See Read Watch Photo Image Video Source Sources Via Per Than Too Very More Less Much Out Up Down
    Off Again Ever Never Always Elsewhere Overseas Together Alongside Whether Whatever Whoever Which Whose Whom Them
    Him Us Me Himself Herself"""
)
# Of them, those that are first names behind a role: `actor Will Smith`.
ALSO_GIVEN = _words("Will May")
# They stay with a name of one word: `Pope Francis`.
REGNAL = _words("King Queen Prince Princess Pope Emperor Empress Sultan Saint")
PARTICLES = _words(
    """de da do dos das del della di du van von der den ter ten bin ibn al el la le los y e abu ben bint"""
)
SUFFIXES = _words("""Jr Jr. Sr Sr. II III IV 2 3""")
# What follows a hyphen without being part of a name: `state-run`, `Russian-occupied`.
COMPOUNDS = _words(
    """led run backed based born owned controlled linked funded style era like made wide approved designed held
    occupied installed friendly only free area area-based bound side wing haired speaking inspired trained built
    produced supplied aligned brokered imposed focused appointed endorsed allied themed heavy related sponsored
    dominated ruled affiliated educated listed chaired sized"""
)
# What stands in a name with its possessive: `Sheriff’s Department`, `Women's Tennis Association`.
HOLDERS = _words(
    """Sheriff General Governor Mayor Minister President Women Men Children People Prosecutor Coroner Examiner Marshal
    Comptroller Clerk Treasurer Commissioner Ombudsman Attorney King Queen"""
)
OFFICES = _words(
    """Department Office Association Union Federation League Hospital Party Council Bureau Court Congress Army Bank
    Institute Alliance Club Service Commission Committee Cabinet College University Foundation Fund Centre Center"""
)
SHOPS = _words(
    """Macy Lowe Kohl Wendy Kellogg McDonald Domino Denny Applebee Sainsbury Sotheby Christie Moody Dillard Arby
    Bloomingdale Hershey Nando"""
)
MATCH_WORDS = _words(
    """goal goals midfield midfielder striker defender goalkeeper winger kick-off half-time football soccer league
    match penalty season manager cup fixture fans coach squad transfer relegation"""
)
