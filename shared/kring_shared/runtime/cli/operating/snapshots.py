"""`kring snapshots`: several PostgreSQL databases dumped as they stood at one moment, while services work."""

import os
import subprocess
from typing import Annotated, Final

import typer

EXAMPLE: Final = "Example: kring snapshots -- sh dump.sh"
VARIABLE: Final = "KRING_SNAPSHOT_"


def snapshots(
    command: Annotated[list[str], typer.Argument(metavar="COMMAND...", help="What makes the dumps.")],
) -> None:
    """Run a command that dumps every service's database as it stood at one moment.

    For PostgreSQL; KRING_ variables name the databases, as for `kring run`, and services go on meanwhile. The command
    finds what to give to `pg_dump --snapshot` in KRING_SNAPSHOT_INTAKE and so on, by schema. It ends with the
    command's own exit code.
    """
    from kring_shared.runtime.cli.configured import configured, shared_settings
    from kring_shared.runtime.cli.printing import note
    from kring_shared.runtime.running import plugins
    from kring_shared.runtime.running import snapshots as at_one_moment
    from kring_shared.runtime.running.divided_databases import apart, database_of

    shared = shared_settings()
    pairs = configured(tuple(plugins.service_names()))
    databases = [database_of(service.name, its, one) for service, its in pairs for one in apart(shared)]
    try:
        with at_one_moment.snapshots(databases) as taken:
            note(f"{len(databases)} snapshots of one moment; nothing could be told for {taken.held_seconds:.2f} s")
            names = {f"{VARIABLE}{_name(schema)}": snapshot for schema, snapshot in taken.by_schema.items()}
            ended = subprocess.run(command, env=os.environ | names, check=False)  # noqa: S603 - what was asked for
    except FileNotFoundError as error:
        raise typer.BadParameter(f"there is no program {command[0]!r}") from error
    finally:
        for database in databases:
            database.close()
    if ended.returncode:
        raise typer.Exit(ended.returncode if ended.returncode > 0 else 1)


def _name(schema: str) -> str:
    return schema.upper().replace("-", "_")
