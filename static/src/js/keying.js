// The entry screen for paper and calls: number keys tick boxes, Enter goes on. Loaded before app.js, so that lists of
// places and counters stay the plain fields that keys are fastest in.
const form = document.querySelector("form[data-keying]");
const WAIT = 700;

/** Fields one after the other as keys meet them: a list of radios or boxes of one name is one stop. */
function stops() {
  const found = [];
  const seen = new Set();
  for (const field of form.querySelectorAll("input, textarea, select, button[type=submit]")) {
    if (field.type === "hidden" || field.disabled || !field.getClientRects().length) continue;
    const many = field.type === "radio" || field.type === "checkbox";
    if (many && seen.has(field.name)) continue;
    if (many) seen.add(field.name);
    found.push(many ? groupOf(field) : [field]);
  }
  return found;
}

/** All visible radios or boxes of the same name, in order. */
function groupOf(field) {
  const same = [...form.querySelectorAll(`input[name="${CSS.escape(field.name)}"]`)];
  // Missing pages share a name but stand apart.
  return field.name === "missing" ? [field] : same.filter((one) => one.getClientRects().length);
}

function stopOf(field, all) {
  return all.findIndex((group) => group.includes(field));
}

function focusOn(group) {
  const field = group.find((one) => one.checked) || group[0];
  field.focus();
  if (field.select && field.type !== "radio" && field.type !== "checkbox") field.select();
  field.closest(".shape-keying__question, .govuk-form-group, .shape-keying__page")?.scrollIntoView({ block: "nearest" });
}

function move(field, by) {
  const all = stops();
  const next = all[stopOf(field, all) + by];
  if (next) focusOn(next);
}

function tick(field, on) {
  if (field.checked === on) return;
  if (field.type === "checkbox" || on) {
    field.click();
    return;
  }
  // Nothing that a mouse does takes the tick of a radio away.
  field.checked = false;
  field.dispatchEvent(new Event("change", { bubbles: true }));
}

/** Ticks the box with this number. Beyond nine, two keys in a row make one number. */
function choose(field, digit, state) {
  const group = groupOf(field);
  const now = Date.now();
  const goesOn = group.length > 9 && state.field === group[0] && now - state.at < WAIT;
  const before = goesOn ? state.typed : "";
  const typed = before + digit;
  let place = Number(typed);
  if (before && place > group.length) place = Number(digit);
  else if (before && state.ticked) tick(state.ticked, false);
  if (typed === "0") {
    for (const one of group) tick(one, false);
    return { field: group[0], typed: "", at: now, ticked: null };
  }
  const box = group[place - 1];
  if (!box) return { field: group[0], typed: "", at: now, ticked: null };
  const on = box.type === "radio" ? true : !box.checked;
  tick(box, on);
  box.focus();
  return { field: group[0], typed: String(place), at: now, ticked: on ? box : null };
}

/** The number that ticks each box stands beside it. */
function label() {
  const counts = new Map();
  for (const box of form.querySelectorAll("input[type=radio], input[type=checkbox]")) {
    if (box.name === "missing") continue;
    const place = (counts.get(box.name) || 0) + 1;
    counts.set(box.name, place);
    const words = form.querySelector(`label[for="${CSS.escape(box.id)}"]`);
    if (!words) continue;
    const key = document.createElement("span");
    key.className = "shape-keying__key";
    key.setAttribute("aria-hidden", "true");
    key.textContent = String(place);
    words.prepend(key);
  }
}

if (form) {
  for (const list of form.querySelectorAll("[data-rank], [data-share]")) {
    delete list.dataset.rank;
    delete list.dataset.share;
  }
  label();
  document.documentElement.classList.add("shape-keying-on");
  let state = { field: null, typed: "", at: 0, ticked: null };
  form.addEventListener("keydown", (event) => {
    const field = event.target;
    if (event.isComposing) return;
    if (event.key === "Enter") {
      if (event.ctrlKey || event.metaKey) {
        event.preventDefault();
        form.requestSubmit();
      } else if (field.matches("button, a")) {
        return;
      } else if (event.shiftKey) {
        if (field.tagName === "TEXTAREA") return;
        event.preventDefault();
        move(field, -1);
      } else {
        event.preventDefault();
        move(field, 1);
      }
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (/^[0-9]$/.test(event.key) && (field.type === "radio" || field.type === "checkbox")) {
      event.preventDefault();
      state = choose(field, event.key, state);
    }
  });
  const first = stops().find((group) => group[0].name !== "missing");
  if (first && !document.querySelector(".govuk-error-summary")) focusOn(first);
}
