"""create_app(): the one place where the rooms are joined."""

from __future__ import annotations

from flask import Flask, Response
from flask_migrate import Migrate
from whitenoise import WhiteNoise

from codesign.accounts import blueprints as accounts
from codesign.config import Config, resource_folder
from codesign.consultations import blueprints as consultations
from codesign.evidence import blueprints as evidence
from codesign.extensions import db, htmx, login_manager, mail, prepare_engine
from codesign.feedback import blueprints as feedback
from codesign.ideas import blueprints as ideas
from codesign.models import Model
from codesign.moderation import blueprints as moderation
from codesign.packs import blueprints as packs
from codesign.projects import blueprints as projects
from codesign.specification import blueprints as specification
from codesign.web import identity, navigation, policy
from codesign.web.assets import static_folder
from codesign.web.components import PageEnvironment
from codesign.web.compression import setup_compression
from codesign.web.errors import setup_errors
from codesign.web.i18n import setup_languages
from codesign.web.security import setup_security
from codesign.web.templating import setup_templates
from codesign.workshops import blueprints as workshops

FEATURES = (
    *accounts,
    *projects,
    *consultations,
    *ideas,
    *workshops,
    *moderation,
    *evidence,
    *specification,
    *packs,
    *feedback,
)


def create_app(settings: Config | None = None) -> Flask:
    """The application. Raises `ConfigError` on an unfit environment and `MissingRule` on a route without a rule."""
    settings = (settings or Config.from_environment()).checked()
    app = Flask("codesign", static_folder=None)
    app.jinja_environment = PageEnvironment
    app.config["CODESIGN"] = settings
    _setup_database(app, settings)
    _setup_mail(app, settings)
    setup_compression(app, settings)
    setup_security(app, settings)
    setup_languages(app, settings)
    htmx.init_app(app)
    login_manager.init_app(app)
    login_manager.session_protection = None  # our sessions are rows; the signed cookie holds only the CSRF token
    setup_templates(app, settings)
    setup_errors(app)
    app.before_request(policy.guard)
    app.context_processor(navigation.shell)
    app.after_request(identity.touch_session)
    app.after_request(identity.send_new_key)
    for blueprint in FEATURES:
        app.register_blueprint(blueprint)
    if settings.env != "production":
        from codesign.web.gallery import bp as gallery

        app.register_blueprint(gallery)
    policy.check_every_route(app)
    _serve_assets(app)
    return app


def _setup_database(app: Flask, settings: Config) -> None:
    app.config["SQLALCHEMY_DATABASE_URI"] = settings.database_url
    if not settings.sqlite:
        app.config["SQLALCHEMY_ENGINE_OPTIONS"] = {"pool_pre_ping": True, "pool_size": settings.threads}
    db.init_app(app)
    Migrate(
        app,
        db,
        directory=str(resource_folder("migrations")),
        render_as_batch=True,
        compare_type=True,
    )
    with app.app_context():
        prepare_engine(db.engine)
    assert db.metadata is Model.metadata


def _setup_mail(app: Flask, settings: Config) -> None:
    app.config["MAIL_BACKEND"] = "smtp" if settings.mail_server else "file"
    app.config["MAIL_FILE_PATH"] = str(settings.instance / "mail")
    app.config["MAIL_SERVER"] = settings.mail_server or "127.0.0.1"
    app.config["MAIL_PORT"] = settings.mail_port
    app.config["MAIL_TIMEOUT"] = 20  # seconds; far below the lease of one message in `jobs`
    app.config["MAIL_DEFAULT_SENDER"] = settings.mail_from
    mail.init_app(app)


def _serve_assets(app: Flask) -> None:
    """Built files carry a hash in their names, so a browser may keep them for ever."""

    def immutable(_path: str, url: str) -> bool:
        return url.startswith("/static/")

    app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]
        app.wsgi_app,
        root=str(static_folder()),
        prefix="static/",
        max_age=31_536_000,
        immutable_file_test=immutable,
        add_headers_function=_file_headers,
    )


def _file_headers(headers: object, _path: str, _url: str) -> None:
    for name, value in (
        ("X-Content-Type-Options", "nosniff"),
        ("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
        ("Referrer-Policy", "same-origin"),
    ):
        headers[name] = value  # type: ignore[index]


__all__ = ["Response", "create_app"]
