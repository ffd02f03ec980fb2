"""Whatever people write in a form, it is one referral or one refusal."""

from hypothesis import given, settings
from hypothesis import strategies as st

from kring_intake.plugins.e_mail.answers import meaning_of
from kring_intake.plugins.e_mail.vocabulary import ANSWERS, FIELDS, plain
from kring_shared.contracts.referral import Referral
from tests.unit.intake.mails import an_envelope, items, outcome


def test_every_name_of_a_field_leads_to_a_field_of_the_contract() -> None:
    schema = Referral.model_json_schema(by_alias=True)
    for path in set(FIELDS.values()):
        place = schema
        for part in path.split("."):
            place = _below(place, schema)["properties"][part] if not part.isdigit() else place
    assert [name for name in FIELDS if plain(name) != name] == []
    assert [word for words in ANSWERS.values() for word in words if plain(word) != word] == []


def _below(place: dict[str, object], schema: dict[str, object]) -> dict[str, dict[str, dict[str, object]]]:
    """Follow references, lists and what may be absent down to an object."""
    found: object = place
    while isinstance(found, dict) and "properties" not in found:
        found = found.get("items") or found.get("anyOf", [{}])[0] if "$ref" not in found else found
        if isinstance(found, dict) and "$ref" in found:
            found = schema["$defs"][found["$ref"].rpartition("/")[2]]  # type: ignore[index]
    assert isinstance(found, dict)
    return found


ANSWER = st.text(alphabet=st.characters(exclude_categories=("Cs", "Cc")), max_size=30) | st.sampled_from(
    ["ja", "nee", "n.v.t.", "-", "2015", "12-03-2015", "Turks en Nederlands", "111222333", ";;", "a:b", "=", "x\ty"]
)


LINE = st.tuples(st.sampled_from(sorted(FIELDS)), st.sampled_from(["", " 2", " 21", " 0"]), ANSWER)


@settings(max_examples=200)
@given(st.lists(LINE, max_size=25), st.sampled_from(["plain", "html"]))
def test_whatever_people_answer_a_form_is_one_referral_or_one_refusal(
    lines: list[tuple[str, str, str]], subtype: str
) -> None:
    mail = an_envelope("")
    text = "".join(f"{name}{number}: {answer}\n{'<br>' * (subtype == 'html')}" for name, number, answer in lines)
    mail.set_content(text, subtype=subtype)
    (item,) = items(mail.as_bytes())
    assert items(mail.as_bytes()) == [item]
    outcome(mail.as_bytes())


@settings(max_examples=200)
@given(st.sampled_from(sorted(set(FIELDS.values()) - {"mainPersons.0.languages", "wishes.languages"})), ANSWER)
def test_reading_an_answer_twice_changes_nothing_more(path: str, answer: str) -> None:
    once = meaning_of(path, answer)
    assert meaning_of(path, once) == once
