// Putting choices in order: the lists of places become buttons. The lists stay in the form and carry the answer.

function fill(words, values) {
  return Object.entries(values).reduce((text, [name, value]) => text.replace(`%{${name}}`, value), words);
}

function announce(words) {
  const live = document.getElementById("live");
  if (live) live.textContent = words;
}

class Rank {
  constructor(root) {
    this.root = root;
    this.order = root.querySelector("[data-rank-order]");
    this.rest = root.querySelector("[data-rank-rest]");
    this.last = Number(root.dataset.rankLast);
    this.items = [...root.querySelectorAll("[data-rank-item]")];
    for (const item of this.items) this.dress(item);
    // What already has a place stands first, in its order; equal places keep the order of the page.
    const placed = this.items.filter((item) => this.list(item).value);
    placed.sort((one, other) => this.list(one).value - this.list(other).value);
    this.order.append(...placed.slice(0, this.last));
    this.show();
    root.addEventListener("click", (event) => {
      const button = event.target.closest?.("[data-rank-act]");
      if (button) this.act(button.closest("[data-rank-item]"), button);
    });
  }

  list(item) {
    return item.querySelector("select");
  }

  words(item) {
    return item.querySelector("label").textContent.trim();
  }

  /** Buttons instead of the list of places. The id that an error links to goes to the first button. */
  dress(item) {
    const acts = document.createElement("span");
    acts.className = "shape-rank__acts";
    acts.append(item.querySelector("template").content.cloneNode(true));
    const list = this.list(item);
    acts.querySelector('[data-rank-act="add"]').id = list.id;
    list.removeAttribute("id");
    list.hidden = true;
    item.querySelector("label").removeAttribute("for");
    item.append(acts);
  }

  act(item, button) {
    if (button.getAttribute("aria-disabled") === "true") return;
    const act = button.dataset.rankAct;
    if (act === "add") this.order.append(item);
    if (act === "up") item.previousElementSibling?.before(item);
    if (act === "down") item.nextElementSibling?.after(item);
    if (act === "out") this.putBack(item);
    this.show();
    const place = [...this.order.children].indexOf(item) + 1;
    const words = place ? this.root.dataset.wordsPlaced : this.root.dataset.wordsOut;
    const full = act === "add" && this.full() && this.rest.children.length ? ` ${this.root.dataset.wordsFull}` : "";
    announce(fill(words, { choice: this.words(item), place, last: this.last }) + full);
    this.focus(item, button, act);
    this.list(item).dispatchEvent(new Event("change", { bubbles: true }));
  }

  /** Out of the order, and back to where it stood on the page. */
  putBack(item) {
    const after = this.items.slice(this.items.indexOf(item) + 1).find((other) => other.parentElement === this.rest);
    if (after) after.before(item);
    else this.rest.append(item);
  }

  full() {
    return this.order.children.length >= this.last;
  }

  /** The same button again where the choice now stands; after "add", the next choice that waits. */
  focus(item, button, act) {
    const next = act === "add" && !this.full() ? this.rest.querySelector('[data-rank-act="add"]') : null;
    const other = act === "out" ? item.querySelector('[data-rank-act="add"]') : item.querySelector('[data-rank-act="up"]');
    const target = act === "up" || act === "down" ? button : next ?? other;
    target.focus();
  }

  show() {
    const placed = [...this.order.children];
    for (const item of this.items) {
      const place = placed.indexOf(item) + 1;
      this.list(item).value = place ? String(place) : "";
      item.querySelector(".shape-rank__place").textContent = place || "";
      item.querySelector('[data-rank-act="up"]').setAttribute("aria-disabled", String(place === 1));
      item.querySelector('[data-rank-act="down"]').setAttribute("aria-disabled", String(place === placed.length));
    }
    const waiting = this.rest.children.length > 0;
    this.order.hidden = this.root.querySelector("[data-rank-title]").hidden = !placed.length;
    this.rest.hidden = !waiting;
    this.root.querySelector("[data-rank-rest-title]").hidden = !waiting || !placed.length;
    this.root.querySelector("[data-rank-full]").hidden = !(this.full() && waiting);
    this.root.classList.toggle("shape-rank--full", this.full());
  }
}

export function rank() {
  for (const root of document.querySelectorAll("[data-rank]")) new Rank(root);
}
