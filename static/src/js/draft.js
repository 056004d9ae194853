// Keeps the free text of a form with data-draft-key on this device until the server has it, or for 14 days.
// Never on a shared device, and never a field marked data-never-kept (names, contacts, equality answers, passwords).
import { say } from "./save.js";

const PREFIX = "codesign.draft.";
const DAYS = 14;

function store() {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
}

function fields(form) {
  const kept = form.querySelectorAll("textarea[name], input[type=text][name], input:not([type])[name]");
  return [...kept].filter((field) => !field.closest("[data-never-kept]") && !field.autocomplete?.match(/name|email|tel/));
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

function put(form, shelf) {
  const words = {};
  for (const field of fields(form)) if (field.value.trim()) words[field.name] = field.value;
  const key = PREFIX + form.dataset.draftKey;
  if (Object.keys(words).length) shelf.setItem(key, JSON.stringify({ at: Date.now(), words }));
  else shelf.removeItem(key);
}

function bringBack(form, shelf) {
  let kept;
  try {
    kept = JSON.parse(shelf.getItem(PREFIX + form.dataset.draftKey));
  } catch {
    return;
  }
  for (const field of fields(form)) {
    const words = kept?.words?.[field.name];
    // What the server sent is newer than what this device kept, so only an empty field is filled.
    if (typeof words === "string" && !field.value) {
      field.value = words;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
  }
}

export function keepDrafts() {
  const shelf = store();
  if (!shelf) return;
  const shared = document.querySelector("[data-shared-device]");
  forgetOld(shelf, Boolean(shared));
  // A page that shows what the server accepted names the drafts that are done with.
  for (const done of document.querySelectorAll("[data-draft-done]")) {
    for (const key of done.dataset.draftDone.split(" ")) shelf.removeItem(PREFIX + key);
  }
  if (shared) return;
  for (const form of document.querySelectorAll("form[data-draft-key]")) bringBack(form, shelf);
  document.addEventListener("input", (event) => {
    const form = event.target.closest?.("form[data-draft-key]");
    if (!form) return;
    try {
      put(form, shelf);
      if (!navigator.onLine) say(document.querySelector("[data-save-line]"), "offline");
    } catch {
      say(document.querySelector("[data-save-line]"), "problem");
    }
  });
  document.addEventListener("codesign:saved", (event) => {
    const form = event.target.closest?.("form[data-draft-key]");
    if (form) shelf.removeItem(PREFIX + form.dataset.draftKey);
  });
}
