/* 长辈版 at once, without leaving a half-filled form; the choice is sent in the background and kept by the server. */

const root = document.documentElement;

for (const form of document.querySelectorAll("[data-prefer=look]")) {
  const button = form.querySelector("button[name=look]");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const data = new FormData(form, button);
    data.delete("once"); // this page stays, and its button may be pressed again
    const wanted = button.value;
    const answer = await fetch(form.action, { method: "POST", body: data, redirect: "manual" }).catch(() => null);
    if (!answer || (answer.type !== "opaqueredirect" && !answer.ok)) {
      location.reload(); // the page was open too long: a fresh one carries a fresh token
      return;
    }
    root.dataset.look = wanted;
    const other = wanted === "normal" ? "elder" : "normal";
    button.value = other;
    button.querySelector("span").textContent = button.dataset[other];
  });
}
