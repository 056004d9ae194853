"""The facts that stop a command: errors named for what is so, raised by rules and commands, shown by the web."""


class DomainError(Exception):
    """Something a person asked for cannot be done; `str(error)` is a sentence in English that says why."""


class NotFound(DomainError):
    """The thing is not in this project, or not for this person: the two look the same."""


class WrongStage(DomainError):
    """The activity is not taking this now: not yet open, closed, or past its step."""


class Refused(DomainError):
    """A rule of the field says no; the words say which and what to do."""


class InputError(DomainError):
    """A file or a call is wrong; the words say what and where (file, row, column)."""
