/* Checks a file without sending it: its hash is computed here, and only the hash is asked of the register. */

const form = document.getElementById("verify-file");
const subtle = globalThis.crypto?.subtle; // only on https and on this machine itself

if (form && subtle) {
  form.querySelector("[data-verify-sent]").hidden = true;
  form.querySelector("[data-verify-local]").hidden = false;
  const said = form.querySelector("[data-verify-said]");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const file = form.querySelector("input[type=file]").files[0];
    const data = file && (await file.arrayBuffer());
    if (!data || !new TextDecoder("latin1").decode(data.slice(0, 1024)).includes("%PDF-")) {
      said.textContent = said.dataset.noPdf;
      return;
    }
    const digest = new Uint8Array(await subtle.digest("SHA-256", data));
    location.href = "/verify/file/" + [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  });
}
