// A press on Support shows at once, and goes back when it did not save. Without signal it is kept on the phone, and sent
// when signal is back; on a shared device only the page keeps it.
import { say } from "./save.js";

const SHELF = "codesign.presses";
const DAYS = 14;
const TRY_AGAIN = 5000;

let kept = {}; // the last press of each button, by the address it goes to
let trying = null;

const line = () => document.querySelector('[data-save-line="presses"]');
const formOf = (event) => event.detail.elt?.closest?.("form[data-support]");

function shelf() {
  try {
    return document.querySelector("[data-shared-device]") ? null : window.localStorage;
  } catch {
    return null;
  }
}

function put() {
  try {
    if (Object.keys(kept).length) shelf()?.setItem(SHELF, JSON.stringify(kept));
    else shelf()?.removeItem(SHELF);
  } catch {
    // A full or closed store: the page itself still knows.
  }
}

function read() {
  try {
    const found = JSON.parse(shelf()?.getItem(SHELF) ?? "{}");
    const young = Object.entries(found).filter(([, press]) => Date.now() - press.at < DAYS * 86400000);
    kept = Object.fromEntries(young);
  } catch {
    kept = {};
  }
}

/** Draws the button as given or not given, the number with it. */
function show(form, given) {
  const button = form.querySelector("button");
  if ((button.getAttribute("aria-pressed") === "true") === given) return;
  button.setAttribute("aria-pressed", String(given));
  button.value = given ? "take-back" : "give";
  button.querySelector(".shape-support__word").textContent = given ? form.dataset.on : form.dataset.off;
  const count = button.querySelector(".shape-support__count");
  if (count) count.textContent = String(Math.max(Number(count.textContent) + (given ? 1 : -1), 0));
}

function problem(form, shown) {
  const words = form.querySelector(".shape-support__problem");
  if (words) words.hidden = !shown;
}

function keep(form, given) {
  kept[form.getAttribute("action")] = { value: given ? "give" : "take-back", at: Date.now() };
  put();
  show(form, given);
  say(line(), shelf() ? "kept" : "stay");
  if (navigator.onLine) later();
}

function later() {
  clearTimeout(trying);
  trying = setTimeout(sendKept, TRY_AGAIN);
}

async function sendKept() {
  clearTimeout(trying);
  const token = document.querySelector("input[name=csrf_token]")?.value;
  const waiting = Object.entries(kept);
  if (!waiting.length || !token) return;
  for (const [action, press] of waiting) {
    let answer;
    try {
      answer = await fetch(action, {
        method: "POST",
        headers: { "HX-Request": "true", "Content-Type": "application/x-www-form-urlencoded" },
        body: new URLSearchParams({ csrf_token: token, support: press.value }),
        signal: AbortSignal.timeout(15000),
      });
    } catch {
      later();
      return;
    }
    if (answer.status === 429 || answer.status >= 500) {
      later();
      return;
    }
    if (kept[action] === press) delete kept[action];
    put();
    const form = document.querySelector(`form[data-support][action="${CSS.escape(action)}"]`);
    if (form && (answer.ok || answer.status === 422)) swap(form, await answer.text());
    else if (form) undo(form, press.value !== "give");
  }
  if (!Object.keys(kept).length) say(line(), "sent");
}

/** Puts the server's button, and the number left, in place of what the page shows. */
function swap(form, words) {
  const answer = new DOMParser().parseFromString(words, "text/html");
  for (const id of [form.id, "budget-left"]) {
    const [old, fresh] = [document.getElementById(id), answer.getElementById(id)];
    if (!old || !fresh) continue;
    const held = old.contains(document.activeElement);
    fresh.removeAttribute("hx-swap-oob");
    fresh.querySelector("[autofocus]")?.removeAttribute("autofocus");
    old.replaceWith(fresh);
    window.htmx?.process(fresh);
    if (held) fresh.querySelector("button")?.focus();
  }
}

function undo(form, given) {
  show(form, given);
  problem(form, true);
}

export function support() {
  if (!document.querySelector("form[data-support]")) return;
  read();
  for (const form of document.querySelectorAll("form[data-support]")) {
    const press = kept[form.getAttribute("action")];
    if (press) show(form, press.value === "give");
  }
  const pressed = new WeakMap();
  document.addEventListener("htmx:beforeRequest", (event) => {
    const form = formOf(event);
    if (!form) return;
    const given = form.querySelector("button").getAttribute("aria-pressed") !== "true";
    problem(form, false);
    if (!navigator.onLine) {
      event.preventDefault();
      keep(form, given);
      return;
    }
    pressed.set(form, given);
    show(form, given);
  });
  const lost = (event) => {
    const form = formOf(event);
    if (form && pressed.has(form)) keep(form, pressed.get(form));
  };
  document.addEventListener("htmx:sendError", lost);
  document.addEventListener("htmx:timeout", lost);
  document.addEventListener("htmx:responseError", (event) => {
    const form = formOf(event);
    if (form && pressed.has(form)) undo(form, !pressed.get(form));
  });
  window.addEventListener("online", sendKept);
  if (navigator.onLine) sendKept();
}
