"""Every write of accounts: inviting, signing in and out, roles."""

from codesign.accounts.commands.invitations import (
    Accepted,
    accept_invitation,
    accept_invitation_as,
    invite,
    revoke_invitation,
)
from codesign.accounts.commands.people import (
    change_password,
    end_other_session,
    forget_second_factor,
    let_person_in,
    remove_role,
    stop_person,
)
from codesign.accounts.commands.signing_in import (
    answer_link_requests,
    ask_for_link,
    confirm_second_factor,
    enrol_second_factor,
    enter,
    refresh_password,
    sign_in_link,
    sign_out,
    use_link,
)

__all__ = [
    "Accepted",
    "accept_invitation",
    "accept_invitation_as",
    "answer_link_requests",
    "ask_for_link",
    "change_password",
    "confirm_second_factor",
    "end_other_session",
    "enrol_second_factor",
    "enter",
    "forget_second_factor",
    "invite",
    "let_person_in",
    "refresh_password",
    "remove_role",
    "revoke_invitation",
    "sign_in_link",
    "sign_out",
    "stop_person",
    "use_link",
]
