"""Staff write the rules: versions of the policy, the council's own word lists, the safeguarding officer."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from codesign.core.errors import Refused
from codesign.ledger import policy_in_force
from codesign.moderation import holding, rules
from codesign.moderation.forms import OfficerForm, PolicyForm, WordListForm
from codesign.moderation.wording import held_letter
from codesign.web.clock import now
from codesign.web.identity import the_staff
from codesign.web.policy import Action, allows, the_project
from codesign.web.transactions import commits

bp = Blueprint("moderation_manage_rules", __name__)
MORE_LANGUAGES = ("cy", "pl", "ur", "pa", "ro", "ar")


@bp.get("/manage/<project>/moderation/rules")
@allows(Action.MODERATE)
def index(project: str) -> ResponseReturnValue:
    """The rules in force, the lists, the officer."""
    return _page(_officer_form())


@bp.get("/manage/<project>/moderation/rules/write")
@allows(Action.EDIT_PROJECT)
def write(project: str) -> ResponseReturnValue:
    """Write the next version, beginning with the one in force."""
    form = PolicyForm(formdata=None)
    form.fill(policy_in_force(the_project().id))
    return render_template("moderation/write.html", form=form, problems=[])


@bp.post("/manage/<project>/moderation/rules/write")
@allows(Action.EDIT_PROJECT)
@commits
def publish(project: str) -> ResponseReturnValue:
    """Publish the next version: it never changes."""
    form = PolicyForm()
    if form.validate():
        after = form.after.data or ""
        try:
            number = rules.publish_policy(
                the_project().id,
                form.words.data,
                form.drafts(),
                after=int(after) if after.isascii() and after.isdigit() and len(after) < 9 else -1,
                by=the_staff().id,
                at=now(),
            )
        except Refused as refused:
            form.words.errors = [_(str(refused))]
        else:
            flash(_("Version %(number)s of the rules holds from now on.", number=number), "success")
            return redirect(url_for("moderation_manage_rules.index", project=project), 303)
    return render_template("moderation/write.html", form=form, problems=form.problems()), 422


@bp.get("/manage/<project>/moderation/word-lists/<language>")
@allows(Action.MODERATE)
def word_list(project: str, language: str) -> ResponseReturnValue:
    """The council's own words of one language."""
    found = next((one for one in _lists() if one.language == language), None)
    if found is None:
        abort(404)
    return render_template(
        "moderation/word_list.html", form=WordListForm(formdata=None, data={"words": found.words}), language=language
    )


@bp.post("/manage/<project>/moderation/word-lists/<language>")
@allows(Action.MODERATE)
@commits
def keep_words(project: str, language: str) -> ResponseReturnValue:
    if all(one.language != language for one in _lists()):
        abort(404)
    form = WordListForm()
    if form.validate():
        try:
            many = rules.keep_words(the_project().id, language, form.words.data or "", by=the_staff().id, at=now())
        except Refused as refused:
            form.words.errors = [_(str(refused))]
        else:
            flash(ngettext("%(num)s word is kept.", "%(num)s words are kept.", many), "success")
            return redirect(url_for("moderation_manage_rules.index", project=project), 303)
    return render_template("moderation/word_list.html", form=form, language=language), 422


@bp.post("/manage/<project>/moderation/officer")
@allows(Action.MANAGE_TEAM)
@commits
def name_officer(project: str) -> ResponseReturnValue:
    """Name who reads what is held."""
    scope = the_project()
    form = _officer_form()
    if form.validate():
        link = url_for("moderation_manage_holds.index", project=project, _external=True)
        try:
            holding.name_officer(
                scope.id,
                scope.organisation_id,
                form.person.data or "",
                by=the_staff().id,
                at=now(),
                letter=held_letter(scope.name, link),
            )
        except Refused as refused:
            form.person.errors = [_(str(refused))]
        else:
            flash(_("Saved."), "success")
            return redirect(url_for("moderation_manage_rules.index", project=project), 303)
    return _page(form, 422)


def _lists() -> tuple[rules.ListOfWords, ...]:
    scope = the_project()
    return rules.word_lists(scope.id, tuple(dict.fromkeys(("en", *scope.languages, *MORE_LANGUAGES))))


def _officer_form() -> OfficerForm:
    scope = the_project()
    officer = holding.officer_name(scope.id)
    people = [(one.id, one.name) for one in holding.team(scope.id, scope.organisation_id)]
    return OfficerForm(people, data={"person": officer.id if officer else ""})


def _page(form: OfficerForm, status: int = 200) -> ResponseReturnValue:
    scope = the_project()
    listed = rules.versions(scope.id)
    page = render_template(
        "moderation/rules_manage.html",
        policy=policy_in_force(scope.id),
        versions=listed,
        lists=_lists(),
        officer=holding.officer_name(scope.id),
        is_officer=holding.is_officer(scope.id, the_staff().id),
        form=form,
    )
    return page, status
