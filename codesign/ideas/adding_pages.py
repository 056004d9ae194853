"""What the pages of a new idea share: where one stands, what comes next, what is shown instead."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from codesign.core.errors import NotFound
from codesign.core.files import PROBLEMS, MadeAnew, NotTaken
from codesign.ideas import adding_queries as queries
from codesign.ideas.adding_forms import took_marks_out
from codesign.ideas.adding_shapes import DraftPage
from codesign.web.clock import now
from codesign.web.identity import known_participant
from codesign.web.policy import the_project


def draft_of(ref: str, prompt: int | None = None) -> DraftPage:
    """The idea that the person of this request has begun, or an empty one."""
    scope = the_project()
    return queries.draft_page(scope.id, ref, me=known_participant(scope.id), at=now(), prompt=prompt)


def prompt_asked() -> int | None:
    """The position of the question that the person came from, if it is one."""
    typed = request.args.get("prompt", "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 4 else None


def changing() -> int:
    """1 when the page was opened from the check page, to go back there."""
    return 1 if request.args.get("change") == "1" else 0


def area_names(view: DraftPage) -> tuple[str, ...]:
    """The names of the project's areas."""
    return tuple(name for _code, name in view.areas)


def page_of(step: str, view: DraftPage, form: object, status: int = 200, **more: object) -> ResponseReturnValue:
    """One page of the journey; `wrong` says what is wrong with a file."""
    back_to_check = changing() or None
    before = "check" if back_to_check else view.before(step)
    back = address(before) if before else board_address(view)
    page = render_template(
        f"ideas/add_{step}.html",
        view=view,
        form=form,
        step=step,
        back=back,
        changing=back_to_check,
        **{"wrong": "", **more},
    )
    return page, status


def instead_of(step: str, view: DraftPage) -> ResponseReturnValue | None:
    """Where to go instead when this page of the journey has nothing to stand on. Raises `NotFound` for no page of it."""
    if step not in view.steps:
        raise NotFound("This board does not ask for that.")
    if not view.board.adds:
        return not_now(view)
    if not view.begun:
        return redirect(address("line"), 303)
    return None


def not_now(view: DraftPage, **typed: str) -> ResponseReturnValue:
    """That the board takes no ideas now, with the words that were written, to be copied."""
    words = {"title": view.title, "text": view.text} | typed
    gone = view.board.closed or view.board.phase is not None
    return render_template("ideas/closed.html", view=view, words=words), 410 if gone else 200


def address(step: str, **more: object) -> str:
    """The address of a page of the journey on this board."""
    endpoint = {"photo": "ideas_add.own_photo"}.get(step, f"ideas_add.{step}")
    ref = (request.view_args or {})["ref"]
    return str(url_for(endpoint, project=the_project().slug, ref=ref, **more))  # type: ignore[arg-type]


def board_address(view: DraftPage) -> str:
    """The address of the board itself."""
    return str(url_for("ideas.board_by_ref", project=the_project().slug, ref=view.board.ref))


def on_from(step: str, view: DraftPage) -> ResponseReturnValue:
    """The next page, or back to the check when the change began there."""
    return redirect(address("check" if changing() else view.after(step)), 303)


def say_what_went() -> None:
    """Tell a person that marks were taken out of what they typed."""
    if took_marks_out():
        flash(_("We took out hidden marks that turn words around. Check that your words still read well."), "warning")


def no_alt() -> str:
    """What is said of a photo without words."""
    return str(_("Say what is in the photo, for people who cannot see it"))


def wrong_file(read: MadeAnew | NotTaken | None) -> str:
    """Why what was chosen is no photo that can be taken; empty when it is, or when nothing was chosen."""
    if isinstance(read, NotTaken):
        problem = PROBLEMS["not_a_photo" if read.code == "not_known" else read.code]
    elif read is not None and read.sort != "photo":
        problem = PROBLEMS["not_a_photo"]
    else:
        return ""
    return str(_(problem.message, **problem.values))
