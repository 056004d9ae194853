// The Listen button: a recorded voice where the question has one, else the device's own, in each line's language. It
// reads the question, its hint and each option, and never starts by itself.

const READ = [
  ".govuk-fieldset__heading, .govuk-label--l, .govuk-label--m, h1, .govuk-hint, .shape-told p, .shape-told li",
  ".govuk-checkboxes__label, .govuk-radios__label, .shape-rank__label, .shape-share__label",
].join(", ");
const OPTION = ".govuk-checkboxes__item, .govuk-radios__item, .shape-rank__item, .shape-share__item";

const first = (tag) => tag.toLowerCase().split(/[-_]/)[0];
const languageOf = (element) => {
  const marked = element.children.length === 1 && element.firstElementChild.lang ? element.firstElementChild : element;
  return marked.closest("[lang]").lang;
};

// What there is to hear, in order: a recording stands for everything in its question.
function pieces() {
  const found = [];
  let option = 0;
  for (const element of document.querySelectorAll("#main :is(" + READ + ")")) {
    if (!element.offsetParent || element.parentElement.closest(READ) || element.closest(".govuk-error-summary, [data-saves] #saved")) continue;
    const clip = element.closest("[data-clip]");
    if (clip) {
      if (found.at(-1)?.mark !== clip) found.push({ mark: clip, clip: clip.dataset.clip });
      continue;
    }
    const words = element.textContent.trim().replace(/\s+/g, " ");
    const choice = element.closest(OPTION);
    option = choice ? option + 1 : 0;
    found.push({ mark: choice ?? element, words: choice ? `${option}. ${words}` : words, language: languageOf(element) });
  }
  return found;
}

export function listen() {
  const button = document.querySelector("[data-listen]");
  const device = window.speechSynthesis;
  if (!button) return;
  let reading = 0; // grows with each press, so that what an older press started stays silent
  let sound = null;

  const voiceFor = (language) => (device?.getVoices() ?? []).find((known) => first(known.lang) === first(language));
  const heard = () => pieces().filter((piece) => piece.clip || voiceFor(piece.language));
  const show = () => {
    // The question itself must be heard: our own words round it in another language are not enough.
    const [question] = document.querySelectorAll("#main .shape-asked :is(" + READ + "), #main h1");
    button.hidden = !document.querySelector("#main [data-clip]") && !(question && voiceFor(languageOf(question)));
  };
  const label = button.querySelector("span");
  const stop = () => {
    reading += 1;
    device?.cancel();
    sound?.pause();
    sound = null;
    button.setAttribute("aria-pressed", "false");
    label.textContent = button.dataset.wordsListen;
    for (const marked of document.querySelectorAll(".shape-reading")) marked.classList.remove("shape-reading");
  };
  const read = (queue, turn) => {
    if (turn !== reading) return;
    const [piece, ...rest] = queue;
    if (!piece) {
      stop();
      return;
    }
    let over = false; // a sound that cannot be played says so twice
    const done = () => {
      if (over) return;
      over = true;
      piece.mark.classList.remove("shape-reading");
      read(rest, turn);
    };
    piece.mark.classList.add("shape-reading");
    if (piece.clip) {
      sound = new Audio(piece.clip); // loaded now, on the press
      sound.addEventListener("ended", done, { once: true });
      sound.addEventListener("error", done, { once: true });
      sound.play().catch(done);
      return;
    }
    const spoken = new SpeechSynthesisUtterance(piece.words);
    spoken.lang = piece.language;
    spoken.voice = voiceFor(piece.language) ?? null;
    spoken.onend = spoken.onerror = done;
    device.speak(spoken);
  };

  show();
  device?.addEventListener?.("voiceschanged", show);
  button.addEventListener("click", () => {
    if (button.getAttribute("aria-pressed") === "true") {
      stop();
      return;
    }
    reading += 1;
    button.setAttribute("aria-pressed", "true");
    label.textContent = button.dataset.wordsStop;
    read(heard(), reading);
  });
  window.addEventListener("pagehide", stop);
}
