/* What is typed into a draft survives a lost signal and a closed page: it stays in this tab until the next step has come. */

const PREFIX = "keep:";
const box = document.querySelector("[data-keep]");
const form = box.querySelector("form");
const key = PREFIX + location.pathname;
const SECRET = new Set(["csrf_token", "once", "seen", "password"]);

function typed() {
  return [...new FormData(form)].filter(([name, value]) => !SECRET.has(name) && typeof value === "string");
}

function restore(answers) {
  for (const field of form.elements) {
    if (!field.name || SECRET.has(field.name) || field.type === "hidden") continue;
    const given = answers.filter(([name]) => name === field.name).map(([, value]) => value);
    if (field.type === "checkbox" || field.type === "radio") field.checked = given.includes(field.value);
    else if (given.length) field.value = given[0];
  }
}

for (const other of Object.keys(sessionStorage)) {
  if (other.startsWith(PREFIX) && other !== key) sessionStorage.removeItem(other); // the house has it now
}
const kept = JSON.parse(sessionStorage.getItem(key) || "null");
const returned = document.querySelector("[data-error-summary]");
if (kept && kept.version === box.dataset.keep && !returned) restore(kept.answers);

form.addEventListener("input", () => {
  sessionStorage.setItem(key, JSON.stringify({ version: box.dataset.keep, answers: typed() }));
});
form.addEventListener("submit", (event) => {
  const said = box.querySelector("[data-keep-said]");
  said.hidden = navigator.onLine;
  if (!navigator.onLine) event.preventDefault();
});
