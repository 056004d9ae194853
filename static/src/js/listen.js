// The Listen button: reads the question, its hint and each option in the device's own voice. It never starts by itself.

const READ = ".govuk-fieldset__heading, .govuk-label--l, h1, .govuk-hint, .govuk-checkboxes__label, .govuk-radios__label";

function lines() {
  let option = 0;
  return [...document.querySelectorAll("#main :is(" + READ + ")")]
    .filter((element) => element.offsetParent && !element.parentElement.closest(READ))
    .map((element) => {
      const words = element.textContent.trim().replace(/\s+/g, " ");
      const choice = element.closest(".govuk-checkboxes__item, .govuk-radios__item");
      if (choice) option += 1;
      return { mark: choice ?? element, words: choice ? `${option}. ${words}` : words };
    });
}

export function listen() {
  const button = document.querySelector("[data-listen]");
  const voice = window.speechSynthesis;
  if (!button || !voice) return;
  const language = document.documentElement.lang;
  let reading = false;

  const show = () => {
    button.hidden = !voice.getVoices().some((known) => known.lang.toLowerCase().startsWith(language.toLowerCase()));
  };
  const label = button.querySelector("span");
  const stop = () => {
    reading = false;
    voice.cancel();
    button.setAttribute("aria-pressed", "false");
    label.textContent = button.dataset.wordsListen;
    for (const marked of document.querySelectorAll(".shape-reading")) marked.classList.remove("shape-reading");
  };
  const read = (queue) => {
    const [line, ...rest] = queue;
    if (!reading || !line) {
      stop();
      return;
    }
    const spoken = new SpeechSynthesisUtterance(line.words);
    spoken.lang = language;
    line.mark.classList.add("shape-reading");
    spoken.onend = spoken.onerror = () => {
      line.mark.classList.remove("shape-reading");
      if (reading) read(rest);
    };
    voice.speak(spoken);
  };

  show();
  voice.addEventListener?.("voiceschanged", show);
  button.addEventListener("click", () => {
    if (reading) {
      stop();
      return;
    }
    reading = true;
    button.setAttribute("aria-pressed", "true");
    label.textContent = button.dataset.wordsStop;
    read(lines());
  });
  window.addEventListener("pagehide", stop);
}
