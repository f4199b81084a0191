/* A form that came back: the tab says so, the summary takes focus, its links show question and answer together. */

const summary = document.querySelector("[data-error-summary]");

document.title = summary.dataset.title + document.title;
summary.focus({ preventScroll: true });
// With the question above it where both fit.
if (summary.getBoundingClientRect().top + scrollY < innerHeight / 2) scrollTo(0, 0);
else summary.scrollIntoView();

summary.addEventListener("click", (event) => {
  const link = event.target.closest("a[href^='#']");
  const goal = link && document.getElementById(link.hash.slice(1));
  if (!goal) return;
  event.preventDefault();
  const input = goal.matches("fieldset") ? goal.querySelector("input") : goal;
  input.focus({ preventScroll: true });
  (goal.closest(".field") || goal).scrollIntoView({ block: "center" });
});
