"""What articles on each of the seventeen IPTC Media Topics of the top level are written with.

Of each topic: words that all but name it (3 points), that are usual in it (2), and that lean to it (1). A star
stands for any ending. No names of persons or companies in the news: they change sides.
"""

NAMES = {
    1: "arts, culture, entertainment and media",
    2: "crime, law and justice",
    3: "disaster, accident and emergency incident",
    4: "economy, business and finance",
    5: "education",
    6: "environment",
    7: "health",
    8: "human interest",
    9: "labour",
    10: "lifestyle and leisure",
    11: "politics and government",
    12: "religion",
    13: "science and technology",
    14: "society",
    15: "sport",
    16: "conflict, war and peace",
    17: "weather",
}

ENGLISH: dict[int, tuple[str, str, str]] = {
    1: (
        (
            "film, films, filmmaker*, movie*, actor*, actress*, box office, album*, singer*, songwriter*, concert*, "
            "musician*, museum*, painting*, sculpt*, novelist*, poet, poetry, opera, ballet, hollywood, tv series, "
            "sitcom, grammy*, emmy*, oscar, oscars, soundtrack*, screenplay*, rapper*, cinema*, video game*, "
            "comedian*, reality show, amphitheat*, playwright*, artwork*, science fiction, art festival, film "
            "festival"
        ),
        (
            "music, musical*, novel, novels, theatre*, theater*, television, premiere*, celebrit*, festival*, "
            "artist*, gaming, gamer*, playstation, xbox, nintendo, guitar*, band, showrunner, episode*, gallery, "
            "exhibition*, author, book, books, literature, fiction, writer*, publisher*, dance*, newspaper*, "
            "newsroom*, journalism, local news, broadcaster*, podcast*, streaming, trailer, lyrics, fans, red carpet, "
            "choreograph*, audience*, ratings, poems, genre, audiobook, memoir*"
        ),
        (
            "tour, franchise, drama, performance*, performer*, show, stage, song, songs, journalist*, viewers, "
            "editor*, media, character*, plot, story, stories, game, games, director, series, culture, cultural, art, "
            "arts, interview*"
        ),
    ),
    2: (
        (
            "murder*, homicide*, robbery, burglar*, kidnap*, rape, sexual assault, sexually abus*, prosecutor*, jury, "
            "convicted, conviction*, sentenced, indict*, plaintiff*, defendant*, pleaded guilty, pleads guilty, "
            "bribery, drug trafficking, drug investigation, money laundering, extradit*, felony, misdemeanor, law "
            "enforcement, cybercrime, supreme court, appeals court, court documents, police officer*, in custody, "
            "death threat*, lawsuit*, fraud, narcotics, bail, criminal*, verdict*, attorney general, testif*, "
            "perjury, district court, court of justice"
        ),
        (
            "police, arrest*, suspect*, shooting, stabb*, theft*, court*, judge*, trial, prison*, jail*, inmate*, "
            "sued, suing, guilty, corruption, cocaine, heroin, smuggl*, gang, gangs, crime*, detective*, warrant*, "
            "forensic*, hacker*, phishing, ransomware, tribunal*, ruling*, appeal*, blackmail*, abuse*, legal, "
            "illegal*, lawyer*, attorney*, bond, threat*, assault*, victim*, investigator*, law, laws, damages, "
            "patent, testimony, allegation*, privilege"
        ),
        (
            "charged, charges, charge, custody, evidence, case, cases, investigation*, cartel*, drug*, drugs, "
            "sentence*, offence*, offense*, hearing*, justice, accused, officer*"
        ),
    ),
    3: (
        (
            "earthquake*, quake*, hurricane*, tornado*, wildfire*, bushfire*, landslide*, tsunami*, eruption*, "
            "avalanche*, plane crash*, helicopter crash*, derail*, death toll, emergency services, capsiz*, "
            "shipwreck*, aftershock*, typhoon*, cyclone*, disaster*, search and rescue, natural disaster*, state of "
            "emergency"
        ),
        (
            "flood*, crash, crashed, crashes, collision*, explosion*, blaze*, firefighter*, rescue*, rescuer*, "
            "evacuat*, accident*, drown*, tragedy, poisoning*, ambulance*, victims, shutoff*, collapsed, survivor*, "
            "fire danger, power outage*, outage*"
        ),
        (
            "storm, storms, fire, fires, debris, emergency, killed, died, injured, casualt*, smoke, damage*, "
            "collapse*, volcan*"
        ),
    ),
    4: (
        (
            "stock market*, shareholder*, earnings, quarterly, interest rate*, inflation, gdp, recession*, "
            "economist*, tariff*, central bank*, federal reserve, wall street, nasdaq, dow jones, oil price*, "
            "merger*, ipo, bankrupt*, cryptocurrenc*, bitcoin, venture capital, dividend*, real estate, supply chain, "
            "net income, profit*, layoffs, insurance rate*, fiscal, economic growth, free trade, trade deal, trade "
            "war, trade agreement, balance sheet*, retailer*, earnings report*, currency, currencies, marketing, "
            "business model*, personal finance, initial public"
        ),
        (
            "stock, stocks, shares, investor*, invest, investment*, revenue*, bank, banks, banking, economy, "
            "economic*, ceo, startup*, acquisition*, exports, imports, insurance, insurer*, pension*, mortgage*, "
            "loan*, debt*, deficit*, budget*, market, markets, analyst*, corporate, bond, bonds, consumer*, tax, "
            "taxes, financial*, finance*, commodit*, yuan, traders, savings, retire*, income, fee, fees, prices, "
            "homeowner*, premium*, executive*, billions, valuation*, wealth, chief executive, advertis*, brand*, "
            "entrepreneur*"
        ),
        (
            "business*, company, companies, industr*, trade, sales, price, growth, money, billion, dollar*, "
            "customers, deal, store*, demand, factory, product*, rates, costs, cost, firm, firms, spending, sector*"
        ),
    ),
    5: (
        (
            "school*, classroom*, teacher*, pupils, curriculum*, tuition, kindergarten*, preschool*, higher "
            "education, school district*, universit*, college*, homework, scholarship*, undergraduate*, faculty "
            "member*"
        ),
        (
            "student*, education*, campus*, exam, exams, graduate*, academic*, faculty, lecturer*, professor*, "
            "literacy, enroll*, scholars, teaching, bachelor*, degrees"
        ),
        "degree, learning, learn, principal, class, classes, courses, study, training",
    ),
    6: (
        (
            "climate change, global warming, greenhouse*, biodiversity, deforest*, rainforest*, ecosystem*, fossil "
            "fuel*, net zero, carbon emission*, carbon dioxide, endangered, conservationist*, renewable energy, "
            "climate action, sea level*, coral*, environmental*, poach*, climate goal*, plastic waste, air pollution, "
            "water pollution, emissions, solar power, wind power, climate policy"
        ),
        (
            "climate, carbon, pollut*, wildlife, species, conservation, habitat*, renewable*, recycl*, sustainab*, "
            "drought*, glacier*, forests, solar, wind farm*, contaminat*, environment, warming, nature reserve*, "
            "toxic, ecolog*"
        ),
        "ocean*, oceans, forest, water, energy, electricity, animals, plants, coal, gas, river*, green",
    ),
    7: (
        (
            "hospital*, patient*, disease*, outbreak*, pandemic*, coronavirus, covid*, vaccin*, cancer*, diabetes, "
            "obesity, clinical trial*, mental health, alzheimer*, dementia, surgeon*, physician*, flu, influenza, "
            "bubonic, plague, encephalitis, pneumon*, antibiotic*, public health, health care, healthcare, health "
            "officials, symptom*, diagnos*, bariatric, health ministry, eating disorder*, epidemic*, lung*, immune*, "
            "medical*"
        ),
        (
            "health, doctor*, virus*, infect*, treatment*, medicine*, medication*, surgery, nurse*, therap*, "
            "syndrome*, depression, anxiety, pharma*, abortion*, nutrition*, clinic, clinics, illness*, disorder*, "
            "allerg*, inflamm*, disease control, bacteria*, weight loss, miscarriage*, physical exam, pneumonic, "
            "breath*, eating"
        ),
        "drug, drugs, care, pain, condition, blood, weight, body, diet, sick, heart, sleep, brain",
    ),
    8: (
        (
            "good samaritan*, world record, guinness, lottery, lotto, jackpot*, heartwarming, viral video, lost pet*, "
            "animal shelter*, royal family, buckingham palace, reunited, birthday, self-improvement"
        ),
        (
            "cat, cats, dog, dogs, puppy, puppies, kitten*, prince, princess, duke, duchess, queen, wedding*, "
            "adorable, miracle*, bizarre, pet, pets, babies, newborn*, adopt*, collector*"
        ),
        "viral, surprise*, rare, oldest, mystery, royal, royals, friend, friends, family, love",
    ),
    9: (
        (
            "labor union*, labour union*, trade union*, minimum wage*, collective bargaining, picket*, walkout*, "
            "jobless*, unemployment, labor market*, labour market*, job cuts, working conditions, workers' rights, "
            "retirement age, labor department*, laid off, layoff*, unpaid leave, stay-at-home"
        ),
        (
            "union, unions, workers, wage*, employees, employer*, workforce, workplace*, hiring, job losses, "
            "strikers, salary, salaries, overtime, jobs, job, working mothers, career*, unemployed"
        ),
        "strike, labor, labour, staff, work, worker, working, pay, contract*, employ*",
    ),
    10: (
        (
            "recipe*, restaurant*, chef, chefs, wine*, fashion*, outfit*, makeup, skincare, gardening, hiking, "
            "camping, backpacking, sleeping bag*, yoga, black friday, gift guide*, home decor, interior design, "
            "tourist*, tourism, vacation*, resort*, cruise*, luxury, hotel*, motorcycle*, sedan*, suv*, breakup*, "
            "test drive*, horsepower, holiday*, national park*"
        ),
        (
            "travel*, cook, cooking, beer, dress, dresses, designer*, beauty, garden*, fitness, dating, "
            "relationship*, parenting, shopping, hobb*, leisure, gown*, styl*, skirt*, trip, deals, discount*, "
            "equestrian, horse*, riding, bike*, cyclist*, car, cars, vehicle*, spa, lodge, suite, wear, wore, drink*, "
            "tasting, flavor*, flavour*, partner"
        ),
        (
            "food, weekend, home, life, guests, buy, price, outdoors, review, summer, trail*, adventure*, feelings, "
            "dinner, tea"
        ),
    ),
    11: (
        (
            "prime minister*, parliament*, election*, elections, senate*, senator*, congress, congressm*, "
            "congresswom*, house of representatives, lawmaker*, white house, foreign minister*, foreign policy, "
            "impeach*, referendum*, diplomat*, chancellor*, presidential, ballot*, cabinet, republican*, democrats, "
            "democratic party, conservative party, electoral, voter*, candidac*, coalition*, house speaker, general "
            "election, state department, political part*, foreign office, secretary of state, geopolit*, opposition "
            "part*, house committee, oversight committee, campaign finance, politician*"
        ),
        (
            "president*, government*, minister*, political*, politics, vote, votes, voting, candidate*, legislat*, "
            "administration, opposition, embassy, ambassador*, sanction*, treaty, treaties, summit, united nations, "
            "european union, governor*, mayor*, constitution*, regime*, primary, caucus*, polls, poll, bipartisan, "
            "border security, ruling party, party, diplomacy, council, gop, partisan*, congressional, nominee*, "
            "deputies, sovereign*, amendment*, nato, policy, democra*, deposition, hearings"
        ),
        (
            "policies, campaign*, public, officials, official, leader, leaders, state, nation*, federal, secretary, "
            "reform*, minister, border, country, countries, bill, bills, talks, alliance*, member states"
        ),
    ),
    12: (
        (
            "church*, pope, vatican, bishop*, priest*, mosque*, imam*, synagogue*, rabbi*, catholic*, quran, bible*, "
            "clergy, diocese*, synod*, pilgrim*, evangelical*, protestant*, ramadan, hindu*, buddhis*, jehovah*, "
            "religious, religion*, worship*, archbishop*, temple*"
        ),
        (
            "muslim*, islam, islamic, christian*, prayer*, pray, faith, jews, jewish, gospel, monk*, nun, sermon*, "
            "parish*, ayatollah*, god, holy"
        ),
        "spiritual*, belief*, blessing*",
    ),
    13: (
        (
            "spacecraft*, astronaut*, telescope*, astronom*, physicist*, quantum, genome*, dinosaur*, fossils, "
            "artificial intelligence, machine learning, algorithm*, chatbot*, chatgpt, semiconductor*, smartphone*, "
            "iphone*, android, laptop*, nasa, rocket*, jupiter, moon, lunar, solar system, space agency, satellite*, "
            "cloud gaming, processor*, keyboard*, robot*, software*, search engine*, ai, scientist*, spaceport*, "
            "launch site*, launch pad*, exoplanet*, biolog*, physics, chemistry"
        ),
        (
            "scientific*, science*, researcher*, technolog*, tech, planet, planets, mars, orbit*, laborator*, "
            "experiment*, dna, gene, genes, apps, app, computer*, computing, internet, browser*, battery, batteries, "
            "chip, chips, chipmaker*, patent*, engineer*, digital, gadget*, device*, startup*, cyber*, online, "
            "display, screen, ssd, gpu, cpu, ram, gb, analytics, user, users, platform*, launch*, discover*, spectr*"
        ),
        "research*, study, studies, data, network*, web, social media, earth, space, video*, model, models, stream*",
    ),
    14: (
        (
            "racism, racist, racial*, discriminat*, transgender*, lgbt*, same-sex, women's rights, human rights, "
            "civil rights, homeless*, inequalit*, child care, childcare, asylum, refugee*, immigra*, migrant*, "
            "antisemit*, feminis*, poverty, social justice, infant*, abandoned, hate speech, illegitimate, "
            "stay-at-home mom*, white supremac*, migration"
        ),
        (
            "gender*, gay, lesbian*, diversity, indigenous, welfare, charit*, nonprofit*, elderly, disab*, equality, "
            "stigma*, mothers, moms, orphan*, adoption*, marriage*, demographic*, abandon*, girls, displaced, exile*"
        ),
        (
            "women, men, children, families, community, communities, population, rights, youth, society, social, "
            "villages, parents, black"
        ),
    ),
    15: (
        (
            "football*, soccer, basketball*, baseball*, cricket*, tennis, golf*, rugby, hockey, nba, nfl, mlb, nhl, "
            "fifa, uefa, premier league, bundesliga, midfielder*, striker*, quarterback*, touchdown*, playoff*, "
            "olympic*, medal*, championship*, tournament*, grand prix, athlete*, freestyle, world cup, wimbledon, us "
            "open, innings, wicket*, grand slam, straight sets, overtime goal, semifinal*, semi-final*, linebacker*, "
            "goaltender*, goalkeep*, power play, superbike*, home run*, ncaa, undefeated, varsity, stanley cup"
        ),
        (
            "league, coach*, player*, stadium*, match, matches, scored, scoring, racing, referee*, swim, swimmer*, "
            "sport, sports, goals, assist, assists, halftime, season, teammate*, defeats, roster, first-round, team, "
            "teams, ski, soccer, derby, defender*, sideline*, backhand, forehand, basket, sportswriter*, sportsm*"
        ),
        (
            "win, wins, won, victory, victories, defeat*, points, goal, score, game, games, fans, final, finals, "
            "race, penalty, shot, shots, club, cup, play, played, half, second half"
        ),
    ),
    16: (
        (
            "war, wars, airstrike*, air strike*, missile*, shelling, ceasefire*, cease-fire, invasion*, invaded, "
            "insurgent*, militant*, militia*, terroris*, hostage*, hamas, hezbollah, taliban, isis, al-qaeda, "
            "frontline*, battlefield*, nuclear weapon*, artillery, warship*, aircraft carrier*, peace talks, peace "
            "deal*, peacekeep*, genocide*, war crimes, coup, civil war, armed forces, fighter jet*, regime change, "
            "military action, military attack*, military buildup, war games, occupying power, military exercise*, "
            "occupied, military operation*, military junta, military, drone attack*, drone strike*, bombardment*, "
            "ethnic cleansing"
        ),
        (
            "troops, army, soldier*, navy, naval, drone, drones, bomb, bombs, bombing*, bombed, rebels, weapon*, "
            "combat*, conflict*, armed, clashes, offensive, strikes, airstrikes, occupation, annex*, tanks, bombers, "
            "settlements, violence, protesters, riot*, unrest, crackdown, defense secretary, defence minister, "
            "defense ministry, slaughter, service members, junta, prisoner swap, war-torn, security forces"
        ),
        (
            "attack*, strike, kill, killed, killing, fighting, fighters, defense, defence, enemy, peace, security, "
            "forces, protest*, guard, threat*, deployment*, invade*, territor*"
        ),
    ),
    17: (
        (
            "heatwave*, heat wave*, thunderstorm*, meteorolog*, blizzard*, weather service, weather forecast*, cold "
            "front*, snowfall*, rainfall*, precipitation, frost, heavy rain, weather warning*, snowstorm*, weather "
            "conditions, high winds, gusts, hot weather, cold weather"
        ),
        (
            "weather, forecast*, rain, rains, snow, storm*, temperature*, sunny, cloudy, humid*, fahrenheit, celsius, "
            "winds, sunshine"
        ),
        "wind, cold, heat, warm, hot, dry, winter, degrees",
    ),
}
