"""The kiosk that a device is: its cookie, and what every page shows because of it."""

from __future__ import annotations

import hmac
from typing import Any

from flask import Response, g, request, session, url_for

from codesign.consultations.ways_in import queries
from codesign.consultations.ways_in.queries import KioskHere
from codesign.web.identity import config, drop_cookie, new_participant_key, set_cookie
from codesign.web.policy import the_project

COOKIE = "kiosk"
COOKIE_DAYS = 180
IDLE_SECONDS = 120
"""After so long with nobody at it, a kiosk asks whether anyone is there; half a minute later it starts again."""
REFRESH_SECONDS = 600
"""The same where no script runs: then nothing can be asked, so it waits longer."""


def kiosk_here() -> KioskHere | None:
    """The kiosk of this device, when it is one and was not ended."""
    if "kiosk_here" not in g:
        key = request.cookies.get(config().cookie_name(COOKIE), "")
        g.kiosk_here = queries.kiosk_with(key) if 20 <= len(key) <= 100 else None
    found: KioskHere | None = g.kiosk_here
    return found


def is_marked() -> bool:
    """Whether this device was made a kiosk at some time, also one that was ended since."""
    return config().cookie_name(COOKIE) in request.cookies


def kiosk_for(ref: str) -> KioskHere | None:
    """The same, only where it serves this consultation."""
    kiosk = kiosk_here()
    return kiosk if kiosk is not None and kiosk.ref == ref and kiosk.project_id == the_project().id else None


def say_shared(shared: bool) -> None:
    """Remember, as long as this browser is open, whether others use this device: nothing is then kept on it."""
    if shared:
        session["shared_device"] = True
    else:
        session.pop("shared_device", None)


def is_shared() -> bool:
    """Whether others use this device too: it is a kiosk, or the person said so."""
    return kiosk_here() is not None or bool(session.get("shared_device"))


def kiosk_key(form_key: str) -> str:
    """The secret in a kiosk's address: 256 bits, the same again for the same form, so that two presses make one kiosk."""
    return hmac.new(config().secret_key.encode(), f"kiosk:{form_key}".encode(), "sha256").hexdigest()


def become_kiosk(response: Response, key: str) -> Response:
    """Make this device a kiosk. Whoever of the staff set it up is signed out here."""
    set_cookie(response, COOKIE, key, max_age=COOKIE_DAYS * 86400)
    drop_cookie(response, "staff")
    return forget_person(response)


def stop_being_kiosk(response: Response) -> Response:
    drop_cookie(response, COOKIE)
    return forget_person(response)


def forget_person(response: Response) -> Response:
    """Leave nothing of the last person on this device: no key, no language, nothing stored. The kiosk's cookie stays.

    What the signed cookie holds is emptied by `empty_session`, before a page with a form is drawn.
    """
    new_participant_key()  # whoever comes next begins with a key of their own, not with the first of this visit
    g.pop("new_participant_key", None)
    drop_cookie(response, "participant")
    if "lang" not in request.args:
        drop_cookie(response, "language")
    response.headers["Clear-Site-Data"] = '"storage"'
    return response


def empty_session() -> None:
    """Forget what the signed cookie holds: messages not yet shown, a receipt that was being read."""
    session.clear()


def start_clean() -> None:
    """The next person gets a key of their own."""
    empty_session()
    new_participant_key()


def around() -> dict[str, Any]:
    """For every page: where a kiosk goes back to, or nothing."""
    kiosk = kiosk_here() if request.blueprint is not None else None
    if kiosk is None:
        return {"kiosk": None}
    home = url_for("consultations_entrance.kiosk", project=kiosk.project, ref=kiosk.ref)
    end = url_for("consultations_entrance.end_turn", project=kiosk.project, ref=kiosk.ref)
    return {"kiosk": {"home": home, "end": end, "idle": IDLE_SECONDS, "refresh": REFRESH_SECONDS}}
