"""The plan as a form: as many lines as the circle needs, and nothing lost of what somebody typed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from starlette.datastructures import FormData

from kring_shared.contracts.conference import PlanText

Line = dict[str, object]
AGREEMENT: Final = ("who", "what", "when", "how_long", "borne_by")
HELP: Final = ("help_what", "help_of_whom", "help_person")
REST: Final = ("review_on", "review_by", "stay_in_touch", "fallback_convener", "fallback_person", "whom_to_warn")
FORM: Final = "legal_form"
FIRST_LINES, MORE_LINES = 4, 3


@dataclass
class PlanForm:
    """What stands in the form now."""

    agreements: list[Line] = field(default_factory=list)
    helps: list[Line] = field(default_factory=list)
    strengths: str = ""
    rest: dict[str, str] = field(default_factory=dict)
    language: str = ""
    translator: str = ""

    def with_room(self, lines: int) -> "PlanForm":
        """Add empty lines to write in."""
        self.agreements += [dict.fromkeys(AGREEMENT, "") | {"people": []} for _ in range(lines)]
        self.helps += [dict.fromkeys(HELP, "") for _ in range(1 if self.helps else 2)]
        return self

    def fields(self) -> dict[str, object]:
        """Give the fields of a plan; lines without a word in them say nothing."""
        agreements = [{k: v for k, v in line.items() if v} for line in self.agreements if line["what"]]
        helps = [
            {"what": line["help_what"], "of_whom": line["help_of_whom"], "person_id": line["help_person"] or None}
            for line in self.helps
            if line["help_what"]
        ]
        said = {name: value for name, value in self.rest.items() if value}
        strengths = [line.strip() for line in self.strengths.splitlines() if line.strip()]
        return {"agreements": agreements, "help_asked": helps, "strengths": strengths} | said


def from_form(form: FormData) -> PlanForm:
    """Read what somebody typed."""
    agreements = _lines(form, AGREEMENT)
    for at, line in enumerate(agreements):
        line["people"] = [str(one) for one in form.getlist(f"people-{at}") if one]
    return PlanForm(
        [line for line in agreements if line["who"] or line["what"]],
        [line for line in _lines(form, HELP) if line["help_what"]],
        str(form.get("strengths", "")),
        {name: str(form.get(name, "")).strip() for name in (*REST, FORM)},
        str(form.get("language", "")).strip(),
        str(form.get("translator", "")).strip(),
    )


def from_plan(plan: PlanText | None) -> PlanForm:
    """Begin with the plan as it is."""
    if plan is None:
        return PlanForm()
    said = plan.model_dump(mode="json")
    return PlanForm(
        [{name: one[name] for name in (*AGREEMENT, "people")} for one in said["agreements"]],
        [_help(one) for one in said["help_asked"]],
        "\n".join(plan.strengths),
        {name: str(said[name] or "") for name in (*REST, FORM)},
    )


def _help(one: Mapping[str, object]) -> Line:
    return {"help_what": one["what"], "help_of_whom": one["of_whom"], "help_person": one["person_id"] or ""}


def _lines(form: FormData, names: tuple[str, ...]) -> list[Line]:
    columns = [[str(value).strip() for value in form.getlist(name)] for name in names]
    return [dict(zip(names, values, strict=True)) for values in zip(*columns, strict=False)]
