// The save line: says in words what happened to the last change, also with no connection, and tries again when it is back.

/** Puts the line into a state: its words come from its own data-words-… attributes, its shape from its templates. */
export function say(line, state) {
  if (!line || line.dataset.state === state) return;
  const shapes = { saving: "dot", saved: "dot", sent: "dot", offline: "no-signal", problem: "warning" };
  line.dataset.state = state;
  line.className = `shape-saved shape-saved--${state}`;
  line.querySelector(".shape-saved__words").textContent = line.dataset[`words${state[0].toUpperCase()}${state.slice(1)}`] ?? "";
  const shape = line.querySelector(`template[data-shape="${shapes[state]}"]`);
  line.querySelector(".shape-saved__shape").replaceChildren(...(shape ? [shape.content.cloneNode(true)] : []));
}

function lineOf(element) {
  const named = element?.closest?.("[data-saves-to]")?.dataset.savesTo;
  return (named && document.getElementById(named)) || document.querySelector("[data-save-line]");
}

export function watchSaving() {
  let waiting = null;
  let again = null;
  const saves = (event) => event.detail.elt?.closest?.("[data-saves]");
  document.addEventListener("htmx:beforeRequest", (event) => {
    const form = saves(event);
    if (form) waiting = setTimeout(() => say(lineOf(form), "saving"), 400);
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    const form = saves(event);
    clearTimeout(waiting);
    if (!form) return;
    if (event.detail.successful) {
      if (again === form) say(lineOf(form), "sent");
      again = null;
      form.dispatchEvent(new CustomEvent("codesign:saved", { bubbles: true }));
    } else if (event.detail.xhr?.status >= 400) {
      say(lineOf(form), "problem");
    }
  });
  const lost = (event) => {
    clearTimeout(waiting);
    const form = saves(event);
    again = form || again;
    say(lineOf(event.detail.elt), "offline");
  };
  document.addEventListener("htmx:sendError", lost);
  document.addEventListener("htmx:timeout", lost);
  window.addEventListener("offline", () => say(document.querySelector("[data-save-line]"), "offline"));
  window.addEventListener("online", () => {
    const line = document.querySelector("[data-save-line]");
    // Words typed without signal may still wait for their first try: "all saved" is only said once the server has them.
    if (!again?.isConnected && line?.dataset.state === "offline") again = document.querySelector("form[data-saves][hx-post]");
    if (again?.isConnected) again.dispatchEvent(new Event("change", { bubbles: true }));
    else if (line?.dataset.state === "offline") say(line, "sent");
  });
  if (!navigator.onLine) say(document.querySelector("[data-save-line]"), "offline");
}
