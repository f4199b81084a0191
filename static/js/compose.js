/* The composer grows with what is written; Ctrl+Enter sends (Enter alone ends a line: half-written words must not go out). */

for (const box of document.querySelectorAll("[data-compose]")) {
  const fit = () => {
    box.rows = Math.min(6, Math.max(1, box.value.split("\n").length));
  };
  box.addEventListener("input", fit);
  box.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.isComposing) box.form.requestSubmit();
  });
  fit();
}
