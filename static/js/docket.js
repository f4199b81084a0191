/* The docket by keyboard: / search, j k move, Enter opens (the link has focus), ? explains. Can be turned off (WCAG 2.1.4). */

const KEPT = "docket-keys";
const dialog = document.querySelector("[data-keys]");
const toggle = dialog.querySelector("[data-keys-on]");
const line = document.querySelector("[data-keys-line]");

function move(by) {
  const rows = [...document.querySelectorAll("[data-row]")];
  if (!rows.length) return;
  const here = rows.findIndex((row) => row.closest("tr").contains(document.activeElement));
  const start = rows.findIndex((row) => row.closest("tr").hasAttribute("aria-current"));
  const from = here >= 0 ? here : start;
  const goal = from < 0 ? 0 : Math.min(rows.length - 1, Math.max(0, from + by));
  rows[goal].focus();
}

const KEYS = {
  "/": () => document.querySelector("[data-search]")?.focus(),
  j: () => move(1),
  k: () => move(-1),
  "?": () => dialog.showModal(),
};

function typing(target) {
  return target.matches("textarea, select, [contenteditable], input:not([type=checkbox], [type=radio])");
}

toggle.checked = localStorage.getItem(KEPT) !== "off";
toggle.addEventListener("change", () => localStorage.setItem(KEPT, toggle.checked ? "on" : "off"));
line.hidden = false;
line.querySelector("[data-keys-open]").addEventListener("click", () => dialog.showModal());

document.addEventListener("keydown", (event) => {
  const act = KEYS[event.key];
  if (!act || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (!toggle.checked || dialog.open || typing(event.target)) return;
  event.preventDefault();
  act();
});
