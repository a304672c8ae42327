"""The units the grammar knows: normalised name, kind, dimension, name in pint, and the ways of writing them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final

from summarizer.numbers.quantity import QuantityKind


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit. Units of one `dimension` can be converted into one another where both have a name in pint."""

    name: str
    kind: QuantityKind
    dimension: str
    pint: str | None = None


# name | dimension | pint | words (any case) | abbreviations (case matters; comma-separated)
_MEASURES: Final = """
mm | length | millimeter | millimetre,millimetres,millimeter,millimeters | mm
cm | length | centimeter | centimetre,centimetres,centimeter,centimeters | cm
m | length | meter | metre,metres,meter,meters | m
km | length | kilometer | kilometre,kilometres,kilometer,kilometers,kms | km,Km,KM
in | length | inch | inch,inches | in
ft | length | foot | foot,feet | ft
yd | length | yard | yard,yards | yd,yds
mi | length | mile | mile,miles | mi
nmi | length | nautical_mile | nautical mile,nautical miles | nmi
light_year | length | light_year | light year,light years | ly
mm^2 | area | millimeter**2 | square millimetre,square millimetres,square millimeter,square millimeters | mm2,mm²
cm^2 | area | centimeter**2 | square centimetre,square centimetres,square centimeter,square centimeters,sq cm | cm2,cm²
m^2 | area | meter**2 | square metre,square metres,square meter,square meters,sq m,sq metres,sq meters | m2,m²,sqm
km^2 | area | kilometer**2 | square kilometre,square kilometres,square kilometer,square kilometers,sq km | km2,km²
in^2 | area | inch**2 | square inch,square inches,sq in |
ft^2 | area | foot**2 | square foot,square feet,sq ft,sq feet,square ft | ft2,ft²,sqft
yd^2 | area | yard**2 | square yard,square yards,sq yd,sq yards |
mi^2 | area | mile**2 | square mile,square miles,sq mi,sq mile,sq miles | mi2,mi²
ha | area | hectare | hectare,hectares | ha
acre | area | acre | acre,acres | ac
cm^3 | volume | centimeter**3 | cubic centimetre,cubic centimetres,cubic centimeter,cubic centimeters | cc,cm3,cm³
m^3 | volume | meter**3 | cubic metre,cubic metres,cubic meter,cubic meters | m3,m³
km^3 | volume | kilometer**3 | cubic kilometre,cubic kilometres,cubic kilometer,cubic kilometers | km3,km³
ft^3 | volume | foot**3 | cubic foot,cubic feet,cubic ft | ft3,ft³
yd^3 | volume | yard**3 | cubic yard,cubic yards |
ml | volume | milliliter | millilitre,millilitres,milliliter,milliliters | ml,mL
L | volume | liter | litre,litres,liter,liters |
gal | volume | gallon | gallon,gallons,us gallons,us gallon |
bbl | volume | oil_barrel | barrel,barrels | bbl
bbl/day | volume flow | oil_barrel/day | barrels per day,barrels a day,barrels of oil a day | bpd,b/d
mg | mass | milligram | milligram,milligrams,milligramme,milligrammes | mg
g | mass | gram | gram,grams,gramme,grammes | g
kg | mass | kilogram | kilogram,kilograms,kilogramme,kilogrammes,kilo,kilos,kgs | kg,Kg
t | mass | metric_ton | tonne,tonnes,metric ton,metric tons,metric tonne,metric tonnes |
ton | mass | short_ton | ton,tons,short ton,short tons |
long_ton | mass | long_ton | long ton,long tons |
lb | mass | pound | lbs | lb
oz | mass | ounce | ounce,ounces | oz
troy_oz | mass | troy_ounce | troy ounce,troy ounces |
kilotonne | mass | gigagram | kiloton,kilotons,kilotonne,kilotonnes |
megatonne | mass | teragram | megaton,megatons,megatonne,megatonnes |
carat | mass | carat | carat,carats |
m/s | speed | meter/second | metres per second,meters per second,metres a second,meters a second | m/s
km/h | speed | kilometer/hour | kilometres per hour,kilometers per hour,kilometres an hour,kilometers an hour | km/h,kph
mph | speed | mile/hour | miles per hour,miles an hour,mile per hour,mile an hour | mph
kn | speed | knot | knot,knots | kt,kts
degC | temperature | degC | degrees celsius,degree celsius,degrees centigrade,celsius,degrees c | °C,C
degF | temperature | degF | degrees fahrenheit,degree fahrenheit,fahrenheit,degrees f | °F,F
degree | angle | degree | degree,degrees | °
W | power | watt | watt,watts | W
kW | power | kilowatt | kilowatt,kilowatts | kW
MW | power | megawatt | megawatt,megawatts | MW
GW | power | gigawatt | gigawatt,gigawatts | GW
TW | power | terawatt | terawatt,terawatts | TW
hp | power | horsepower | horsepower | hp,bhp
Wh | energy | watt_hour | watt hour,watt hours |
kWh | energy | kilowatt_hour | kilowatt hour,kilowatt hours | kWh
MWh | energy | megawatt_hour | megawatt hour,megawatt hours | MWh
GWh | energy | gigawatt_hour | gigawatt hour,gigawatt hours | GWh
TWh | energy | terawatt_hour | terawatt hour,terawatt hours | TWh
J | energy | joule | joule,joules |
kcal | energy | kilocalorie | calorie,calories,kilocalorie,kilocalories | kcal
V | voltage | volt | volt,volts | V
kV | voltage | kilovolt | kilovolt,kilovolts | kV
Hz | frequency | hertz | hertz | Hz
kHz | frequency | kilohertz | kilohertz | kHz
MHz | frequency | megahertz | megahertz | MHz
GHz | frequency | gigahertz | gigahertz | GHz
KB | data | kilobyte | kilobyte,kilobytes | KB,kB
MB | data | megabyte | megabyte,megabytes | MB
GB | data | gigabyte | gigabyte,gigabytes | GB
TB | data | terabyte | terabyte,terabytes | TB
Mbit/s | data rate | megabit/second | megabits per second | Mbps,Mbit/s
Gbit/s | data rate | gigabit/second | gigabits per second | Gbps,Gbit/s
psi | pressure | psi | pounds per square inch | psi
dB | sound level | | decibel,decibels | dB
magnitude | magnitude | | magnitude,on the richter scale |
pixel | pixel | | pixel,pixels |
megapixel | pixel | | megapixel,megapixels |
point | point | | point,points |
"""

_DURATIONS: Final = """
second | time | second | second,seconds,sec,secs | s
minute | time | minute | minute,minutes,min,mins |
hour | time | hour | hour,hours,hr,hrs | h
day | time | day | day,days |
week | time | week | week,weeks |
fortnight | time | fortnight | fortnight,fortnights |
month | time | month | month,months |
year | time | year | year,years,yr,yrs,year old,years old,year olds,years of age |
decade | time | decayear | decade,decades |
century | time | century | century,centuries |
quarter | time | | |
"""

_PERCENT: Final = """
percent | share | | percent,per cent,pct,percents,percentage | %,pc
percentage_point | points of percent | | percentage point,percentage points,percent points,per cent points,ppt,ppts | pp
basis_point | points of percent | | basis point,basis points | bps,bp
"""

# ISO 4217 code | signs | words. What several currencies share is read as the one English news means by it.
_CURRENCIES: Final = """
USD | $,US$,USD$,U.S.$ | dollar,dollars,us dollar,us dollars,u s dollars,american dollars,buck,bucks
EUR | € | euro,euros
GBP | £,GB£,UK£,GBP£ | pounds sterling,pound sterling,pound,pounds,sterling,british pounds,quid
JPY | ¥,JP¥ | yen,japanese yen
CNY | CN¥,RMB¥ | yuan,renminbi,chinese yuan,rmb
RUB | ₽ | ruble,rubles,rouble,roubles,russian rubles,russian roubles
UAH | ₴ | hryvnia,hryvnias,hryvnya,hryvnyas,hryven
INR | ₹,Rs | rupee,rupees,indian rupees
PKR | | pakistani rupees
LKR | | sri lankan rupees
CAD | C$,CA$,CAD$,CDN$ | canadian dollar,canadian dollars
AUD | A$,AU$,AUD$ | australian dollar,australian dollars
NZD | NZ$,NZD$ | new zealand dollar,new zealand dollars
HKD | HK$,HKD$ | hong kong dollar,hong kong dollars
SGD | S$,SG$,SGD$ | singapore dollar,singapore dollars
TWD | NT$ | taiwan dollars,new taiwan dollars,taiwanese dollars
JMD | J$ | jamaican dollars
MXN | MX$,Mex$ | mexican peso,mexican pesos
BRL | R$ | real,reais,brazilian reais
ARS | | argentine pesos,argentinian pesos
CLP | | chilean pesos
COP | | colombian pesos
PHP | ₱ | philippine pesos
CHF | CHF,SFr | swiss franc,swiss francs
SEK | | krona,kronor,swedish kronor,swedish krona,swedish crowns
NOK | | norwegian kroner,norwegian krone,norwegian crowns
DKK | | danish kroner,danish krone,danish crowns
ISK | | icelandic krona,icelandic kronur
PLN | zł | zloty,zlotys,zlotych
CZK | Kč | czech koruna,koruna,czech crowns
HUF | | forint,forints
RON | | romanian lei,leu,lei
TRY | ₺ | lira,liras,turkish lira,turkish liras
ILS | ₪ | shekel,shekels,israeli shekels
KRW | ₩ | won,korean won,south korean won
THB | ฿ | baht
IDR | Rp | rupiah,rupiahs
MYR | RM | ringgit
VND | ₫ | dong
ZAR | | rand,south african rand
NGN | ₦ | naira
KES | KSh | kenyan shillings
EGP | | egyptian pounds
SAR | | saudi riyals,riyal,riyals
AED | | dirham,dirhams,uae dirhams
IRR | | iranian rials,rial,rials
IQD | | iraqi dinars
KWD | | kuwaiti dinars
KZT | ₸ | tenge
GEL | ₾ | lari
BDT | ৳ | taka
PESO | | peso,pesos
FRANC | | franc,francs
DINAR | | dinar,dinars
KRONE | | krone,kroner
CENT | ¢ | cent,cents
PENNY | | penny,pence
BTC | ₿ | bitcoin,bitcoins
"""


def _rows(table: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.split("|")] for line in table.strip().splitlines()]


def _listed(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(",") if part.strip()]


@dataclass(frozen=True, slots=True)
class UnitTable:
    """Lookups: `phrases` by first word, longest first; `exact` abbreviations; `signs` and `codes` of currencies."""

    units: dict[str, Unit]
    phrases: dict[str, tuple[tuple[tuple[str, ...], Unit], ...]]
    exact: dict[str, Unit]
    signs: dict[str, Unit]
    codes: dict[str, Unit]


@cache
def unit_table() -> UnitTable:
    """The table, built once."""
    units: dict[str, Unit] = {}
    phrases: dict[str, list[tuple[tuple[str, ...], Unit]]] = {}
    exact: dict[str, Unit] = {}
    signs: dict[str, Unit] = {}
    codes: dict[str, Unit] = {}

    def add(unit: Unit, written: str) -> None:
        units[unit.name] = unit
        for phrase in _listed(written):
            key = tuple(phrase.split())
            phrases.setdefault(key[0], []).append((key, unit))

    kinds: tuple[tuple[str, QuantityKind], ...] = (
        (_MEASURES, "measure"),
        (_DURATIONS, "duration"),
        (_PERCENT, "percent"),
    )
    for table, kind in kinds:
        for name, dimension, pint, written, abbreviations in _rows(table):
            unit = Unit(name, kind, dimension, pint or None)
            add(unit, written)
            exact.update(dict.fromkeys(_listed(abbreviations), unit))
    for code, symbols, written in _rows(_CURRENCIES):
        unit = Unit(code, "money", f"money {code}")
        add(unit, written)
        codes[code] = unit
        if code == "PENNY":
            exact["p"] = unit
        signs.update(dict.fromkeys(_listed(symbols), unit))
    longest_first = {
        first: tuple(sorted(entries, key=lambda entry: -len(entry[0]))) for first, entries in phrases.items()
    }
    return UnitTable(units, longest_first, exact, signs, codes)
