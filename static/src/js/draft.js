// Keeps the free text of a form with data-draft-key on this device until the server has it, or for 14 days.
// Only what is written in text areas and in lines marked data-kept, never on a shared device, and never a field marked data-never-kept (names,
// contacts, equality answers, passwords).
import { offline, say } from "./save.js";

const PREFIX = "codesign.draft.";
const DAYS = 14;
const MOST_SEEN = 6;

/** What the server may hold of each field, by form: as the page came, and as it was sent since. */
const seenBy = new WeakMap();
/** What is on its way to the server, by form. */
const sentBy = new WeakMap();

function store() {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
}

const nameOf = (form) => PREFIX + form.dataset.draftKey;

function fields(form) {
  return [...form.querySelectorAll("textarea[name], input[name][data-kept]")].filter((field) => !field.closest("[data-never-kept]"));
}

function typed(form) {
  return Object.fromEntries(fields(form).map((field) => [field.name, field.value]));
}

function seen(form) {
  if (!seenBy.has(form)) seenBy.set(form, Object.fromEntries(fields(form).map((field) => [field.name, [field.defaultValue]])));
  return seenBy.get(form);
}

/** The server tidies white space and accents, so words are compared without them. */
const tidy = (words) => words.normalize("NFC").replace(/\s+/g, " ").trim();

/** From here on the server may hold what the fields say now, even if its answer is lost. */
function leaves(form) {
  const words = typed(form);
  for (const [name, values] of Object.entries(seen(form))) {
    seen(form)[name] = [...values.filter((value) => value !== words[name]), words[name]].slice(-MOST_SEEN);
  }
  sentBy.set(form, words);
}

function forgetOld(shelf, everything) {
  for (const key of Object.keys(shelf).filter((name) => name.startsWith(PREFIX))) {
    let kept = 0;
    try {
      kept = JSON.parse(shelf.getItem(key)).at;
    } catch {
      kept = 0;
    }
    if (everything || !(Date.now() - kept < DAYS * 86400000)) shelf.removeItem(key);
  }
}

/** Forgets the drafts named, each by its whole name, or all whose names begin with one that ends in a dot. */
function forget(shelf, names) {
  for (const name of names.split(" ").filter(Boolean)) {
    const gone = Object.keys(shelf).filter((key) => key === PREFIX + name || (name.endsWith(".") && key.startsWith(PREFIX + name)));
    for (const key of gone) shelf.removeItem(key);
  }
}

function put(form, shelf) {
  const words = Object.fromEntries(Object.entries(typed(form)).filter(([, value]) => value.trim()));
  if (Object.keys(words).length) shelf.setItem(nameOf(form), JSON.stringify({ at: Date.now(), words, seen: seen(form) }));
  else shelf.removeItem(nameOf(form));
}

function bringBack(form, shelf) {
  let kept;
  try {
    kept = JSON.parse(shelf.getItem(nameOf(form)));
  } catch {
    return;
  }
  if (!kept?.words) return;
  let brought = false;
  for (const field of fields(form)) {
    const words = kept.words[field.name];
    if (typeof words !== "string" || tidy(words) === tidy(field.value)) continue;
    // What the server says is older only if this device saw it before, or sent it; else it was changed elsewhere since.
    const known = kept.seen?.[field.name]?.map(tidy) ?? [];
    if (field.value && !known.includes(tidy(field.value))) continue;
    seen(form);
    field.value = words;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    brought = true;
  }
  if (!brought) shelf.removeItem(nameOf(form));
}

export function keepDrafts() {
  const shelf = store();
  if (!shelf) return;
  const shared = document.querySelector("[data-shared-device]");
  forgetOld(shelf, Boolean(shared));
  // A page that shows what the server accepted names the drafts that are done with.
  for (const done of document.querySelectorAll("[data-draft-done]")) forget(shelf, done.dataset.draftDone);
  if (shared) return;
  for (const form of document.querySelectorAll("form[data-draft-key]")) bringBack(form, shelf);
  document.addEventListener("input", (event) => {
    const form = event.target.closest?.("form[data-draft-key]");
    if (!form) return;
    try {
      put(form, shelf);
      if (!navigator.onLine) offline(form);
    } catch {
      say(document.querySelector("[data-save-line]"), "problem");
    }
  });
  document.addEventListener("htmx:beforeRequest", (event) => {
    const form = event.detail.elt?.closest?.("form[data-draft-key]");
    if (form) leaves(form);
  });
  document.addEventListener("submit", (event) => {
    const form = event.target;
    const pressed = event.submitter?.name === "go" ? event.submitter.value : "";
    if (form.dataset.draftForget && pressed === "again") forget(shelf, form.dataset.draftForget);
    if (!form.dataset.draftKey || event.defaultPrevented) return;
    leaves(form);
    if (pressed === "clear") shelf.removeItem(nameOf(form));
    else if (shelf.getItem(nameOf(form))) put(form, shelf);
  });
  document.addEventListener("codesign:saved", (event) => {
    const form = event.target.closest?.("form[data-draft-key]");
    if (!form) return;
    const sent = sentBy.get(form) ?? {};
    // Words typed while these were on their way are not with the server yet.
    if (Object.entries(typed(form)).every(([name, value]) => sent[name] === value)) shelf.removeItem(nameOf(form));
    else put(form, shelf);
  });
}
