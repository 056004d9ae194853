// What every page runs: GOV.UK components, the save line, drafts, the device's voice, rankings, shares, live rooms.
import { CharacterCount } from "govuk-frontend/dist/govuk/components/character-count/character-count.mjs";
import { Checkboxes } from "govuk-frontend/dist/govuk/components/checkboxes/checkboxes.mjs";
import { ErrorSummary } from "govuk-frontend/dist/govuk/components/error-summary/error-summary.mjs";
import { NotificationBanner } from "govuk-frontend/dist/govuk/components/notification-banner/notification-banner.mjs";
import { Radios } from "govuk-frontend/dist/govuk/components/radios/radios.mjs";
import { SkipLink } from "govuk-frontend/dist/govuk/components/skip-link/skip-link.mjs";
import { keepDrafts } from "./draft.js";
import { watchKiosk } from "./kiosk.js";
import { watchFiles } from "./files.js";
import { listen } from "./listen.js";
import { countDown, poll } from "./poll.js";
import { rank } from "./rank.js";
import { holdWithoutSignal, watchSaving } from "./save.js";
import { share } from "./share.js";
import { support } from "./support.js";

/** Radios that open a field say aria-expanded, which ARIA does not allow on a radio: the field follows it anyway. */
class PlainRadios extends Radios {
  syncConditionalRevealWithInputState(input) {
    super.syncConditionalRevealWithInputState(input);
    input.removeAttribute("aria-expanded");
  }
}

const COMPONENTS = {
  "govuk-character-count": CharacterCount,
  "govuk-checkboxes": Checkboxes,
  "govuk-error-summary": ErrorSummary,
  "govuk-notification-banner": NotificationBanner,
  "govuk-radios": PlainRadios,
  "govuk-skip-link": SkipLink,
};

/** Starts every component inside `scope` that has not been started yet. */
function start(scope) {
  for (const [name, Component] of Object.entries(COMPONENTS)) {
    const found = scope.querySelectorAll(`[data-module="${name}"]:not([data-${name}-init])`);
    const own = scope.matches?.(`[data-module="${name}"]:not([data-${name}-init])`) ? [scope] : [];
    for (const element of [...own, ...found]) {
      try {
        new Component(element);
      } catch (problem) {
        console.warn(problem);
      }
    }
  }
}

/** A press on Enter or Space twice in a row must not send a form twice. */
function sendOnce() {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || event.defaultPrevented) return;
    if (form.dataset.sending === "true") {
      event.preventDefault();
      return;
    }
    form.dataset.sending = "true";
    setTimeout(() => delete form.dataset.sending, 4000);
  });
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sending]")) delete form.dataset.sending;
  });
}

/** The language list closes when a person presses Escape or anywhere else. */
function closeOutside() {
  document.addEventListener("click", (event) => {
    for (const open of document.querySelectorAll("details[data-close-outside][open]")) {
      if (!open.contains(event.target)) open.open = false;
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const open of document.querySelectorAll("details[data-close-outside][open]")) {
      open.open = false;
      open.querySelector("summary").focus();
    }
  });
}

/** Buttons that only scripts can serve: print, and copy the text of another element. */
function smallButtons() {
  document.addEventListener("click", async (event) => {
    const button = event.target.closest?.("[data-print], [data-copy]");
    if (!button) return;
    if (button.hasAttribute("data-print")) {
      window.print();
      return;
    }
    const from = document.getElementById(button.dataset.copy);
    await navigator.clipboard?.writeText(from.value ?? from.textContent.trim());
    const said = document.getElementById("live");
    if (said && button.dataset.copied) said.textContent = button.dataset.copied;
  });
}

start(document);
document.addEventListener("htmx:afterSettle", (event) => start(event.detail.elt ?? document));
document.addEventListener("htmx:oobAfterSwap", (event) => start(event.detail.elt ?? document));
document.addEventListener("codesign:swapped", (event) => start(event.target));
// Not "beforeRequest": a request that is held back without signal never ends.
document.addEventListener("htmx:beforeSend", (event) => event.detail.target?.setAttribute?.("aria-busy", "true"));
document.addEventListener("htmx:afterRequest", (event) => event.detail.target?.removeAttribute?.("aria-busy"));
sendOnce();
closeOutside();
smallButtons();
watchSaving();
holdWithoutSignal();
watchFiles();
keepDrafts();
listen();
rank();
share();
support();
poll();
countDown();
watchKiosk();
