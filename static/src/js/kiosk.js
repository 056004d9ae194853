// A kiosk: asks whether anyone is still there, and starts again for the next person.

const WARNING = 30000;
const SIGNS = ["pointerdown", "keydown", "input", "scroll", "touchmove"];

export function watchKiosk() {
  const asking = document.querySelector("dialog[data-kiosk-idle]");
  if (!asking) return;
  const idle = Number(asking.dataset.kioskIdle) * 1000 || 120000;
  const form = asking.querySelector("form");
  let timer = null;

  const leave = () => {
    // Without signal the form would end on an error page that nobody could leave: try again later.
    if (navigator.onLine) form.submit();
    else timer = setTimeout(leave, 5000);
  };
  const ask = () => {
    asking.showModal();
    timer = setTimeout(leave, WARNING);
  };
  const here = () => {
    if (asking.open) return;
    clearTimeout(timer);
    timer = setTimeout(ask, idle);
  };
  for (const sign of SIGNS) document.addEventListener(sign, here, { capture: true, passive: true });
  asking.querySelector("[data-kiosk-stay]").addEventListener("click", () => asking.close());
  asking.addEventListener("close", () => {
    clearTimeout(timer);
    here();
  });
  here();
}
