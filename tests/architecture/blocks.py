"""The parts of the pages that are made from code, each a function that gives Markdown."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from functools import partial
from importlib.metadata import entry_points
from typing import Any, Final, get_args

from pydantic import BaseModel, SecretStr
from pydantic.fields import FieldInfo
from pydantic_core import to_jsonable_python
from pydantic_settings import BaseSettings

from kring_intake.plugins.e_mail.vocabulary import NAMES
from kring_portal.settings import Settings as Portal
from kring_shared.contracts.actor import Role
from kring_shared.contracts.catalogue import COMMANDS, FACTS, QUERIES
from kring_shared.contracts.envelope import Named
from kring_shared.contracts.field import ConferenceType
from kring_shared.contracts.intake import RequestTriaged
from kring_shared.contracts.policies import POLICIES
from kring_shared.contracts.referral import Referral
from kring_shared.contracts.referral.receipt import STATUS_OF, WORDS
from kring_shared.contracts.rights import RIGHTS
from kring_shared.contracts.route import ROUTE
from kring_shared.contracts.terms import TERMS
from kring_shared.kernel.plugins import Manifest
from kring_shared.kernel.process import Process
from kring_shared.kernel.register_columns import CANDIDATE_COLUMNS, COORDINATOR_COLUMNS, Column
from kring_shared.kernel.running_cases import RUNNING_CASE_COLUMNS
from kring_shared.runtime.bus.streams import STREAMS
from kring_shared.runtime.bus.wire import Row, headers_of
from kring_shared.runtime.cli.failing import EXIT_CODES
from kring_shared.runtime.published.schemas import example_of, fields_of, sentence_of
from kring_shared.runtime.settings import SharedSettings
from tests.architecture.blocks_conference import readiness_rows
from tests.architecture.blocks_consent import HEADS as CONSENT_HEADS
from tests.architecture.blocks_consent import consent_rows
from tests.architecture.blocks_errors import HEADS as ERROR_HEADS
from tests.architecture.blocks_errors import error_rows, every_error
from tests.architecture.blocks_figures import figure_tables
from tests.architecture.blocks_matching import eligibility_rows, explained_ranking, ways_rows
from tests.architecture.blocks_observing import METRIC_HEADS, metric_rows
from tests.architecture.blocks_reference import HOOK_HEADS, SEALED_HEADS, command_line, hook_rows, sealed_rows
from tests.architecture.blocks_retention import HEADS as RETENTION_HEADS
from tests.architecture.blocks_retention import retention_rows
from tests.architecture.pictures import picture_of_the_route
from tests.architecture.tree import SERVICES, declared

FENCE: Final = "```"


def blocks() -> Mapping[str, Callable[[], str]]:
    """Give every part by name."""
    processes = {f"process-{p.name}": p for service, _ in declared().values() for p in service.processes}
    services = {f"messages-{name}": name for name in SERVICES}
    return {
        "route-picture": lambda: _mermaid(picture_of_the_route()),
        "route-steps": _route_steps,
        "policies": _policies,
        "consent-rules": lambda: table(CONSENT_HEADS, consent_rows()),
        "legal-terms": _legal_terms,
        "rights": _rights,
        "settings": _settings,
        "exit-codes": _exit_codes,
        "error-codes": lambda: table(ERROR_HEADS, error_rows()),
        "command-line": command_line,
        "hooks": lambda: table(HOOK_HEADS, hook_rows()),
        "sealed-fields": lambda: table(SEALED_HEADS, sealed_rows()),
        "receipts": _receipts,
        "referral-fields": _referral_fields,
        "referral-columns": _referral_columns,
        "coordinator-columns": lambda: _columns(COORDINATOR_COLUMNS),
        "candidate-columns": lambda: _columns(CANDIDATE_COLUMNS),
        "running-case-columns": lambda: _columns(RUNNING_CASE_COLUMNS),
        "fact-on-the-wire": _fact_on_the_wire,
        "streams": _streams,
        "built-in-plugins": _plugins,
        "metrics": lambda: table(METRIC_HEADS, metric_rows()),
        "explained-ranking": explained_ranking,
        "eligibility-rules": lambda: table(("code", "in English", "in Dutch"), eligibility_rows()),
        "readiness": lambda: table(("item", "what is to be done", "why", "a policy may do without"), readiness_rows()),
        "retention": lambda: table(RETENTION_HEADS, retention_rows()),
        "ways-to-scopes": lambda: table(("policy", *ConferenceType, "with support"), ways_rows()),
        **{name: partial(table, heads, rows) for name, (heads, rows) in figure_tables().items()},
        **{name: _process(process) for name, process in processes.items()},
        **{name: _messages(service) for name, service in services.items()},
    }


def table(heads: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """Write a Markdown table."""
    lines = [tuple(heads)]
    lines += [tuple("---" for _ in lines[0]), *(tuple(map(str, row)) for row in rows)]
    return "\n".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |" for line in lines)


def _mermaid(drawing: str) -> str:
    return f"{FENCE}mermaid\n{drawing}\n{FENCE}"


def _route_steps() -> str:
    rows = [
        (
            step.title,
            step.service,
            step.about,
            f"`{step.opens.kind()}`",
            ", ".join(f"`{fact.kind()}`" for fact in step.closes),
        )
        for step in ROUTE
    ]
    return table(("step", "service", "what happens", "opened by", "closed by"), rows)


def _policies() -> str:
    rows = [
        (
            f"`{policy.id}`",
            policy.acceptance,
            policy.distribution,
            ", ".join(f"after {step.after_days} days, by the {step.by}" for step in policy.follow_up) or "none",
            f"{policy.answer_hours_normal} h, urgent {policy.answer_hours_urgent} h",
            policy.screening,
            "known before the search" if policy.funding_required else "no condition",
        )
        for policy in POLICIES.values()
    ]
    heads = ("policy", "plan is checked", "plan goes to", "calls", "a coordinator answers within", "screening")
    return table((*heads, "who pays"), rows)


def _legal_terms() -> str:
    rows = [
        (
            f"`{term.id}`",
            f"{term.title_en} ({term.title_nl})",
            ", ".join(f"`{kind}`" for kind in term.binds),
            f"{term.amount} {term.unit.replace('-', ' ')}",
            term.starts_with,
            term.source,
        )
        for term in TERMS.values()
    ]
    return table(("term", "what", "binds", "how long", "counts from when", "whose word"), rows)


def _rights() -> str:
    roles = [role for role in Role if any(role in row for row in RIGHTS.values())]
    rows = [(f"`{message.kind()}`", *(row.get(role, "") for role in roles)) for message, row in RIGHTS.items()]
    unused = ", ".join(f"`{role}`" for role in Role if role not in roles)
    return f"{table(('command or query', *roles), rows)}\n\nRoles without a right so far: {unused}."


def _settings() -> str:
    kinds: list[type[BaseSettings]] = [SharedSettings, *(declared()[name][0].settings for name in SERVICES), Portal]
    return table(("variable", "unless set", "what it is"), [row for kind in kinds for row in _variables(kind)])


def _variables(kind: type[BaseSettings]) -> Iterator[tuple[str, str, str]]:
    for name, field in kind.model_fields.items():
        variable = f"{kind.model_config.get('env_prefix', '')}{name}".upper()
        yield f"`{variable}`", _default(field), field.description or ""


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return "needed"
    value: Any = field.get_default(call_default_factory=True, validated_data={})
    plain = to_jsonable_python(value.get_secret_value() if isinstance(value, SecretStr) else value)
    return f"`{plain if isinstance(plain, str) else json.dumps(plain)}`" if plain not in (None, "") else "empty"


def _exit_codes() -> str:
    errors: dict[int, set[str]] = {}
    for error in every_error():
        errors.setdefault(error.exit_code, set()).add(error.code)
    rows = []
    for line in EXIT_CODES.strip().splitlines():
        number, _, meaning = line.strip().partition(" ")
        if number.isdigit():
            codes = sorted(errors.pop(int(number), ()))
            rows.append((number, meaning.strip(), ", ".join(f"`{code}`" for code in codes)))
    if errors:
        raise AssertionError(f"exit codes that `kring --help` does not name: {sorted(errors)}")
    return table(("exit code", "meaning", "error codes"), rows)


def _receipts() -> str:
    rows = [(f"`{status}`", f"`{code}`", WORDS[code].en) for code, status in STATUS_OF.items()]
    return table(("status", "code", "message, in English"), rows)


def _referral_fields() -> str:
    return table(("field", "form", "", "rule"), _fields(Referral, ""))


def _fields(model: type[BaseModel], place: str) -> Iterator[tuple[str, ...]]:
    """Describe the fields of a model, and below an object's the fields of the object."""
    inner = {field.alias: _object_in(field.annotation) for field in model.model_fields.values()}
    for field in fields_of(model):
        below, many = inner[field.name], field.type.startswith("list of ")
        form = field.type if below is None else "list of objects" if many else "object"
        yield f"`{place}{field.name}`", form, "required" if field.required else "", field.description
        if below is not None:
            yield from _fields(below, f"{place}{field.name}{'[]' if many else ''}.")


def _object_in(annotation: Any) -> type[BaseModel] | None:  # noqa: ANN401 - a type, or what one can be written with
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for part in get_args(annotation) if (found := _object_in(part)) is not None), None)


def _referral_columns() -> str:
    """Name each field of a form mail, and its column in a CSV."""
    names = {path.replace("mainPersons.0.", "mainPerson.").replace("mandates.0.", "mandate."): path for path in NAMES}
    rows = [(f"`{column}`", ", ".join(NAMES[path])) for column, path in names.items()]
    return table(("column", "names in a form mail"), rows)


def _columns(columns: Iterable[Column]) -> str:
    """Name each column of an office's own list."""
    rows = [(f"`{c.name}`", "needed" if c.filled else "", ", ".join(c.others), c.about) for c in columns]
    return table(("column", "", "other names", "what belongs in it"), rows)


def _fact_on_the_wire() -> str:
    told_ms = int(datetime(2026, 11, 20, 9, 12, tzinfo=UTC).timestamp() * 1000)
    case, fact_id = "019aa0000000700080000000000000a1", "019aa0e2f1c0c5d3a1b2c3d4e5f60718"
    fact = RequestTriaged.model_validate(example_of(RequestTriaged))
    body = fact.model_dump_json(by_alias=True)
    row = Row(1, fact_id, fact.address("utrecht", case), fact.type(), case, body, told_ms)
    headers = "\n".join(f"{name}: {value}" for name, value in headers_of(row).items())
    return f"{FENCE}text\n{row.subject}\n\n{headers}\n\n{row.body}\n{FENCE}"


def _streams() -> str:
    rows = [(f"`{stream.name}`", ", ".join(f"`{subject}`" for subject in stream.subjects)) for stream in STREAMS]
    return table(("stream", "subjects"), rows)


def _plugins() -> str:
    rows = []
    for name in SERVICES:
        for point in sorted(entry_points(group=declared()[name][0].plugin_group or ""), key=lambda point: point.name):
            if point.dist is not None and point.dist.name == f"kring-{name}":
                manifest: Manifest = point.load()
                fields = ", ".join(f"`{field}`" for field in manifest.settings.model_fields) or "none"
                rows.append((f"`{name}:{point.name}`", manifest.title, fields))
    return table(("plugin", "what it does", "settings"), rows)


def _process(process: Process[Any]) -> Callable[[], str]:
    def write() -> str:
        same: dict[tuple[str, str, str, str], list[str]] = {}
        for s in process.steps:
            to = "stays" if s.at == s.to else str(s.to)
            same.setdefault((f"`{s.on.name}`", to, s.because, s.source), []).append(s.at)
        rows = [(", ".join(at), on, to, because, source) for (on, to, because, source), at in same.items()]
        return f"{_mermaid(process.as_mermaid())}\n\n{table(('from', 'on', 'to', 'because', 'whose word'), rows)}"

    return write


def _messages(service: str) -> Callable[[], str]:
    def write() -> str:
        parts = []
        for title, known in (("facts", FACTS), ("commands", COMMANDS), ("queries", QUERIES)):
            rows = [_linked(title, message) for message in known.values() if message.service == service]
            parts += [table((title, "what it says"), rows)] if rows else []
        return "\n\n".join(parts)

    return write


def _linked(folder: str, message: type[Named]) -> tuple[str, str]:
    return f"[`{message.name}`](contracts/{folder}/{message.kind()}.json)", sentence_of(message)
