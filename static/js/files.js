/* Chosen files shown before sending. A photo over the limit is drawn smaller; the page says so, the phone keeps the original. */

const EDGE = 2400; // longest side in pixels: a document stays legible
const QUALITY = 0.85;

async function smaller(file, most) {
  if (!most || file.size <= most || !/^image\/(jpeg|png|webp)$/.test(file.type)) return file;
  const picture = await createImageBitmap(file);
  const scale = Math.min(1, EDGE / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
  if (!blob || blob.size >= file.size) return file;
  return new File([blob], file.name.replace(/\.\w+$/, "") + ".jpg", { type: "image/jpeg" });
}

function row(file, shrunk) {
  const item = document.createElement("li");
  if (/^image\/(jpeg|png|webp|gif)$/.test(file.type)) {
    const picture = document.createElement("img");
    picture.alt = "";
    picture.src = URL.createObjectURL(file);
    picture.onload = () => URL.revokeObjectURL(picture.src);
    item.append(picture);
  }
  const name = document.createElement("span");
  name.textContent = `${file.name} · ${Math.max(1, Math.round(file.size / 1024))} KB${shrunk ? ` · ${shrunk}` : ""}`;
  item.append(name);
  return item;
}

/* The question about what files show stands there when files do; answered or with a mistake beside it, it stays. */
function ask(input) {
  const question = document.querySelector(`[data-asked-of="${input.id}"]`);
  if (question) question.hidden = !input.files.length && !question.querySelector(":checked, .field-error");
}

for (const input of document.querySelectorAll("[data-files]")) {
  ask(input);
  const list = document.getElementById(input.dataset.files);
  input.addEventListener("change", async () => {
    const chosen = [...input.files];
    const sent = await Promise.all(chosen.map((file) => smaller(file, Number(input.dataset.shrinkOver)).catch(() => file)));
    if (sent.some((file, n) => file !== chosen[n])) {
      const box = new DataTransfer();
      sent.forEach((file) => box.items.add(file));
      input.files = box.files;
    }
    list.replaceChildren(...sent.map((file, n) => row(file, file !== chosen[n] && list.dataset.shrunk)));
    list.hidden = sent.length === 0;
    ask(input);
  });
}
