"""The `codesign` command: a contract that others script. Exit 0 done, 1 the answer is no, 2 the call or the input was wrong."""

from __future__ import annotations

import os
import sys
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import wraps
from pathlib import Path
from typing import Any

import click

from codesign.config import Config, ConfigError
from codesign.core.errors import DomainError
from codesign.core.imports import ImportReport
from codesign.core.terms import Edition, Role

DONE, NO, WRONG = 0, 1, 2


@contextmanager
def _app(*, current: bool = True) -> Iterator[Any]:
    """The application in its context; `current` refuses a schema that is behind. Exits 2 with one sentence when unfit."""
    from codesign.app import create_app
    from codesign.schema import is_current

    try:
        settings = Config.from_environment().checked()
        settings.instance.mkdir(parents=True, exist_ok=True)
        app = create_app(settings)
    except ConfigError as error:
        _stop(str(error))
    with app.app_context():
        if current and not is_current():
            _stop("The database schema is behind this version. Run: codesign db upgrade")
        yield app


def _stop(sentence: str, code: int = WRONG) -> Any:
    click.echo(sentence, err=True)
    sys.exit(code)


def _says_what_is_wrong(command: Callable[..., Any]) -> Callable[..., Any]:
    """Errors of the field become one sentence on standard error and exit code 2."""

    @wraps(command)
    def run(*args: Any, **kwargs: Any) -> Any:
        try:
            return command(*args, **kwargs)
        except (DomainError, FileNotFoundError) as error:
            return _stop(str(error) or type(error).__name__)

    return run


def _project_id(slug: str) -> uuid.UUID:
    from codesign.projects.queries import project_id_of

    found = project_id_of(slug)
    if found is None:
        _stop(f"There is no project {slug!r}. Run: codesign project new NAME --organisation NAME")
    assert found is not None
    return found


def _now() -> datetime:
    return datetime.now(UTC)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Residents shape a service before it is bought."""


@main.group()
def db() -> None:
    """The database's schema."""


@db.command()
def upgrade() -> None:
    """Bring the schema up to this version."""
    from codesign.schema import upgrade_schema

    with _app(current=False):
        click.echo(f"The schema is at {upgrade_schema()}.")


@db.command()
def check() -> None:
    """Say whether the schema is up to this version (exit 0) or behind (exit 1)."""
    from codesign.schema import is_current

    with _app(current=False):
        if not is_current():
            _stop("The schema is behind. Run: codesign db upgrade", NO)
        click.echo("The schema is up to date.")


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
def serve(host: str, port: int) -> None:
    """Serve pages with gunicorn, threads in one process (more processes need PostgreSQL)."""
    from codesign.server import serve_pages

    with _app() as app:
        serve_pages(app, host, port)


@main.command()
def worker() -> None:
    """Do long work and send mail."""
    from codesign.jobs import run_worker

    with _app() as app:
        run_worker(app)


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--no-serve", is_flag=True, help="Make and load everything, print the addresses, and stop.")
@_says_what_is_wrong
def demo(host: str, port: int, no_serve: bool) -> None:
    """Make the embedded database, load both demo projects, print their slugs and addresses, serve."""
    from codesign.demo.load import load_demo
    from codesign.schema import upgrade_schema
    from codesign.server import serve_pages

    # Links in the demo's mail lead back to where it is served.
    os.environ.setdefault("CODESIGN_BASE_URL", f"http://{host}:{port}")
    with _app(current=False) as app:
        settings: Config = app.config["CODESIGN"]
        if not settings.demo:
            _stop("The demo runs only with CODESIGN_ENV=demo.")
        upgrade_schema()
        for line in load_demo(app, base_url=f"http://{host}:{port}", at=_now()):
            click.echo(line)
        if not no_serve:
            serve_pages(app, host, port)


@main.group()
def project() -> None:
    """Commissioning projects."""


@project.command("new")
@click.argument("name")
@click.option("--organisation", required=True, help="The commissioning body; made if there is none of this name.")
@click.option("--slug", default=None, help="The project's part of the address.")
@_says_what_is_wrong
def project_new(name: str, organisation: str, slug: str | None) -> None:
    """Make a commissioning project and print its slug."""
    from codesign.extensions import transaction
    from codesign.projects.commands import create_project

    with _app(), transaction():
        made = create_project(name, organisation=organisation, slug=slug, by="system", at=_now())
        click.echo(made.slug)


@main.group()
def user() -> None:
    """People who sign in."""


@user.command("invite")
@click.argument("email")
@click.option("--project", "slug", required=True)
@click.option(
    "--role", required=True, type=click.Choice([r.value for r in Role if r not in (Role.ANONYMOUS, Role.PARTICIPANT)])
)
@_says_what_is_wrong
def user_invite(email: str, slug: str, role: str) -> None:
    """Invite somebody to a project and print the link."""
    from codesign.accounts.commands import invite
    from codesign.extensions import transaction

    with _app() as app, transaction():
        base_url = app.config["CODESIGN"].base_url
        _row, secret = invite(
            email,
            Role(role),
            project_id=_project_id(slug),
            organisation_id=None,
            invited_by=None,
            base_url=base_url,
            at=_now(),
        )
        click.echo(f"{base_url}/invitation/{secret}")


@main.group("import")
def imports() -> None:
    """Bring files in: whole or not at all, and twice changes nothing."""


def _report(report: ImportReport) -> None:
    click.echo(f"{report.read} rows read, {report.taken} taken, {len(report.skipped)} skipped.")
    for note in report.notes:
        click.echo(note)
    for skipped in report.skipped[:50]:
        click.echo(f"row {skipped.row}: {skipped.reason}")
    if len(report.skipped) > 50:
        click.echo(f"and {len(report.skipped) - 50} more")


@imports.command("population")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--project", "slug", required=True)
@_says_what_is_wrong
def import_population(file: Path, slug: str) -> None:
    """Population figures by CSV: reference, variable, category, label, people, area_code, source, source_date."""
    from codesign.extensions import transaction
    from codesign.projects.imports import import_population as run

    with _app(), transaction():
        _report(run(file, _project_id(slug), by="system", at=_now()))


@imports.command("postcodes")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--project", "slug", required=True)
@click.option("--edition", default="", help="Such as 'ONSPD May 2026', unless the file has a column edition.")
@_says_what_is_wrong
def import_postcodes(file: Path, slug: str, edition: str) -> None:
    """A look-up of postcodes by CSV: postcode, area_code and edition. It takes the place of the one before."""
    from codesign.consultations.places.commands import import_postcodes as run
    from codesign.extensions import transaction

    with _app(), transaction():
        _report(run(file, _project_id(slug), edition, by="system", at=_now()))


@imports.command("shapes")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--project", "slug", required=True)
@_says_what_is_wrong
def import_shapes(file: Path, slug: str) -> None:
    """Shapes of the project's areas by GeoJSON in longitude and latitude, each with its area's code."""
    from codesign.consultations.places.commands import import_shapes as run
    from codesign.extensions import transaction

    with _app(), transaction():
        _report(run(file, _project_id(slug), by="system", at=_now()))


@imports.command("polis")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--project", "slug", required=True)
@click.option("--title", required=True)
@_says_what_is_wrong
def import_polis(folder: Path, slug: str, title: str) -> None:
    """A Polis conversation (comments.csv with votes.csv or participants-votes.csv) as a board of statements."""
    from codesign.extensions import transaction
    from codesign.ideas.exchange.polis_in import import_polis as run

    with _app(), transaction():
        _report(run(folder, _project_id(slug), title, by="system", at=_now()))


@imports.command("responses")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--map", "map_file", required=True, type=click.Path(path_type=Path))
@click.option("--project", "slug", required=True)
@_says_what_is_wrong
def import_responses(file: Path, map_file: Path, slug: str) -> None:
    """Answers to a questionnaire, wide or long, as the map (TOML) describes them."""
    from codesign.consultations.imports import import_responses as run
    from codesign.extensions import transaction

    with _app(), transaction():
        _report(run(file, map_file, _project_id(slug), by="system", at=_now()))


@imports.command("answers")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--project", "slug", required=True)
@click.option("--consultation", "ref", required=True, help="Its reference, such as C1.")
@_says_what_is_wrong
def import_answers(file: Path, slug: str, ref: str) -> None:
    """A spreadsheet of answers (CSV or XLSX) in the layout that the page "Spreadsheets" hands out."""
    from codesign.consultations.reading.answers_in import BadSheet, load_answers
    from codesign.extensions import transaction

    try:
        with _app(), transaction():
            content = file.read_bytes()
            _report(load_answers(content, file.name, _project_id(slug), ref, by="system", at=_now()))
    except BadSheet as bad:
        for problem in bad.problems:
            click.echo(f"{file.name}, {problem}", err=True)
        _stop("Nothing was taken." if not bad.more else "There are more like these. Nothing was taken.")


@main.group()
def ideas() -> None:
    """Idea boards in and out, as files."""


def _staff_id(slug: str, email: str | None) -> uuid.UUID | None:
    from codesign.ideas.exchange.commands import staff_id_of

    if email is None:
        return None
    found = staff_id_of(_project_id(slug), email)
    if found is None:
        _stop(f"There is nobody with the address {email!r} on the staff of {slug!r}.")
    return found


@ideas.command("import")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--map", "map_file", type=click.Path(path_type=Path, exists=True, dir_okay=False), default=None)
@click.option("--project", "slug", required=True)
@click.option("--title", default="", help="The new board's name; without it the one in the file.")
@click.option("--by", "email", default=None, help="Staff whom paper counts and replies by staff stand on, by e-mail.")
@click.option("--look", is_flag=True, help="Say what would come in, and change nothing.")
@_says_what_is_wrong
def ideas_import(
    files: tuple[Path, ...], map_file: Path | None, slug: str, title: str, email: str | None, look: bool
) -> None:
    """A board: a whole copy of ours (zip or JSON), or CSV files as the map (JSON) describes them."""
    from codesign.extensions import transaction
    from codesign.ideas.exchange.commands import bring_board, look_at
    from codesign.ledger import actor_person

    given = [(file.name, file.read_bytes()) for file in files]
    plan = (map_file.name, map_file.read_bytes()) if map_file else None
    with _app():
        if look:
            for line in look_at(given, map_file=plan).lines():
                click.echo(line)
            return
        with transaction():
            person = _staff_id(slug, email)
            brought = bring_board(
                _project_id(slug),
                given,
                map_file=plan,
                title=title,
                by_person=person,
                by=actor_person(person),
                at=_now(),
            )
        if brought.again:
            click.echo(f"This is already here as board {brought.ref}. Nothing was changed.")
            return
        click.echo(f"Board {brought.ref}: {brought.read} rows read and taken.")
        for line in brought.found.lines():
            click.echo(line)


@ideas.command("export")
@click.argument("ref")
@click.option("--project", "slug", required=True)
@click.option("--edition", required=True, type=click.Choice(["public", "commissioner", "whole"]))
@click.option("--form", default="csv", show_default=True, type=click.Choice(["csv", "json", "polis"]))
@click.option("--why", default="", help="What the file is for; needed but for the public edition.")
@click.option("--out", required=True, type=click.Path(path_type=Path, dir_okay=False))
@_says_what_is_wrong
def ideas_export(ref: str, slug: str, edition: str, form: str, why: str, out: Path) -> None:
    """A board as one file: CSV files in a zip, one JSON document, or the files of Polis in a zip."""
    import shutil

    from codesign.extensions import transaction
    from codesign.ideas.exchange.commands import BoardFile, take_board
    from codesign.ideas.exchange.layout import Copy

    with _app(), transaction():
        taken = take_board(_project_id(slug), ref, Copy(edition), BoardFile(form), why=why, by="system", at=_now())
        # Beside it first: a file of that name is always whole.
        part = out.with_name(f"{out.name}.part")
        with taken.file as source, part.open("wb") as target:
            shutil.copyfileobj(source, target)
        part.replace(out)
        click.echo(str(out))


@main.group()
def pack() -> None:
    """Evidence packs."""


@pack.command("freeze")
@click.argument("slug")
@_says_what_is_wrong
def pack_freeze(slug: str) -> None:
    """Freeze a new version and print its reference and seal."""
    from codesign.extensions import transaction
    from codesign.packs.commands import freeze_pack

    with _app(), transaction():
        made = freeze_pack(_project_id(slug), by_person_id=None, at=_now())
        click.echo(f"{made.ref} {made.seal}")


@pack.command("build")
@click.argument("slug")
@click.option("--edition", required=True, type=click.Choice([e.value for e in Edition]))
@click.option("--out", required=True, type=click.Path(path_type=Path, file_okay=False))
@click.option("--version", type=int, default=None, help="A frozen version; the newest without it.")
@_says_what_is_wrong
def pack_build(slug: str, edition: str, out: Path, version: int | None) -> None:
    """Write every file of one edition of a frozen pack into a folder."""
    from codesign.packs.commands import build_edition, edition_files

    with _app():
        project_id = _project_id(slug)
        build_edition(project_id, Edition(edition), version=version, at=_now())
        out.mkdir(parents=True, exist_ok=True)
        for path, content in edition_files(project_id, Edition(edition), version=version):
            target = out / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
            click.echo(str(target))


@pack.command("verify")
@click.argument("folder_or_zip", type=click.Path(path_type=Path, exists=True))
def pack_verify(folder_or_zip: Path) -> None:
    """Check a pack against its manifest: exit 0, or 1 naming every changed, missing and extra file. Needs no database."""
    from codesign.renderers.manifest import verify

    found = verify(folder_or_zip)
    for line in found.sentences:
        click.echo(line)
    sys.exit(DONE if found.ok else NO)


@main.group()
def events() -> None:
    """The event chain."""


@events.command("verify")
def events_verify() -> None:
    """Walk the chain from the first event: exit 0, or 1 naming where it breaks."""
    from codesign.core.chain import verify
    from codesign.ledger import stored_links

    with _app():
        verdict = verify(stored_links())
        click.echo(str(verdict.sentence))
        sys.exit(DONE if verdict.ok else NO)


if __name__ == "__main__":
    main()
