// A room, live: what is said is stored and acknowledged; after a lost connection the gap is fetched by number.
const line = document.querySelector("[data-live]");
const list = document.querySelector("[data-chat]");
const form = document.querySelector(".composer form");
if (line && list && form && window.io) start();

function start() {
  const { channel, me } = line.dataset;
  const box = form.querySelector("textarea");
  let last = Number(line.dataset.after);
  let lost = false;
  let waiting = [];
  let reading;
  const socket = window.io({ transports: ["websocket", "polling"], tryAllTransports: true });

  const tell = (words) => { line.textContent = words; };

  const show = (message) => {
    if (message.seq <= last) return;
    if (message.after > last) return join(); // something in between has not come: ask for it, and for this one after it
    last = message.seq;
    waiting = waiting.filter((sent) => sent.client_id !== message.client_id);
    document.querySelector("[data-empty]")?.remove();
    list.append(item(message));
    list.lastElementChild.scrollIntoView({ block: "nearest" });
    clearTimeout(reading);
    reading = setTimeout(() => socket.emit("read", { channel, seq: last }), 1500);
  };

  const item = (message) => {
    const row = document.createElement("li");
    row.dataset.seq = message.seq;
    const when = new Date(message.at).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", timeZone: line.dataset.zone });
    if (message.kind === "system") {
      row.className = "msg-system";
      row.textContent = `${message.text} · ${when}`;
      return row;
    }
    row.className = message.member === me ? "msg msg-mine" : "msg";
    const meta = document.createElement("p");
    meta.className = "msg-meta";
    const name = document.createElement("b");
    name.className = "name";
    name.textContent = message.name;
    meta.append(name, ` ${message.role} · ${when}`);
    const bubble = document.createElement("div");
    bubble.className = "bubble";
    bubble.textContent = message.text;
    row.append(meta, bubble);
    return row;
  };

  const join = () => socket.emit("join", { channel, after: last }, (answer) => {
    if (!answer.ok) return tell(line.dataset.closed);
    waiting.forEach(send);
    tell(lost ? line.dataset.back : "");
    lost = false;
  });

  const send = (sent) => socket.emit("say", { channel, ...sent }, (answer) => {
    if (answer.ok) { waiting = waiting.filter((one) => one.client_id !== sent.client_id); return; }
    if (answer.again) return setTimeout(() => socket.connected && send(sent), 3000);
    waiting = waiting.filter((one) => one.client_id !== sent.client_id);
    if (!box.value) box.value = sent.text;
    tell(answer.why || line.dataset.failed);
  });

  list.lastElementChild?.scrollIntoView({ block: "end" });
  socket.on("connect", join);
  socket.on("disconnect", () => { lost = true; tell(line.dataset.lost); });
  socket.on("news", (message) => { if (message.channel === channel) show(message); });
  socket.on("closed", (what) => { if (what.channel === channel) { tell(line.dataset.closed); form.hidden = true; } });

  form.addEventListener("submit", (event) => {
    if (!socket.connected && !lost) return; // never connected: the form posts itself
    event.preventDefault();
    const text = box.value.trim();
    if (!text) return;
    const sent = { client_id: crypto.randomUUID(), text };
    waiting.push(sent);
    box.value = "";
    box.dispatchEvent(new Event("input"));
    if (socket.connected) send(sent);
  });
}
