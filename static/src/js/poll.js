// Live rooms: asks for a region again and again, takes it only when it changed, and counts clocks down in between.

const SLOWEST = 30000;

function word(state) {
  for (const element of document.querySelectorAll("[data-live-state]")) element.dataset.state = state;
  for (const element of document.querySelectorAll("[data-live-lost]")) element.hidden = state === "on";
}

/** Puts fresh markup in place of `element`, keeps focus by id, and leaves alone what a person is typing. */
function swap(element, markup) {
  const fresh = new DOMParser().parseFromString(markup, "text/html");
  const next = fresh.getElementById(element.id) ?? fresh.body.firstElementChild;
  if (!next) return element;
  const focused = element.contains(document.activeElement) ? document.activeElement.id : "";
  for (const news of fresh.querySelectorAll("[data-announce]")) announce(news.dataset.announce);
  if (window.Idiomorph) {
    window.Idiomorph.morph(element, next, { ignoreActiveValue: true });
  } else {
    element.replaceWith(next);
  }
  const now = document.getElementById(next.id) ?? next;
  window.htmx?.process?.(now);
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
  now.dispatchEvent(new CustomEvent("codesign:swapped", { bubbles: true }));
  return now;
}

let announced = "";

function announce(words) {
  const live = document.getElementById("live");
  if (live && words && words !== announced) live.textContent = words;
  announced = words;
}

/** Each element with id, data-poll-url and data-poll-seconds keeps itself fresh. 204 and 304 change nothing; 286 stops. */
function keepFresh(start) {
  const pause = Math.max(1, Number(start.dataset.pollSeconds) || 3) * 1000;
  const id = start.id;
  let tag = start.dataset.pollTag || "";
  let lost = 0;
  let timer = null;

  const again = () => {
    clearTimeout(timer);
    const spread = 0.9 + Math.random() * 0.2;
    timer = setTimeout(ask, Math.min(pause * 2 ** Math.min(lost, 4), Math.max(SLOWEST, pause)) * spread);
  };
  const ask = async () => {
    const element = document.getElementById(id);
    if (!element?.dataset.pollUrl) return;
    if (document.hidden && !element.hasAttribute("data-poll-hidden")) {
      again();
      return;
    }
    const headers = { "HX-Request": "true", ...(tag ? { "If-None-Match": tag } : {}) };
    try {
      const answer = await fetch(element.dataset.pollUrl, { headers, cache: "no-store", signal: AbortSignal.timeout(10000) });
      if (answer.status === 286) return;
      if (answer.status === 200) {
        tag = answer.headers.get("ETag") || "";
        swap(element, await answer.text());
      } else if (answer.status >= 400) {
        throw new Error(String(answer.status));
      }
      lost = 0;
      word("on");
    } catch {
      lost += 1;
      if (lost >= 2) word("joining");
    }
    again();
  };
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) {
      clearTimeout(timer);
      ask();
    }
  });
  window.addEventListener("online", () => {
    clearTimeout(timer);
    ask();
  });
  again();
}

export function poll() {
  for (const element of document.querySelectorAll("[data-poll-url][id]")) keepFresh(element);
}

/** Clocks with data-ends-at (ISO 8601 with zone) show minutes and seconds left; the server's own time is in data-now. */
export function countDown() {
  const skew = new WeakMap();
  const tick = () => {
    for (const clock of document.querySelectorAll("[data-ends-at]")) {
      if (!skew.has(clock)) skew.set(clock, clock.dataset.now ? Date.parse(clock.dataset.now) - Date.now() : 0);
      const left = Math.max(0, Math.round((Date.parse(clock.dataset.endsAt) - Date.now() - skew.get(clock)) / 1000));
      const words = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
      if (Number.isFinite(left) && clock.textContent !== words) clock.textContent = words;
    }
  };
  tick();
  setInterval(tick, 1000);
}
