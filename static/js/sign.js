/* Drawing a signature. Without this the name is typed; with it, either. The points go along, the picture is made later.
   A page that comes back (a wrong code, a new one) carries the points, and they are drawn again. */

const box = document.querySelector("[data-pad]");
const Pad = globalThis.SignaturePad;

if (box && Pad) {
  const canvas = box.querySelector("[data-pad-canvas]");
  const strokes = document.querySelector("[data-pad-strokes]");
  const typed = document.querySelector("[data-pad-typed]");
  box.hidden = false;
  const shown = canvas.getBoundingClientRect();
  const ratio = Math.max(globalThis.devicePixelRatio || 1, 1);
  canvas.width = shown.width * ratio;
  canvas.height = shown.height * ratio;
  canvas.getContext("2d").scale(ratio, ratio);
  const pad = new Pad(canvas, { penColor: "#1b2430", minWidth: 1, maxWidth: 3 });
  const keep = () => {
    strokes.value = pad.isEmpty() || typed.value.trim() ? "" : JSON.stringify(pad.toData());
  };
  try {
    if (strokes.value) pad.fromData(JSON.parse(strokes.value));
  } catch {
    strokes.value = "";
  }
  pad.addEventListener("endStroke", keep);
  typed.addEventListener("input", keep);
  box.querySelector("[data-pad-clear]").addEventListener("click", () => {
    pad.clear();
    keep();
  });
  for (const carries of document.querySelectorAll("[data-pad-carries]")) {
    carries.form.addEventListener("submit", () => {
      carries.value = (carries.dataset.padCarries === "strokes" ? strokes : typed).value;
    });
  }
}
