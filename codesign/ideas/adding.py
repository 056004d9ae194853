"""Residents' way to add an idea: one thing per page, then check, send and the receipt; and the photos of ideas."""

from __future__ import annotations

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from codesign.core.errors import Refused, WrongStage
from codesign.core.files import MadeAnew
from codesign.core.terms import Consent, ShownAs
from codesign.ideas import adding_queries as queries
from codesign.ideas import drafts
from codesign.ideas.adding_forms import (
    LineForm,
    MoreForm,
    PhotoForm,
    PlaceForm,
    SendForm,
    ShownForm,
    UseForm,
)
from codesign.ideas.adding_pages import (
    address,
    area_names,
    changing,
    draft_of,
    instead_of,
    no_alt,
    not_now,
    on_from,
    page_of,
    prompt_asked,
    say_what_went,
    wrong_file,
)
from codesign.ideas.requests import language
from codesign.web.clock import now
from codesign.web.downloads import sent_out
from codesign.web.fragments import respond
from codesign.web.identity import known_participant, participant
from codesign.web.policy import Action, allows, may, the_project
from codesign.web.transactions import commits
from codesign.web.uploads.arriving import files_read, reads_files
from codesign.web.uploads.small import on_card

bp = Blueprint("ideas_add", __name__)


@bp.get("/p/<project>/ideas/<ref>/add")
@allows(Action.VISIT_PROJECT)
def line(project: str, ref: str) -> ResponseReturnValue:
    """The idea in one line."""
    view = draft_of(ref, prompt=prompt_asked())
    if not view.board.adds:
        return not_now(view)
    return page_of("line", view, LineForm(data={"title": view.title}))


@bp.post("/p/<project>/ideas/<ref>/add")
@allows(Action.TAKE_PART)
@commits
def keep_line(project: str, ref: str) -> ResponseReturnValue:
    scope = the_project()
    form, typed = LineForm(), request.form.get("title", "")
    view = draft_of(ref, prompt=prompt_asked())
    if not view.board.adds:
        return not_now(view, title=typed)
    if not form.validate():
        return page_of("line", view, form, 422)
    prompt = view.prompt[0] if view.prompt else None
    drafts.keep_line(scope.id, ref, form.title.data or "", prompt, by=participant(scope.id), at=now())
    say_what_went()
    if not request.form.get("saw_like") and not changing() and queries.ideas_like(view.board, form.title.data or ""):
        return redirect(url_for("ideas_add.ideas_like", project=project, ref=ref), 303)
    return on_from("line", view)


@bp.get("/p/<project>/ideas/<ref>/like")
@allows(Action.VISIT_PROJECT)
def like(project: str, ref: str) -> ResponseReturnValue:
    """Ideas like the line that is being typed: a region of the first page of an idea."""
    words = request.args.get("q", "") or request.args.get("title", "")
    board, found = queries.board_and_ideas_like(the_project().id, ref, words[:200], at=now())
    return respond("ideas/like.html", "ideas/_like.html", board=board, found=found, on="")


@bp.get("/p/<project>/ideas/<ref>/add/like")
@allows(Action.VISIT_PROJECT)
def ideas_like(project: str, ref: str) -> ResponseReturnValue:
    """The page after the line, where there are ideas like it: for whoever did not see them while writing."""
    view = draft_of(ref)
    instead = instead_of("line", view)
    found = () if instead else queries.ideas_like(view.board, view.title)
    on = address(view.after("line"))
    if not instead and not found:
        return redirect(on, 303)
    return instead or render_template("ideas/like.html", board=view.board, found=found, on=on)


@bp.get("/p/<project>/ideas/<ref>/add/more")
@allows(Action.VISIT_PROJECT)
def more(project: str, ref: str) -> ResponseReturnValue:
    """Anything else about it."""
    view = draft_of(ref)
    return instead_of("more", view) or page_of("more", view, MoreForm(data={"text": view.text}))


@bp.post("/p/<project>/ideas/<ref>/add/more")
@allows(Action.TAKE_PART)
@commits
def keep_more(project: str, ref: str) -> ResponseReturnValue:
    scope, view = the_project(), draft_of(ref)
    form, typed = MoreForm(), request.form.get("text", "")
    if not view.board.adds:
        return not_now(view, text=typed)
    if not form.validate():
        return page_of("more", view, form, 422)
    drafts.keep_more(scope.id, ref, form.text.data or "", by=participant(scope.id), at=now())
    say_what_went()
    return on_from("more", view)


@bp.get("/p/<project>/ideas/<ref>/add/photo")
@allows(Action.VISIT_PROJECT)
def own_photo(project: str, ref: str) -> ResponseReturnValue:
    """A photo, or none. `look` says at once what its words lack."""
    view = draft_of(ref)
    form = PhotoForm(data={"alt": view.photo.alt if view.photo else ""})
    if request.args.get("look") and view.photo and not view.photo.alt:
        form.alt.errors = [no_alt()]
    return instead_of("photo", view) or page_of("photo", view, form)


@bp.post("/p/<project>/ideas/<ref>/add/photo")
@allows(Action.TAKE_PART)
@reads_files
@commits
def keep_photo(project: str, ref: str) -> ResponseReturnValue:
    """Keep the photo with its words, take it out, or go on without one."""
    scope, view, form = the_project(), draft_of(ref), PhotoForm()
    instead = instead_of("photo", view)
    if instead:
        return instead
    if request.form.get("go") == "out":
        drafts.take_photo_out(scope.id, ref, by=participant(scope.id), at=now())
        flash(_("Your photo is out."), "success")
        return redirect(url_for("ideas_add.own_photo", project=project, ref=ref, change=changing() or None), 303)
    read = files_read().get("photo")
    fits, wrong = form.validate(), wrong_file(read)
    if not wrong and read is None and not view.photo and form.alt.data:
        wrong = _("Choose a photo, or clear the words to go on without one.")
    if fits and not form.alt.data and view.photo and read is None:
        form.alt.errors = [*form.alt.errors, no_alt()]
    if wrong or form.alt.errors:
        if not wrong and isinstance(read, MadeAnew):
            wrong = _("Choose your photo again once the words fit.")
        return page_of("photo", view, form, 422, wrong=wrong)
    if view.photo or isinstance(read, MadeAnew):
        made = read if isinstance(read, MadeAnew) else None
        try:
            wordless = drafts.keep_photo(scope.id, ref, made, form.alt.data, by=participant(scope.id), at=now())
        except Refused as refused:
            return page_of("photo", view, form, 422, wrong=_(str(refused)))
        if wordless:
            # A file cannot be put back into a form: it is kept, and the page looked at again.
            here = url_for("ideas_add.own_photo", project=project, ref=ref, look=1, change=changing() or None)
            return redirect(here, 303)
    say_what_went()
    return on_from("photo", view)


@bp.get("/p/<project>/ideas/<ref>/add/photo/file")
@allows(Action.VISIT_PROJECT)
def draft_photo(project: str, ref: str) -> ResponseReturnValue:
    """The photo of an idea not yet sent, for the person who chose it."""
    scope = the_project()
    response = sent_out(queries.draft_photo(scope.id, ref, me=known_participant(scope.id)))
    response.headers["Cache-Control"] = "no-store, private"  # nothing of a person stays on a shared computer
    return response


@bp.get("/p/<project>/ideas/<ref>/add/place")
@allows(Action.VISIT_PROJECT)
def place(project: str, ref: str) -> ResponseReturnValue:
    """Where the idea is about, or nothing."""
    view = draft_of(ref)
    data = {"area": view.area, "point": view.point, "words": view.place_words}
    return instead_of("place", view) or page_of("place", view, PlaceForm(view.areas, data=data))


@bp.post("/p/<project>/ideas/<ref>/add/place")
@allows(Action.TAKE_PART)
@commits
def keep_place(project: str, ref: str) -> ResponseReturnValue:
    scope, view = the_project(), draft_of(ref)
    form = PlaceForm(view.areas)
    instead = instead_of("place", view)
    if instead:
        return instead
    if not form.validate():
        return page_of("place", view, form, 422)
    drafts.keep_place(scope.id, ref, form.draft(), by=participant(scope.id), at=now())
    say_what_went()
    return on_from("place", view)


@bp.get("/p/<project>/ideas/<ref>/add/shown")
@allows(Action.VISIT_PROJECT)
def shown(project: str, ref: str) -> ResponseReturnValue:
    """How the author is shown."""
    view = draft_of(ref)
    data = {
        "shown_as": view.shown_as.value if view.shown_as else None,
        "area": (view.shown_words if view.shown_as is ShownAs.AREA else "") or view.area_name,
        "first_name": view.shown_words if view.shown_as is ShownAs.FIRST_NAME else "",
    }
    return instead_of("shown", view) or page_of("shown", view, ShownForm(area_names(view), data=data))


@bp.post("/p/<project>/ideas/<ref>/add/shown")
@allows(Action.TAKE_PART)
@commits
def keep_shown(project: str, ref: str) -> ResponseReturnValue:
    scope = the_project()
    view = draft_of(ref)
    form = ShownForm(area_names(view))
    instead = instead_of("shown", view)
    if instead:
        return instead
    if not form.validate():
        return page_of("shown", view, form, 422)
    drafts.keep_shown(scope.id, ref, ShownAs(form.shown_as.data), form.words, by=participant(scope.id), at=now())
    say_what_went()
    return on_from("shown", view)


@bp.get("/p/<project>/ideas/<ref>/add/use")
@allows(Action.VISIT_PROJECT)
def use(project: str, ref: str) -> ResponseReturnValue:
    """How we may use the words."""
    view = draft_of(ref)
    form = UseForm(data={"consent": view.consent.value if view.consent else None})
    return instead_of("use", view) or page_of("use", view, form)


@bp.post("/p/<project>/ideas/<ref>/add/use")
@allows(Action.TAKE_PART)
@commits
def keep_use(project: str, ref: str) -> ResponseReturnValue:
    scope, view = the_project(), draft_of(ref)
    form = UseForm()
    instead = instead_of("use", view)
    if instead:
        return instead
    if not form.validate():
        return page_of("use", view, form, 422)
    drafts.keep_consent(scope.id, ref, Consent(form.consent.data), by=participant(scope.id), at=now())
    return on_from("use", view)


@bp.get("/p/<project>/ideas/<ref>/add/check")
@allows(Action.VISIT_PROJECT)
def check(project: str, ref: str) -> ResponseReturnValue:
    """Everything once more before it is sent."""
    view = draft_of(ref)
    instead = instead_of("check", view)
    if instead:
        return instead
    if view.missing:
        return redirect(address(view.missing, look=1 if view.missing == "photo" else None), 303)
    return render_template("ideas/add_check.html", view=view, form=SendForm(formdata=None, data={"key": view.key}))


@bp.post("/p/<project>/ideas/<ref>/add/check")
@allows(Action.TAKE_PART)
@commits
def send(project: str, ref: str) -> ResponseReturnValue:
    """Send the idea. The same page sent twice leads to the same receipt."""
    scope = the_project()
    form = SendForm()
    if not form.validate():
        return redirect(url_for("ideas_add.check", project=project, ref=ref), 303)
    try:
        sent_ref = drafts.send_idea(
            scope.id, ref, form.key.data or "", by=participant(scope.id), at=now(), language=language()
        )
    except WrongStage:
        return not_now(draft_of(ref))
    return redirect(url_for("ideas_add.sent", project=project, ref=ref, sending=sent_ref), 303)


@bp.get("/p/<project>/ideas/<ref>/sent/<sending>")
@allows(Action.VISIT_PROJECT)
def sent(project: str, ref: str, sending: str) -> ResponseReturnValue:
    """The receipt of an idea or a reply, for the person who sent it."""
    scope = the_project()
    view = queries.sent_page(scope.id, ref, sending, me=known_participant(scope.id), at=now())
    return render_template("ideas/sent.html", view=view)


@bp.get("/p/<project>/ideas/<ref>/<idea>/photo")
@allows(Action.VISIT_PROJECT)
def photo(project: str, ref: str, idea: str) -> ResponseReturnValue:
    """The photo of an idea, for whoever may read its words; with `v`, its digest, kept for good by browsers.

    With `size=card` as small as a list needs it.
    """
    scope = the_project()
    found, public = queries.idea_photo(
        scope.id, ref, idea, me=known_participant(scope.id), for_staff=may(Action.MODERATE)
    )
    response: Response = sent_out(on_card(found) if request.args.get("size") == "card" else found)
    named = len(version := request.args.get("v", "")) >= 16 and found.etag.startswith(version)
    if not public:
        response.headers["Cache-Control"] = "no-store, private"
    elif named:
        response.headers["Cache-Control"] = "private, max-age=31536000, immutable"
    else:
        response.headers["Cache-Control"] = "private, no-cache"  # asked again each time: it may be hidden by then
    return response.make_conditional(request)
