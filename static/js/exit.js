/* Quick exit: the page goes blank at once and does not stay behind the back button. Esc three times does the same. */

const WITHIN = 2000; // milliseconds for the three presses
const link = document.querySelector("[data-exit]");
let presses = [];

function leave(event) {
  event.preventDefault();
  document.title = "\u00a0";
  document.body.hidden = true;
  location.replace(link.href);
}

link.addEventListener("click", leave);
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  presses = [...presses.filter((at) => event.timeStamp - at < WITHIN), event.timeStamp];
  if (presses.length >= 3) leave(event);
});
