"""What people are called, and what stands in their papers: a short list of the usual pairs (roepnamen)."""

from typing import Final

_CALLED: Final = """
abraham: bram braam ab
adriaan, adrianus: arie adri ad aad
albert, albertus: bert ab appie
alexander, aleksander, oleksandr: alex sander sacha sasha lex
anna: anneke anke anja ans annie
antonius, anton, antoon: toon ton tonny teun
barbara: babs basia
bartholomeus: bart mees
catharina, katarzyna, kateryna: katja kasia karin trijntje tineke ina toos rina katya
christiaan, christian: chris
christina, kristina, christine: tineke stien christien tinne
cornelia: corrie cora nel nelly
cornelis, cornelius: kees cor nelis cees
daniel: daan dani
dirk, diederik: dick
elisabeth, elizabeth, elzbieta: els lies liesbeth bep betty lisa elly ilse ela
frederik: fred freek frits
gerardus, gerard: gerrit geert ger
gijsbert, gijsbertus: gijs
godfried: frits
hendrik, hendrikus, henricus: henk rik hein harrie henri
hendrika: hennie riek rika
hubertus, hubert: bert huub hub
jacobus, jacob, jakob: jaap koos sjaak kobus coos cobus
johanna: jo annie hanneke joke janna hanna
johannes, johan: jan hans joop jo hannes han sjon johnny
jozef, josephus, joseph: jos jef joep sjef joost
lambertus, lambert: bert lammert
leonardus, leonard: leo leen
lucas: luc luuk
ludovicus, lodewijk: loek lode
malgorzata: gosia
margaretha, margriet: greet greetje griet grietje margo marga gretha
maria: marie marijke mieke mia ria miep riet marieke rietje
martinus, martin, martijn: tijn tinus maarten
matthias, mattheus, matthijs: thijs matti ties
michael, michiel, mykhailo, mykhaylo: mike chiel misha
mohammed, mohamed, muhammed: mo moha mohand
mustafa, mostafa: mus moes
nicolaas, nikolaas: klaas nico niek nick claas
oleksandra, alexandra: sandra sasha
olena, helena: lena leentje lenka elena
petrus, pieter: piet peter per
petronella: nel nelly ella petra
robert, robertus: rob bob robbie
samuel: sam
sebastiaan: bas
stefanus, stefan, stephanus: stef steven
theodorus, theodoor: theo dorus door
thomas: tom
tobias: tobi
tetiana, tetyana: tanya tania
volodymyr: vova volodya
wilhelmina: mien mina willy wil minke
wilhelmus, willem: wim willy pim wil guus
yevhen, yevgen: zhenya
"""
CALLED: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = tuple(
    (tuple(formal.split(", ")), tuple(called.split()))
    for formal, _, called in (line.partition(":") for line in _CALLED.strip().splitlines())
)
"""The formal names that are one name, and what people with such a name are called."""
