"""Names that datelines are made of; all are compared casefolded, and months without their period.

Places stand here only because capitals before a colon or a dash are as often a label (`CLAIM:`) as a place: those that
news is filed from most, not a gazetteer. Beside an agency or a date any place will do.
"""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _names(text: str) -> frozenset[str]:
    return frozenset(" ".join(name.split()).casefold() for name in text.split(","))


# News agencies and press-release wires, as they sign. An unknown one is taken too where the rest leaves no doubt.
AGENCIES = _words(
    """aa aap adnkronos afp aki ana-mpa anadolu ani anp ansa antara ap apa aps askanews awp bbc belga belta bernama
    bloomberg bna bns bss bta businesswire cana cna cnn cns cnw čtk ddp dha dpa dpa-afx dts ecns efe efeusa ena epd
    europapress fena fna folhapress globenewswire gna hina iha ians ina interfax ips irna isna italpress itar-tass
    jiji jta kap kcna khabar kna kpl kuna kyodo lapresse lusa mena mna montsame mti nampa nan newsfile nina nna
    notimex ntb ots pajhwok pap pna prnewswire pti qna rfe/rl reuters ria ritzau rns saba sana sapa sda sid sipa
    sputnik stt tanjug tap tass тасс tasnim télam telam tt ukrinform unian upi vna wafa wam xinhua yonhap zawya риа
    интерфакс"""
) | _names(
    """Associated Press, Business Wire, Canadian Press, The Canadian Press, Catholic News Service, Europa Press, Globe
    Newswire, PR Newswire, Prensa Latina, Press Trust of India, Thomson Reuters Foundation, Thomson Reuters, РИА
    Новости"""
)

# Beside an agency's name these make it a credit, not a dateline: `(AP Photo/…)`.
CREDITS = _words("archive archives file files foto fotos getty graphic handout image images photo photos pool video")

MONTHS = _words(
    """jan january feb february mar march apr april may jun june jul july aug august sep sept september oct october nov
    november dec december janv janvier fév févr février mars avr avril mai juin juil juillet août aout sept
    septembre octobre novembre déc décembre ene enero febrero marzo abr abril mayo junio julio ago agosto set
    septiembre setiembre octubre noviembre dic diciembre janeiro fev fevereiro março maio junho julho setembro out
    outubro novembro dez dezembro januar jän jänner februar mär märz juni juli oktober okt dezember gen gennaio
    febbraio marzo aprile mag maggio giu giugno lug luglio settembre ott ottobre novembre dicembre ocak şubat mart
    nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık янв января фев февраля мар марта апр апреля мая июн
    июня июл июля авг августа сен сентября окт октября ноя ноября дек декабря januari februari maret mei agustus
    september desember mrt maart"""
)
WEEKDAYS = _words(
    """mon monday tue tuesday wed wednesday thu thursday fri friday sat saturday sun sunday lundi mardi mercredi jeudi
    vendredi samedi dimanche lunes martes miércoles jueves viernes sábado domingo"""
)

# Words that open a line in capitals without being a place.
LABELS = _words(
    """about advertisement advisory aktuell alert analysis and announcement answer archive are article background blog
    book breaking brief briefing but by caption case caution challenge check claim clarification column comment
    commentary conclusion context correction corrected coverage day dear detail details disclaimer disclosure
    discussion editor editorial editors eilmeldung episode essay event exclusive exclusif explained explainer fact
    facts false feature file final first flash focus follow for from full gallery game graphic guide have headline
    headlines health here highlights how if important in info insight interactive interview investigation is it just
    key last latest letter letters line lineup list live location longread look market markets missing more must my
    name new news newsletter next no not note notice now obituary odds official opinion our overview part photo
    photos picture pictures podcast poll post press preview profile pros published q&a question questions quick quiz
    quote quotes rating read recap recipe release reminder report reporter result results review round roundup rule
    score section see series source sources special spoiler sponsored sport sports spread stage statement step
    stocks story subscribe summary support survey table team that they this time timeline times tip tips today
    tonight topic topline trailer trending trigger true tv transcript ultima update updated urgent verdict version
    video view views viral vote warning was watch weather week what when where which who why will win with world
    xclusive yes you your último última urgente exclusivo exclusiva vidéo análisis opinión"""
)

PLACES = _names(
    """Abidjan, Abuja, Abu Dhabi, Accra, Addis Ababa, Aden, Adelaide, Agartala, Agra, Ahmedabad, Aizawl, Ajmer, Aleppo,
    Algiers, Aligarh, Allahabad, Almaty, Amaravati, Amman, Amritsar, Amsterdam, Anchorage, Ankara, Antananarivo,
    Ashgabat, Asmara, Astana, Asunción, Athens, Atlanta, Auckland, Aurangabad, Austin, Ayodhya, Baghdad, Baku,
    Baltimore, Bamako, Bandar Seri Begawan, Bangalore, Bangkok, Bangui, Barcelona, Bareilly, Basra, Beijing, Beirut,
    Belagavi, Belém, Belfast, Belgrade, Bengaluru, Berlin, Bern, Bhopal, Bhubaneswar, Birmingham, Bishkek, Bogotá,
    Bonn, Boston, Brasília, Bratislava, Brazzaville, Brisbane, Brussels, Bucharest, Budapest, Buenos Aires,
    Bujumbura, Cairo, Calgary, Canberra, Cape Town, Caracas, Cardiff, Casablanca, Chandigarh, Chattogram, Chengdu,
    Chennai, Chicago, Chittagong, Chișinău, Cleveland, Coimbatore, Cologne, Colombo, Conakry, Copenhagen, Cotonou,
    Cox's Bazar, Cuttack, Dakar, Dallas, Damascus, Dar es Salaam, Darwin, Davos, Dehradun, Delhi, Denver, Detroit,
    Dhaka, Dharamsala, Dili, Djibouti, Dodoma, Doha, Donetsk, Dubai, Dublin, Durban, Dushanbe, Edinburgh,
    Faisalabad, Faridabad, Frankfurt, Freetown, Gandhinagar, Gangtok, Gaza, Gaza City, Geneva, George Town,
    Georgetown, Ghaziabad, Gilgit, Glasgow, Goa, Gorakhpur, Guatemala City, Gujranwala, Gurgaon, Gurugram, Guwahati,
    Gwadar, Gwalior, Hamburg, Hanoi, Harare, Havana, Helsinki, Ho Chi Minh City, Hobart, Hong Kong, Honolulu,
    Houston, Hubballi, Hyderabad, Imphal, Indore, Ipoh, Islamabad, Istanbul, Itanagar, Jabalpur, Jaipur, Jakarta,
    Jalandhar, Jammu, Jamshedpur, Jeddah, Jerusalem, Jodhpur, Johannesburg, Johor Baru, Johor Bahru, Juba, Kabul,
    Kampala, Kandahar, Kanpur, Karachi, Kathmandu, Khartoum, Khulna, Kigali, Kingston, Kinshasa, Klang, Kochi,
    Kohima, Kolkata, Kota, Kota Kinabalu, Kozhikode, Kuala Lumpur, Kuching, Kuwait, Kuwait City, Kyiv, Kiev, La Paz,
    Lagos, Lahore, Larkana, Las Vegas, Leh, Libreville, Lille, Lilongwe, Lima, Lisboa, Lisbon, Liverpool, Ljubljana,
    Lomé, London, Londres, Los Angeles, Luanda, Lucknow, Ludhiana, Lusaka, Luxembourg, Lviv, Lyon, Madison, Madrid,
    Madurai, Malacca, Malé, Managua, Manama, Manchester, Mandalay, Mangaluru, Manila, Maputo, Marseille, Mathura,
    Mecca, Medina, Meerut, Melbourne, Mexico City, Miami, Milan, Minneapolis, Minsk, Mirpur, Mogadishu, Mohali,
    Monrovia, Montevideo, Montreal, Moscow, Multan, Mumbai, Munich, Muscat, Muzaffarabad, Muzaffarnagar, Mysuru,
    N'Djamena, Nagpur, Nairobi, Naples, Nashik, Nassau, Naypyidaw, New Delhi, New York, Niamey, Nicosia, Noida,
    Nouakchott, Nur-Sultan, Oslo, Ottawa, Ouagadougou, Palembang, Panaji, Panama City, Paramaribo, Paris, Patna,
    Penang, Perth, Peshawar, Petaling Jaya, Philadelphia, Phnom Penh, Phoenix, Podgorica, Port Louis, Port Moresby,
    Port of Spain, Port-au-Prince, Porto Alegre, Prague, Prayagraj, Pretoria, Pristina, Puducherry, Pune, Puri,
    Putrajaya, Pyongyang, Quetta, Quito, Rabat, Raipur, Rajkot, Rajshahi, Ramallah, Ranchi, Rawalpindi, Recife,
    Reykjavik, Riga, Rio de Janeiro, Riyadh, Roma, Rome, Sacramento, San Diego, San Francisco, San Jose, San José,
    San Juan, San Salvador, Sana'a, Sanaa, Santiago, Santo Domingo, São Paulo, Sarajevo, Seattle, Seoul, Seremban,
    Shah Alam, Shanghai, Sharjah, Shenzhen, Shillong, Shimla, Sialkot, Siliguri, Singapore, Skardu, Skopje, Sofia,
    Srinagar, Stockholm, Strasbourg, Sukkur, Surabaya, Surat, Suva, Swat, Sydney, Sylhet, Taipei, Tallinn, Tashkent,
    Tbilisi, Tegucigalpa, Tehran, Tel Aviv, Thane, The Hague, Thimphu, Thiruvananthapuram, Tirana, Tirupati, Tokyo,
    Toronto, Tripoli, Tunis, Turin, Udaipur, Ujjain, Ulaanbaatar, United Nations, Vadodara, Valletta, Vancouver,
    Varanasi, Vatican City, Vienna, Vientiane, Vijayawada, Vilnius, Visakhapatnam, Warangal, Warsaw, Washington,
    Wellington, Windhoek, Winnipeg, Yangon, Yaoundé, Yerevan, York, Zagreb, Zürich, Zurich, Москва, Киев, Минск,
    Paris, Rom, Wien, Bruxelles, Genève, Bruselas, Nueva York, Nueva Delhi, İstanbul"""
)

# After a place in capitals, before a dash: countries, and the states as the AP Stylebook and the post abbreviate them.
# Compared without periods: `N.C.` is `NC`.
REGIONS = _names(
    """Afghanistan, Albania, Algeria, Angola, Argentina, Armenia, Australia, Austria, Azerbaijan, Bahamas, Bahrain,
    Bangladesh, Barbados, Belarus, Belgium, Belize, Benin, Bhutan, Bolivia, Bosnia, Bosnia-Herzegovina, Botswana,
    Brazil, Britain, Bulgaria, Burkina Faso, Burundi, Cambodia, Cameroon, Canada, Chad, Chile, China, Colombia,
    Congo, Costa Rica, Croatia, Cuba, Cyprus, Czech Republic, Denmark, Dominican Republic, East Timor, Ecuador,
    Egypt, El Salvador, England, Eritrea, Estonia, Eswatini, Ethiopia, Fiji, Finland, France, Gabon, Gambia, Gaza
    Strip, Georgia, Germany, Ghana, Greece, Greenland, Guatemala, Guinea, Guyana, Haiti, Honduras, Hungary, Iceland,
    India, Indonesia, Iran, Iraq, Ireland, Israel, Italy, Ivory Coast, Jamaica, Japan, Jordan, Kashmir, Kazakhstan,
    Kenya, Kosovo, Kuwait, Kyrgyzstan, Laos, Latvia, Lebanon, Lesotho, Liberia, Libya, Liechtenstein, Lithuania,
    Luxembourg, Madagascar, Malawi, Malaysia, Maldives, Mali, Malta, Mauritania, Mauritius, Mexico, Moldova, Monaco,
    Mongolia, Montenegro, Morocco, Mozambique, Myanmar, Namibia, Nepal, Netherlands, New Zealand, Nicaragua, Niger,
    Nigeria, North Korea, North Macedonia, Northern Ireland, Norway, Oman, Pakistan, Palestine, Panama, Papua New
    Guinea, Paraguay, Peru, Philippines, Poland, Portugal, Puerto Rico, Qatar, Romania, Russia, Rwanda, Saudi
    Arabia, Scotland, Senegal, Serbia, Sierra Leone, Singapore, Slovakia, Slovenia, Somalia, South Africa, South
    Korea, South Sudan, Spain, Sri Lanka, Sudan, Suriname, Sweden, Switzerland, Syria, Taiwan, Tajikistan, Tanzania,
    Thailand, Togo, Trinidad, Tunisia, Turkey, Türkiye, Turkmenistan, UAE, UK, US, USA, Uganda, Ukraine, United Arab
    Emirates, United Kingdom, United States, Uruguay, Uzbekistan, Vanuatu, Venezuela, Vietnam, Wales, West Bank,
    Yemen, Zambia, Zimbabwe, Ala, Alabama, Alaska, Ariz, Arizona, Ark, Arkansas, Calif, California, Colo, Colorado,
    Conn, Connecticut, Del, Delaware, DC, Fla, Florida, Ga, Hawaii, Idaho, Ill, Illinois, Ind, Indiana, Iowa, Kan,
    Kansas, Ky, Kentucky, La, Louisiana, Maine, Md, Maryland, Mass, Massachusetts, Mich, Michigan, Minn, Minnesota,
    Miss, Mississippi, Mo, Missouri, Mont, Montana, Neb, Nebraska, Nev, Nevada, NH, NJ, NM, NY, NC, ND, New
    Hampshire, New Jersey, New Mexico, New York, North Carolina, North Dakota, Ohio, Okla, Oklahoma, Ore, Oregon,
    Pa, Pennsylvania, RI, Rhode Island, SC, SD, South Carolina, South Dakota, Tenn, Tennessee, Texas, Tex, Utah, Vt,
    Vermont, Va, Virginia, Wash, WVa, West Virginia, Wis, Wisconsin, Wyo, Wyoming, AL, AK, AZ, AR, CA, CO, CT, DE,
    FL, HI, IA, ID, IL, IN, KS, KY, MA, MD, ME, MI, MN, MO, MS, MT, NE, NV, OH, OK, OR, PA, TN, TX, UT, VA, VT, WA,
    WI, WV, WY, Ontario, Ont, Quebec, Alberta, Alta, British Columbia, BC, Manitoba, Saskatchewan, Nova Scotia, New
    Brunswick, Newfoundland"""
)
