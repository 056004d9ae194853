// Says at once that a file is too big, before it is sent over somebody's mobile data; the server says so as well.
export function watchFiles() {
  document.addEventListener("change", (event) => {
    const field = event.target;
    if (!field.matches?.("input[type=file][data-largest]")) return;
    const line = document.getElementById(`${field.id}-large`);
    const large = [...field.files].some((file) => file.size > Number(field.dataset.largest));
    line.hidden = !large;
    line.textContent = large ? field.dataset.wordsLarge : "";
    if (large) field.value = "";
  });
}
