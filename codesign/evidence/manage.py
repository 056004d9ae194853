"""Staff pages of evidence: all words in one place, the codebook, who took part."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from codesign.core.errors import NotFound, Refused
from codesign.core.terms import ThemeStance
from codesign.core.text import UnreadableText, one_line
from codesign.evidence import commands, queries
from codesign.evidence.forms import STANCES, CodingForm, ThemeForm
from codesign.evidence.labels import CONSENTS, KINDS, REASONS, STANDINGS, VARIABLES
from codesign.web.clock import now
from codesign.web.fragments import respond, wants_region
from codesign.web.identity import the_staff
from codesign.web.policy import Action, allows, the_project
from codesign.web.transactions import commits

bp = Blueprint("evidence_manage", __name__, url_prefix="/manage/<project>")
WORDS: dict[str, Any] = {
    "kinds": KINDS,
    "standings": STANDINGS,
    "reasons": REASONS,
    "consents": CONSENTS,
    "stances": STANCES,
}


@bp.get("/evidence")
@allows(Action.READ_PROJECT)
def words(project: str) -> ResponseReturnValue:
    """Every contribution from every method in one place."""
    return _evidence(_asked(), CodingForm(formdata=None))


@bp.post("/evidence/code")
@allows(Action.CODE_EVIDENCE)
@commits
def code(project: str) -> ResponseReturnValue:
    """Code the ticked words to a theme; or take one of them out of one."""
    asked, form = _asked(), CodingForm()
    taken_out = request.form.get("remove", "")
    scope, by, at = the_project(), the_staff().id, now()
    if taken_out:
        contribution, _sep, theme = taken_out.partition(":")
        commands.remove_coding(scope.id, contribution, theme, by=by, at=at)
        flash(_("Taken out of theme %(theme)s.", theme=theme), "success")
        return redirect(_address(asked), 303)
    ticked = request.form.getlist("words")
    page = queries.evidence_page(scope.id, asked)
    form.offer(page.themes)
    if not form.validate():
        return _evidence(asked, form, 422, page=page, ticked=ticked)
    try:
        done = commands.code_words(scope.id, ticked, form.theme.data, ThemeStance(form.stance.data), by=by, at=at)
    except Refused as refusal:
        form.theme.errors = [_(str(refusal))]
        return _evidence(asked, form, 422, page=page, ticked=ticked)
    flash(
        ngettext(
            "%(num)s contribution coded to %(theme)s.",
            "%(num)s contributions coded to %(theme)s.",
            done,
            theme=form.theme.data,
        ),
        "success",
    )
    return redirect(_address(asked), 303)


def _evidence(
    asked: queries.Filter,
    form: CodingForm,
    status: int = 200,
    *,
    page: queries.EvidencePage | None = None,
    ticked: list[str] | None = None,
) -> Response:
    view = page or queries.evidence_page(the_project().id, asked)
    form.offer(view.themes)
    return respond(
        "evidence/words.html",
        "evidence/_words.html",
        status,
        view=view,
        form=form,
        ticked=ticked or [],
        asked=_values(asked),
        as_region=wants_region(),
        **WORDS,
    )


def _asked() -> queries.Filter:
    def line(name: str) -> str:
        try:
            return one_line(request.args.get(name, ""))[:200]
        except UnreadableText:
            return ""

    page = line("page")
    return queries.Filter(
        words=line("q"),
        kind=line("kind"),
        activity=line("activity"),
        question=line("question"),
        theme=line("theme"),
        group=line("group"),
        standing=line("standing"),
        page=int(page) if page.isascii() and page.isdigit() and len(page) < 7 else 1,
    )


def _values(asked: queries.Filter) -> dict[str, Any]:
    named: dict[str, Any] = {
        "q": asked.words,
        "kind": asked.kind,
        "activity": asked.activity,
        "question": asked.question,
        "theme": asked.theme,
        "group": asked.group,
        "standing": asked.standing,
        "page": str(asked.page) if asked.page > 1 else "",
    }
    return {name: value for name, value in named.items() if value}


def _address(asked: queries.Filter) -> str:
    return url_for("evidence_manage.words", project=the_project().slug, **_values(asked))


@bp.get("/themes")
@allows(Action.READ_PROJECT)
def index(project: str) -> ResponseReturnValue:
    """The codebook."""
    return respond("evidence/codebook.html", view=queries.codebook_page(the_project().id), **WORDS)


@bp.get("/themes/new")
@allows(Action.CODE_EVIDENCE)
def new_theme(project: str) -> ResponseReturnValue:
    return respond("evidence/theme_form.html", form=ThemeForm(formdata=None), ref="")


@bp.post("/themes/new")
@allows(Action.CODE_EVIDENCE)
@commits
def add_theme(project: str) -> ResponseReturnValue:
    form = ThemeForm()
    if not form.validate():
        return respond("evidence/theme_form.html", None, 422, form=form, ref="")
    theme = commands.add_theme(the_project().id, form.draft(), by=the_staff().id, at=now())
    return redirect(url_for("evidence_manage.index", project=project, _anchor=theme.ref), 303)


@bp.get("/themes/<ref>")
@allows(Action.READ_PROJECT)
def theme(project: str, ref: str) -> ResponseReturnValue:
    """One theme with its words by source, and the contrary ones."""
    return respond("evidence/theme.html", view=queries.theme_page(the_project().id, ref), **WORDS)


@bp.get("/themes/<ref>/edit")
@allows(Action.CODE_EVIDENCE)
def edit_theme(project: str, ref: str) -> ResponseReturnValue:
    line = queries.theme_page(the_project().id, ref).line
    return respond("evidence/theme_form.html", form=ThemeForm(formdata=None, obj=line), ref=ref)


@bp.post("/themes/<ref>/edit")
@allows(Action.CODE_EVIDENCE)
@commits
def change_theme(project: str, ref: str) -> ResponseReturnValue:
    form = ThemeForm()
    if not form.validate():
        return respond("evidence/theme_form.html", None, 422, form=form, ref=ref)
    commands.change_theme(the_project().id, ref, form.draft(), by=the_staff().id, at=now())
    return redirect(url_for("evidence_manage.index", project=project, _anchor=ref), 303)


@bp.post("/themes/<ref>/move")
@allows(Action.CODE_EVIDENCE)
@commits
def move_theme(project: str, ref: str) -> ResponseReturnValue:
    way = request.form.get("way", "")
    if way not in ("up", "down"):
        raise NotFound
    commands.move_theme(the_project().id, ref, up=way == "up", by=the_staff().id, at=now())
    return redirect(url_for("evidence_manage.index", project=project, _anchor=ref), 303)


@bp.get("/who")
@allows(Action.READ_PROJECT)
def who(project: str) -> ResponseReturnValue:
    """Who took part beside who lives here."""
    return respond("evidence/who.html", view=queries.who_took_part(the_project().id), variables=VARIABLES)


@bp.get("/panel/who")
@allows(Action.READ_PROJECT)
def panel_who(project: str) -> ResponseReturnValue:
    """The same as a panel of the overview."""
    view = queries.who_took_part(the_project().id)
    return respond("evidence/who.html", "evidence/_who.html", view=view, variables=VARIABLES)


@bp.get("/panel/themes")
@allows(Action.READ_PROJECT)
def panel_themes(project: str) -> ResponseReturnValue:
    """The themes with most evidence, as a panel of the overview."""
    view = queries.main_themes(the_project().id)
    return respond("evidence/main_themes.html", "evidence/_themes.html", view=view)
