"""How a second system writes the same people: each change is one of the ways in which systems differ."""

import unicodedata
from collections.abc import Callable
from dataclasses import replace
from random import Random

from tests.benchmarks.duplicates_made import THIS_YEAR, Family, Made, Maker, Written

Change = Callable[[Maker, Family, Written], Written | None]
"""Changes how one person is written; nothing when there is nothing to change in them."""
FIRST_YEAR = 1920
FIRST_SPARED = 0.6
"""People see a wrong first letter: about one slip in thirteen is there (Pollock and Zamora, 1984)."""
HOW_MANY = ((0, 10), (1, 60), (2, 24), (3, 6))
UNSPLIT = {ord("ł"): "l", ord("Ł"): "L", 0x131: "i"}
"""Letters whose marks Unicode does not take for marks; the last is the Turkish i without a dot."""
SMALL = ("van ", "de ", "der ", "den ", "'t ", "in ", "ter ", "ten ", "El ", "Al-", "Van ", "De ", "op ")


def _typo(maker: Maker, _: Family, one: Written) -> Written:
    return replace(one, name=typo(maker.chance, one.name))


def typo(chance: Random, name: str) -> str:
    """Make one slip of the finger in a word of three letters or more."""
    letters = list(name)
    words = [word for word in name.split() if len(word) > 3] or [name]
    word = chance.choice(words)
    start = name.index(word)
    place = start + chance.randrange(len(word))
    if place == start and chance.random() < FIRST_SPARED:
        place += chance.randrange(len(word))
    new = chance.choice("abcdefghijklmnoprstuvwyz")
    match chance.randrange(4):
        case 0:
            letters.insert(place, new)
        case 1:
            letters.pop(place)
        case 2:
            letters[place] = new
        case _:
            place = min(max(place, start + 1), start + len(word) - 1)
            letters[place - 1 : place + 1] = letters[place - 1 : place + 1][::-1]
    return "".join(letters).strip()


def _swapped(maker: Maker, _: Family, one: Written) -> Written | None:
    given, _space, family = one.name.partition(" ")
    return replace(one, name=f"{family}{maker.chance.choice((',', ''))} {given}") if family else None


def _without_marks(maker: Maker, _: Family, one: Written) -> Written | None:
    umlauts = str.maketrans({"ö": "oe", "ü": "ue", "Ö": "Oe", "Ü": "Ue"} if maker.chance.random() < 0.2 else {})
    split = unicodedata.normalize("NFKD", one.name.translate(umlauts).translate(UNSPLIT))
    plain = "".join(sign for sign in split if not unicodedata.combining(sign))
    return replace(one, name=plain) if plain != one.name else None


def _spelled_otherwise(maker: Maker, family: Family, one: Written) -> Written | None:
    chance, background = maker.chance, family.background
    if background.cyrillic and chance.random() < 0.4:
        words = [background.cyrillic.get(word, word) for word in one.name.split()]
        if " ".join(words) != one.name:
            return replace(one, name=" ".join(words))
    given, space, rest = one.name.partition(" ")
    others = background.spellings.get(given, ()), background.spellings.get(rest, ())
    if not any(others):
        return None
    changed = [
        chance.choice(other) if other and (chance.random() < 0.7 or not all(others)) else word
        for word, other in zip((given, rest), others, strict=True)
    ]
    return replace(one, name=space.join(changed))


def _particles(maker: Maker, _: Family, one: Written) -> Written | None:
    if not any(f" {small}" in one.name for small in SMALL):
        return None
    given, _space, rest = one.name.partition(" ")
    *small, last = rest.replace("-", " ").split()
    short = " ".join(word[0] + "." for word in small)
    ways = (last, "".join(small).title() + last.lower(), f"{short} {last}", f"{last}, {' '.join(small)}")
    way = maker.chance.choices(ways, (4, 2, 2, 0))[0]
    return replace(one, name=f"{given} {way}")


def _double_name(maker: Maker, family: Family, one: Written) -> Written | None:
    if " " not in one.name:
        return None
    partner = family.background.family_name(maker.chance)
    given, _space, rest = one.name.partition(" ")
    return replace(one, name=f"{given} {maker.chance.choice((f'{rest}-{partner}', f'{partner}-{rest}'))}")


def _second_given(maker: Maker, family: Family, one: Written) -> Written | None:
    given, space, rest = one.name.partition(" ")
    return replace(one, name=f"{given} {family.background.given_name(maker.chance)} {rest}") if space else None


def _initials(_: Maker, __: Family, one: Written) -> Written | None:
    given, space, rest = one.name.partition(" ")
    return replace(one, name=f"{given[0]}. {rest}") if space else None


def _given_only(_: Maker, __: Family, one: Written) -> Written | None:
    given, space, _rest = one.name.partition(" ")
    return replace(one, name=given) if space else None


def _no_year(_: Maker, __: Family, one: Written) -> Written:
    return replace(one, birth_year=None)


def _wrong_year(maker: Maker, _: Family, one: Written) -> Written | None:
    if one.birth_year is None:
        return None
    digits = str(one.birth_year)
    wrong = (one.birth_year + 1, one.birth_year - 1, int(digits[:2] + digits[3] + digits[2]))
    likely = [year for year in wrong if FIRST_YEAR <= year <= THIS_YEAR and year != one.birth_year]
    return replace(one, birth_year=maker.chance.choice(likely))


def _no_place(_: Maker, __: Family, one: Written) -> Written:
    return replace(one, postal_code="", municipality="")


PERSON: dict[str, tuple[int, Change]] = {
    "typo": (20, _typo),
    "swapped names": (8, _swapped),
    "diacritics": (10, _without_marks),
    "transliteration": (16, _spelled_otherwise),
    "particles": (8, _particles),
    "double name": (5, _double_name),
    "second given name": (3, _second_given),
    "initials": (3, _initials),
    "given name only": (2, _given_only),
    "no birth year": (10, _no_year),
    "wrong birth year": (4, _wrong_year),
    "no place": (3, _no_place),
}
FAMILY = {"moved": 10, "other contact": 8, "some of them": 8}
"""Changes of a whole family, with how often each is drawn; the others happen person by person."""


def again(maker: Maker, family: Family) -> Made:
    """Refer a family once more, as another system would."""
    wanted = _drawn(maker, family)
    lives = family
    if "moved" in wanted:
        code, place = maker.address()
        lives = replace(lives, postal_code=code, municipality=place)
    if "other contact" in wanted:
        email, phone = maker.contact()
        lives = replace(lives, email=email, phone=phone)
    people = maker.written(lives)
    if "some of them" in wanted:
        people = tuple(maker.chance.sample(people, maker.chance.randint(1, len(people) - 1)))
    done = [name for name in FAMILY if name in wanted]
    for name in (name for name in PERSON if name in wanted):  # in the order of writing: a name is whole until it is cut
        changed = tuple(PERSON[name][1](maker, family, one) for one in people)
        if any(changed):
            done.append(name)
            people = tuple(new or old for new, old in zip(changed, people, strict=True))
    return maker.made(lives, people, changes=tuple(done) or ("nothing",))


def _drawn(maker: Maker, family: Family) -> list[str]:
    """Draw which changes there are, among those that change something in this family."""
    people = maker.written(family)
    weights = {
        name: weight for name, (weight, change) in PERSON.items() if any(change(maker, family, one) for one in people)
    }
    weights |= {name: weight for name, weight in FAMILY.items() if name != "some of them" or len(people) > 1}
    count = maker.chance.choices([count for count, _ in HOW_MANY], [weight for _, weight in HOW_MANY])[0]
    drawn: list[str] = []
    while len(drawn) < count:
        name = maker.chance.choices(tuple(weights), tuple(weights.values()))[0]
        if name not in drawn:
            drawn.append(name)
    return drawn
