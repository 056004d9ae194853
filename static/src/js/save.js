// The save line: says in words what happened to the last change, also with no connection, and tries again when it is back.
// A press on a button without signal is kept, and done once signal is back.

const SHAPES = { saving: "dot", saved: "dot", sent: "dot", offline: "no-signal", stay: "no-signal", held: "no-signal", kept: "no-signal", problem: "warning" };
const LIKE = { stay: "offline", held: "offline", kept: "offline" };
const TRY_AGAIN = 5000;

/** Puts the line into a state: its words come from its own data-words-… attributes, its shape from its templates. */
export function say(line, state) {
  if (!line || line.dataset.state === state) return;
  line.dataset.state = state;
  line.className = `shape-saved shape-saved--${LIKE[state] ?? state}`;
  line.querySelector(".shape-saved__words").textContent = line.dataset[`words${state[0].toUpperCase()}${state.slice(1)}`] ?? "";
  const shape = line.querySelector(`template[data-shape="${SHAPES[state]}"]`);
  line.querySelector(".shape-saved__shape").replaceChildren(...(shape ? [shape.content.cloneNode(true)] : []));
}

function lineOf(element) {
  const named = element?.closest?.("[data-saves-to]")?.dataset.savesTo;
  return (named && document.getElementById(named)) || document.querySelector('[data-save-line=""]');
}

/** Says where an answer is without signal: on the phone only what is written is kept, a choice only on the page itself. */
export function offline(form) {
  const line = lineOf(form);
  if (line?.dataset.state === "held") return;
  const written = [...(form?.querySelectorAll?.("textarea[name], input[name][data-kept]") ?? [])].some((field) => field.value.trim());
  say(line, form?.dataset?.draftKey && !written ? "stay" : "offline");
}

const isOffline = (line) => line && ["offline", "stay", "held"].includes(line.dataset.state);

let lost = false; // the last try found no way to the server, whatever the device says of its signal
let held = null;

export function watchSaving() {
  let waiting = null;
  let again = null;
  const saves = (event) => event.detail.elt?.closest?.("[data-saves]");
  document.addEventListener("htmx:beforeRequest", (event) => {
    const form = saves(event);
    if (form && !held) waiting = setTimeout(() => say(lineOf(form), "saving"), 400);
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    const form = saves(event);
    clearTimeout(waiting);
    if (!form) return;
    if (event.detail.successful) {
      lost = false;
      if (again === form) say(lineOf(form), "sent");
      again = null;
      form.dispatchEvent(new CustomEvent("codesign:saved", { bubbles: true }));
    } else if (event.detail.xhr?.status >= 400) {
      say(lineOf(form), "problem");
    }
  });
  const failed = (event) => {
    clearTimeout(waiting);
    if (event.detail.elt?.closest?.("[data-support], [data-quiet]")) return; // a press on Support has its own line
    const form = saves(event);
    if (form) lost = true;
    again = form || again;
    offline(form ?? event.detail.elt);
  };
  document.addEventListener("htmx:sendError", failed);
  document.addEventListener("htmx:timeout", failed);
  const form = () => document.querySelector("form[data-saves], form[data-draft-key]");
  window.addEventListener("offline", () => offline(form()));
  window.addEventListener("online", () => {
    if (held) return;
    const line = document.querySelector('[data-save-line=""]');
    // Words typed without signal may still wait for their first try: "all saved" is only said once the server has them.
    if (!again?.isConnected && isOffline(line)) again = document.querySelector("form[data-saves][hx-post]");
    if (again?.isConnected) again.dispatchEvent(new Event("change", { bubbles: true }));
    // Where nothing goes to the server before the button is pressed, there is nothing to be said.
    else if (isOffline(line)) say(line, document.querySelector("form[data-holds]:not([data-saves])") ? "idle" : "sent");
  });
  if (!navigator.onLine) offline(form());
}

/** Without signal a press on a button of a form with data-holds stays on the page; it is done when signal is back. */
export function holdWithoutSignal() {
  let timer = null;
  const goOn = () => {
    const { form, button } = held;
    held = null;
    lost = false;
    clearTimeout(timer);
    if (form.isConnected) form.requestSubmit(button);
  };
  const tryAgain = async () => {
    clearTimeout(timer);
    if (!held) return;
    try {
      await fetch(window.location.href, { method: "HEAD", cache: "no-store", signal: AbortSignal.timeout(8000) });
      if (held) goOn();
    } catch {
      timer = setTimeout(tryAgain, TRY_AGAIN);
    }
  };
  document.addEventListener(
    "submit",
    (event) => {
      const form = event.target;
      if (!form.matches("form[data-holds]") || (navigator.onLine && !lost)) return;
      event.preventDefault();
      held = { form, button: event.submitter };
      say(lineOf(form), "held");
      if (navigator.onLine) tryAgain();
    },
    true,
  );
  window.addEventListener("online", tryAgain);
  // Who writes on is not taken away from the page: the button is there to be pressed again.
  document.addEventListener("input", (event) => {
    if (!held?.form.contains(event.target)) return;
    const { form } = held;
    held = null;
    say(lineOf(form), "stay");
    offline(form);
  });
}
