"""What components need from Python: the words of error pages, and a strictness that GOV.UK's macros can live with."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import KeysView, MutableMapping
from typing import Any

from flask.templating import Environment as FlaskEnvironment
from flask_babel import lazy_gettext as _l
from jinja2 import Environment, StrictUndefined, Undefined
from jinja2.utils import missing

ERROR_WORDS: dict[int, tuple[Any, Any]] = {
    400: (
        _l("We could not read what your browser sent"),
        _l("Go back and load the page again. Then send it once more. Keep a copy of long answers first."),
    ),
    403: (
        _l("You cannot open this page"),
        _l("Your account does not have this page. Ask the person who runs the project to add you."),
    ),
    404: (
        _l("We cannot find that page"),
        _l("Check the address for a slip. You can also start again from the first page."),
    ),
    410: (
        _l("Thank you. This is now closed"),
        _l("You can no longer take part here. You can still read what people said and what happens next."),
    ),
    413: (
        _l("That was too big to send"),
        _l("Make the file or the text smaller, then send it again. Nothing you saved before is lost."),
    ),
    422: (
        _l("We could not do that"),
        _l("Something about it did not fit. Go back, check what you chose, and try again."),
    ),
    429: (
        _l("Too many tries in a short time"),
        _l("Wait one minute, then try again. This keeps the service working for everyone."),
    ),
    500: (
        _l("Sorry, something went wrong"),
        _l("Answers you have saved are safe. Try again in a few minutes."),
    ),
    503: (
        _l("The service is busy"),
        _l("Answers you have saved are safe. Wait a minute, then load this page again."),
    ),
}


class PageUndefined(StrictUndefined):
    """Loud for a misspelt name or field; quiet for a missing key of a dict, and for a macro called without a block.

    GOV.UK's macros ask a dict of parameters for keys that callers leave out; view models are no dicts and stay strict.
    """

    __slots__ = ()

    def __new__(cls, hint: str | None = None, obj: Any = missing, name: str | None = None, *rest: Any) -> Any:
        if type(obj) is dict or (name == "caller" and obj is missing):
            return Undefined(hint, obj, name)
        return super().__new__(cls)


class _Names(ChainMap[str, Any]):
    """A template's names over those of all. Every `import` of a page asks for the names; most templates have none."""

    def keys(self) -> KeysView[str]:
        own, every = self.maps
        return super().keys() if own else every.keys()


class PageEnvironment(FlaskEnvironment):
    """Jinja as Flask has it, quicker at pages that import many macros."""

    def make_globals(self, d: MutableMapping[str, Any] | None) -> _Names:
        return _Names({} if d is None else d, self.globals)


def make_strict(env: Environment) -> None:
    """Let a misspelt name fail in `env`, and give GOV.UK's macros the two names that they compare with."""
    env.undefined = PageUndefined
    env.globals.update(undefined=Undefined(), null=None)


def component_examples() -> dict[str, Any]:
    """Example values for `/components`, one entry for each macro. Every place, person and number in it is made up."""
    from codesign.web.component_examples import EXAMPLES

    return EXAMPLES
