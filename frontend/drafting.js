// 公文工具 and the text of a document: a file that is dropped is looked through at once, a finding leads to its place,
// and what is typed is kept. The editor and what it asks of the server are loaded where there is a text to write.

import "./styles/drafting.css";
import "./styles/beside.css";
import "./parts/insert.js";
import { keep, keyOf, restore, shelve, shelved } from "./drafting/saving.js";

const PAUSE = 500;
const RETRY = 5000;
const given = document.getElementById("given");
const draft = document.getElementById("drafting");
const isServed = Boolean(draft && "keptAt" in draft.dataset);
const key = keyOf(isServed ? location.pathname : "");
let timer;

function say(sentence) {
  document.getElementById("kept").textContent = sentence;
}

/** A document's text is kept by the server, for every machine that its writer sits at. */
async function save() {
  clearTimeout(timer);
  const { said, again } = await keep(draft, key);
  say(said);
  if (again) timer = setTimeout(save, RETRY);
}

const shelveHere = () => say(shelve(draft, key) ? "所写内容已留在本机，刷新页面不会丢失" : "");

function begin() {
  const isReload = performance.getEntriesByType("navigation")[0]?.type === "reload";
  if (isServed) beginServed();
  else {
    if (isReload) restore(draft, key, "before"); // after a reload the page has what was sent last
    shelveHere();
    addEventListener("pagehide", shelveHere);
  }
  draft.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(isServed ? save : shelveHere, isServed ? 4 * PAUSE : PAUSE);
  });
  draft.addEventListener("submit", () => clearTimeout(timer));
  import("./drafting/live.js").then(({ start }) => start(draft));
}

/** What did not reach the server is put back; what the page answers to has reached it. */
function beginServed() {
  if (!("answers" in draft.dataset) && restore(draft, key, "base")) save();
  else shelved.drop(key);
  addEventListener("online", save);
  document.querySelector("form[data-discards]")?.addEventListener("submit", () => shelved.drop(key));
}

function resume(form) {
  const typed = shelved.get(key);
  if (!typed) return;
  typed.forEach(([name, value]) => form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value })));
  form.hidden = false;
}

if (draft) begin();

if (given) {
  const file = given.elements.file;
  const drop = given.querySelector(".draft-drop");
  file.addEventListener("change", () => {
    given.querySelector(".draft-chosen").textContent = file.files.length ? `正在检查：${file.files[0].name}` : "";
    if (file.files.length) given.requestSubmit();
  });
  ["dragenter", "dragleave", "drop"].forEach((name) => file.addEventListener(name, () => drop.classList.toggle("is-over", name === "dragenter")));
  resume(document.getElementById("resume"));
}
