/* How many characters are left, as people count them; read out only after a pause in typing. */

const PAUSE = 1200; // milliseconds

function count(input) {
  const line = document.getElementById(input.dataset.counter);
  const left = Number(input.dataset.most) - [...input.value].length;
  const words = left < 0 ? line.dataset.over : line.dataset.left;
  line.textContent = words.replace("{n}", Math.abs(left));
  line.classList.toggle("counter-over", left < 0);
  return line.textContent;
}

for (const input of document.querySelectorAll("[data-counter]")) {
  const said = document.querySelector(`[data-counter-said="${input.dataset.counter}"]`);
  let timer;
  input.addEventListener("input", () => {
    const words = count(input);
    clearTimeout(timer);
    timer = setTimeout(() => { said.textContent = words; }, PAUSE);
  });
  if (input.value) count(input);
}
