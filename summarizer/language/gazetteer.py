"""Closed lists behind the rules for names: countries, offices, kinds of organisation, news outlets."""

from __future__ import annotations

from typing import NamedTuple

from summarizer.language.tokens import words


class Country(NamedTuple):
    """A country, the adjectives that belong to it, and the cities that stand for its government."""

    name: str
    demonyms: tuple[str, ...]
    capitals: tuple[str, ...]
    aliases: tuple[str, ...] = ()


# name=other names : adjectives : capitals that stand for the government
_COUNTRIES = """
Afghanistan:Afghan:Kabul|Albania:Albanian:Tirana|Algeria:Algerian:Algiers|Angola:Angolan:Luanda
Argentina:Argentine,Argentinian:Buenos Aires|Armenia:Armenian:Yerevan|Australia:Australian:Canberra
Austria:Austrian:Vienna|Azerbaijan:Azerbaijani,Azeri:Baku|Bahrain:Bahraini:Manama|Bangladesh:Bangladeshi:Dhaka
Belarus:Belarusian:Minsk|Belgium:Belgian:|Bolivia:Bolivian:La Paz|Bosnia and Herzegovina=Bosnia:Bosnian:Sarajevo
Botswana:Botswanan:|Brazil:Brazilian:Brasília,Brasilia|Britain=United Kingdom,UK,U.K.,Great Britain:British:
Bulgaria:Bulgarian:Sofia|Burkina Faso:Burkinabe:|Burundi:Burundian:|Cambodia:Cambodian:Phnom Penh
Cameroon:Cameroonian:|Canada:Canadian:Ottawa|Chad:Chadian:|Chile:Chilean:|China:Chinese:Beijing
Colombia:Colombian:Bogotá,Bogota|Costa Rica:Costa Rican:|Croatia:Croatian:Zagreb|Cuba:Cuban:Havana
Cyprus:Cypriot:Nicosia|Czech Republic=Czechia:Czech:Prague
Democratic Republic of Congo=Congo,DRC:Congolese:Kinshasa|Denmark:Danish:Copenhagen|Dominican Republic:Dominican:
Ecuador:Ecuadorian:Quito|Egypt:Egyptian:Cairo|El Salvador:Salvadoran:|Eritrea:Eritrean:Asmara
Estonia:Estonian:Tallinn|Ethiopia:Ethiopian:Addis Ababa|Finland:Finnish:Helsinki|France:French:Paris
Gabon:Gabonese:|Gambia:Gambian:|Georgia:Georgian:Tbilisi|Germany:German:Berlin|Ghana:Ghanaian:Accra
Greece:Greek:Athens|Guatemala:Guatemalan:|Guinea:Guinean:|Haiti:Haitian:|Honduras:Honduran:
Hungary:Hungarian:Budapest|Iceland:Icelandic:Reykjavik|India:Indian:New Delhi,Delhi|Indonesia:Indonesian:Jakarta
Iran:Iranian:Tehran|Iraq:Iraqi:Baghdad|Ireland:Irish:Dublin|Israel:Israeli:Jerusalem,Tel Aviv|Italy:Italian:Rome
Ivory Coast:Ivorian:|Jamaica:Jamaican:|Japan:Japanese:Tokyo|Jordan:Jordanian:Amman|Kazakhstan:Kazakh:Astana
Kenya:Kenyan:Nairobi|Kosovo:Kosovar:Pristina|Kuwait:Kuwaiti:|Kyrgyzstan:Kyrgyz:Bishkek|Laos:Laotian:
Latvia:Latvian:Riga|Lebanon:Lebanese:Beirut|Liberia:Liberian:|Libya:Libyan:Tripoli|Lithuania:Lithuanian:Vilnius
Luxembourg:Luxembourgish:|Madagascar:Malagasy:|Malawi:Malawian:|Malaysia:Malaysian:Kuala Lumpur|Mali:Malian:Bamako
Malta:Maltese:Valletta|Mauritania:Mauritanian:|Mexico:Mexican:|Moldova:Moldovan:Chisinau|Mongolia:Mongolian:
Montenegro:Montenegrin:Podgorica|Morocco:Moroccan:Rabat|Mozambique:Mozambican:Maputo
Myanmar=Burma:Burmese:Naypyidaw|Namibia:Namibian:|Nepal:Nepalese,Nepali:Kathmandu|Netherlands:Dutch:The Hague
New Zealand:New Zealand:Wellington|Nicaragua:Nicaraguan:Managua|Niger:Nigerien:Niamey|Nigeria:Nigerian:Abuja
North Korea=DPRK:North Korean:Pyongyang|North Macedonia:Macedonian:Skopje|Norway:Norwegian:Oslo|Oman:Omani:Muscat
Pakistan:Pakistani:Islamabad|Palestine:Palestinian:Ramallah|Panama:Panamanian:|Paraguay:Paraguayan:
Peru:Peruvian:Lima|Philippines:Philippine,Filipino:Manila|Poland:Polish:Warsaw|Portugal:Portuguese:Lisbon
Qatar:Qatari:Doha|Romania:Romanian:Bucharest|Russia=Russian Federation:Russian:Moscow|Rwanda:Rwandan:Kigali
Saudi Arabia:Saudi,Saudi Arabian:Riyadh|Senegal:Senegalese:Dakar|Serbia:Serbian,Serb:Belgrade
Sierra Leone:Sierra Leonean:|Singapore:Singaporean:|Slovakia:Slovak:Bratislava|Slovenia:Slovenian,Slovene:Ljubljana
Somalia:Somali:Mogadishu|South Africa:South African:Pretoria|South Korea:South Korean:Seoul
South Sudan:South Sudanese:Juba|Spain:Spanish:Madrid|Sri Lanka:Sri Lankan:Colombo|Sudan:Sudanese:Khartoum
Sweden:Swedish:Stockholm|Switzerland:Swiss:Bern|Syria:Syrian:Damascus|Taiwan:Taiwanese:Taipei
Tajikistan:Tajik:Dushanbe|Tanzania:Tanzanian:Dodoma|Thailand:Thai:Bangkok|Togo:Togolese:|Tunisia:Tunisian:Tunis
Turkey=Türkiye:Turkish:Ankara|Turkmenistan:Turkmen:Ashgabat|Uganda:Ugandan:Kampala|Ukraine:Ukrainian:Kyiv,Kiev
United Arab Emirates=UAE:Emirati:Abu Dhabi
United States=US,U.S.,USA,U.S.A.,America,United States of America:American,U.S.,US:Washington
Uruguay:Uruguayan:Montevideo|Uzbekistan:Uzbek:Tashkent|Venezuela:Venezuelan:Caracas|Vietnam:Vietnamese:Hanoi
Yemen:Yemeni:Sanaa|Zambia:Zambian:Lusaka|Zimbabwe:Zimbabwean:Harare
"""


def _countries() -> tuple[Country, ...]:
    found = []
    for entry in _COUNTRIES.replace("\n", "|").split("|"):
        if not entry.strip():
            continue
        names, demonyms, capitals = entry.split(":")
        name, _, others = names.partition("=")
        found.append(Country(name, _listed(demonyms), _listed(capitals), _listed(others)))
    return tuple(found)


def _names(listed: str) -> frozenset[str]:
    """A list of names of several words, separated by bars."""
    return frozenset(" ".join(name.split()) for name in listed.split("|"))


def _listed(joined: str) -> tuple[str, ...]:
    return tuple(part for part in joined.split(",") if part)


COUNTRIES = _countries()
COUNTRY_BY_NAME = {form: country for country in COUNTRIES for form in (country.name, *country.aliases)}
COUNTRY_BY_DEMONYM = {demonym: country for country in COUNTRIES for demonym in country.demonyms}
COUNTRY_BY_CAPITAL = {capital: country for country in COUNTRIES for capital in country.capitals}

# Seats that stand for an executive.
SEATS = _names(
    """Kremlin|White House|Pentagon|Downing Street|Number 10|No. 10|Whitehall|Élysée|Elysée|Elysee Palace|Vatican|
    Holy See|Knesset|Bundestag|Duma|State Duma|Kremlin press service|Blue House"""
)

# Offices and callings that stand before a name or in apposition to it.
TITLES = words(
    """president vice-president chancellor premier minister secretary undersecretary ambassador envoy king queen
    prince princess emperor pope bishop archbishop cardinal imam rabbi reverend senator congressman
    congresswoman representative lawmaker mp mep governor mayor councillor councilman councilwoman commissioner
    chief commander commander-in-chief general lieutenant colonel major captain sergeant admiral marshal
    brigadier officer director director-general chairman chairwoman chairperson chair head leader ceo cfo coo
    founder co-founder owner president-elect executive manager spokesman spokeswoman spokesperson professor prof
    doctor dr mr mrs ms miss sir dame lord lady judge justice prosecutor attorney lawyer barrister solicitor
    counsel sheriff detective inspector coach striker goalkeeper midfielder defender quarterback driver pilot
    actor actress singer musician author writer novelist poet journalist reporter editor columnist blogger
    analyst economist historian scientist researcher expert activist campaigner adviser advisor aide official
    deputy dictator ayatollah sheikh justice speaker whip gen lt col sgt sen rep gov capt adm brig cmdr maj rev
    hon member resident farmer teacher student nurse engineer architect designer candidate nominee oligarch
    warlord militant rebel photographer producer filmmaker referee neurologist surgeon epidemiologist biologist
    passenger witness captain manager counterpart"""
)
ORGANISATION_WORDS = words(
    """party union association organisation organization committee company corporation corp inc ltd llc plc
    group bank university college institute institution foundation society club team federation league
    alliance coalition network movement church mosque hospital school academy trust fund charity
    airlines airways motors industries holdings partners centre center laboratory lab labs board
    congregation cooperative council nations forum initiative project campaign museum theatre orchestra
    agency therapeutics foods electric electrics energy pharma pharmaceuticals oil gas steel systems technologies line
    lines shipping chemicals chains retail telecom telecommunications media entertainment studios records brewery"""
)
GOVERNMENT_WORDS = words(
    """ministry department government cabinet administration parliament congress senate assembly court tribunal
    police office bureau authority commission municipality treasury embassy regulator customs sheriff's council
    agency house directorate inspectorate prosecutor's secretariat coastguard service ombudsman electoral"""
)
FORCE_WORDS = words(
    """army navy forces force troops military guard guards brigade battalion regiment corps militia marines
    airforce staff command fleet soldiers fighters rebels insurgents units division"""
)
OUTLET_WORDS = words(
    """times post news herald tribune gazette journal courier telegraph guardian observer chronicle mail
    mirror express newspaper magazine radio tv television broadcaster daily weekly press agency wire sun
    star globe standard inquirer examiner dispatch bulletin reporter review sentinel independent"""
)
OUTLETS = _names(
    """CNN|BBC|BBC News|Reuters|AP|Associated Press|The Associated Press|AFP|Agence France-Presse|NBC|NBC News|CBS|
    CBS News|ABC News|Fox News|MSNBC|Bloomberg|Sky News|ITV|ITV News|GB News|Al Jazeera|Al-Jazeera|TASS|
    RIA Novosti|RIA|Interfax|Xinhua|Kyodo|DPA|dpa|ANSA|Politico|Axios|The Telegraph|Daily Telegraph|The Guardian|
    New York Times|The New York Times|Washington Post|The Washington Post|Wall Street Journal|
    The Wall Street Journal|Financial Times|The Times|The Economist|Der Spiegel|Le Monde|Le Figaro|El País|
    Ukrinform|Ukrainska Pravda|Kyiv Independent|The Kyiv Independent|RT|Meduza|NPR|PBS|USA Today|
    Los Angeles Times|LA Times|The Independent|Daily Mail|The Sun|Haaretz|Anadolu|Anadolu Agency|Yonhap|Euronews|
    Deutsche Welle|DW|Wikinews|Newsweek|Time|Forbes|Vice|BuzzFeed|The Hill|Globe and Mail|The Globe and Mail|
    Radio Free Europe|Novaya Gazeta|Kommersant|The Moscow Times|Nikkei|The Hindu|Dawn|The Australian|LA Weekly|
    Rolling Stone"""
)
# Words that stand before an office and belong to it.
ROLE_MODIFIERS = words(
    """prime foreign defence defense finance interior home health education shadow crown former then acting
    deputy senior top late ex-president vice chief state army navy police field first ousted exiled
    billionaire veteran press team party opposition justice trade climate interim incoming outgoing"""
)
# Capitalised words that begin or end the names of places; a place does not act.
PLACE_WORDS = words(
    """region province oblast district county street road avenue square river lake sea ocean island islands
    mountain mountains mount bay gulf strait valley desert airport station bridge highway border
    peninsula coast city town village port harbour harbor park stadium hall tower building palace north
    south east west northern southern eastern western central"""
)
NOT_NAMES = words(
    """monday tuesday wednesday thursday friday saturday sunday january february march april may june july
    august september october november december i i'm i've i'll i'd ok pm am gmt utc est edt covid
    covid-19 internet english christmas easter god olympics games cup championship war treaty act law
    constitution agreement accord convention summit"""
)
# Bare nouns for somebody whose name the article has given ("the general", "the newspaper").
OUTLET_NOUNS = words("newspaper paper publication outlet broadcaster magazine network agency station daily website")
MALE = words("he him his himself")
FEMALE = words("she her hers herself")
