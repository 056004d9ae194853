// Sharing out a total: counts what is left to give while someone types. The server counts again.

function number(typed) {
  const words = typed.replace(/[\s,£€$]/g, "");
  return words === "" ? 0 : Number(words);
}

function fill(words, name, value) {
  return words.replace(`%{${name}}`, value);
}

function watch(root) {
  const line = root.querySelector("[data-share-left]");
  const total = Number(root.dataset.share);
  const fields = [...root.querySelectorAll("input")];
  const amount = (left) => fill(root.dataset.amount, "n", Number(left.toFixed(2)).toLocaleString(document.documentElement.lang));
  let timer = null;

  const show = () => {
    const given = fields.reduce((sum, field) => sum + number(field.value), 0);
    const left = Math.round((total - given) * 100) / 100;
    line.hidden = Number.isNaN(left);
    if (line.hidden) return;
    const words = left === 0 ? root.dataset.wordsDone : fill(left > 0 ? root.dataset.wordsLeft : root.dataset.wordsOver, "amount", amount(Math.abs(left)));
    line.classList.toggle("shape-share__left--done", left === 0);
    line.classList.toggle("shape-share__left--over", left < 0);
    if (line.textContent !== words) line.textContent = words;
  };
  show();
  // A moment after the last key, so that a screen reader says one number and not every one on the way.
  root.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(show, 350);
  });
}

export function share() {
  for (const root of document.querySelectorAll("[data-share]")) watch(root);
}
