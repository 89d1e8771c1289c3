// 公文工具 and the text of a document: a file that is dropped is looked through at once, a finding leads to its place,
// and what is typed is kept. The editor and what it asks of the server are loaded where there is a text to write.

import "./styles/drafting.css";
import "./styles/beside.css";
import "./parts/insert.js";
import { leave, offer } from "./drafting/left.js";
import { Saving, keyOf, putBack, shelve, shelved } from "./drafting/saving.js";

const PAUSE = 500;
const given = document.getElementById("given");
const draft = document.getElementById("drafting");
const isServed = Boolean(draft && "keptAt" in draft.dataset);
const key = keyOf(isServed ? location.pathname : "");

function say(sentence) {
  document.getElementById("kept").textContent = sentence;
}

const shelveHere = () => say(shelve(draft, key) ? "所写内容已留在本机，刷新页面不会丢失" : "");
const valueOf = ({ entries }, name) => new Map(entries).get(name);

/** 公文工具 keeps nothing elsewhere: what is typed stays in this tab. */
function begin() {
  const found = shelved.get(key);
  const isReload = performance.getEntriesByType("navigation")[0]?.type === "reload"; // the page has what was sent last
  if (found && isReload && valueOf(found, "before") === draft.elements.before.value) putBack(draft, found.entries);
  let timer;
  shelveHere();
  addEventListener("pagehide", shelveHere);
  draft.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(shelveHere, PAUSE);
  });
  draft.addEventListener("submit", () => clearTimeout(timer));
}

/** A document's text is kept by the server, for every machine that its writer sits at; what did not reach it is put back. */
function beginServed() {
  const found = shelved.get(key);
  const saving = new Saving(draft, key, say);
  if (found && hasArrived(found)) shelved.drop(key);
  else if (found && isOfThisText(found)) putBack(draft, found.entries) ? saving.later(0) : shelved.drop(key);
  else if (found) leave(key, found);
  offer(draft, key);
  if ("unkept" in draft.dataset) saving.isTyped = true;
  document.querySelector("form[data-discards]")?.addEventListener("submit", () => (saving.isLeaving = shelved.drop(key) || true));
}

/** Whether the page answers to it, or it has become a version meanwhile. */
function hasArrived(found) {
  const next = String(Number(valueOf(found, "base")) + 1);
  return found.isSent && ("answers" in draft.dataset || draft.dataset.handedIn.split(" ").includes(next));
}

/** Whether it was written on the version, and on the unsent text, that the page shows. */
function isOfThisText(found) {
  const { base, stands_on } = draft.elements;
  const stands = valueOf(found, "stands_on") === stands_on.value || found.window === draft.dataset.keptBy;
  return stands && valueOf(found, "base") === base.value;
}

function resume(form) {
  const found = shelved.get(key);
  if (!found) return;
  found.entries.forEach(([name, value]) => form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value })));
  form.hidden = false;
}

if (draft) {
  if (isServed) beginServed();
  else begin();
  import("./drafting/live.js").then(({ start }) => start(draft));
}

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
