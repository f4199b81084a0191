/* A button to copy a code, shown only where the browser allows it. */

for (const button of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent.trim());
    button.firstChild.textContent = button.dataset.done;
    button.parentElement.querySelector("[data-copy-said]").textContent = button.dataset.done;
  });
}
