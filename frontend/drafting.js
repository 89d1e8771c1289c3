// 公文工具: a file that is dropped is looked through at once, a finding leads to its place in the form, and what is typed
// stays on this machine, in this tab alone, until the page is left for good.

import "./styles/drafting.css";
import "./styles/beside.css";
import "./parts/insert.js";
import { shelf } from "./parts/http.js";

const PAUSE = 500;
const LARGEST = 1_000_000; // characters that are kept
const kept = shelf(() => sessionStorage);
const key = `drafting:${document.body.dataset.account ?? ""}`;
const given = document.getElementById("given");
const draft = document.getElementById("drafting");
const NOT_TYPED = ["csrfmiddlewaretoken", "request_key", "mend"];

const entries = (form) => [...new FormData(form)].filter(([name, value]) => typeof value === "string" && !NOT_TYPED.includes(name));

/** A document's text is kept by the server, for every machine that its writer sits at; here only what it says of that is shown. */
async function send() {
  const said = document.getElementById("kept");
  try {
    const answer = await fetch(draft.dataset.keptAt, { method: "POST", body: new FormData(draft), keepalive: true });
    said.textContent = answer.ok ? "所写内容已自动保存，还没有提交" : `没有自动保存：${await answer.text()}`;
  } catch {
    said.textContent = "网络中断，暂未自动保存，恢复后自动重试；请不要关闭本页";
    timer = setTimeout(send, 10 * PAUSE);
  }
}

function keep() {
  const typed = entries(draft);
  const isSmall = typed.reduce((sum, [, value]) => sum + value.length, 0) < LARGEST;
  const isKept = isSmall && kept.set(key, typed);
  if (!isKept) kept.drop(key);
  document.getElementById("kept").textContent = isKept ? "所写内容已留在本机，刷新页面不会丢失" : "";
}

/** After a reload the page has what was sent last; what was typed since is put back. */
function restore() {
  const typed = performance.getEntriesByType("navigation")[0]?.type === "reload" ? (kept.get(key) ?? []) : [];
  const names = new Map(typed);
  if (names.get("before") !== draft.elements.before.value) return;
  typed.forEach(([name, value]) => draft.elements[name] && (draft.elements[name].value = value));
}

function lead({ field, start, end }) {
  const control = document.getElementById(field);
  if (!control) return false;
  const fold = control.closest("details");
  if (fold) fold.open = true;
  control.focus({ preventScroll: true });
  control.setSelectionRange?.(Number(start), Number(end));
  control.scrollTop = (control.scrollHeight * Number(start)) / Math.max(control.value.length, 1) - control.clientHeight / 2;
  control.scrollIntoView({ block: "center" });
  return true;
}

let timer;

if (draft) {
  const isServed = "keptAt" in draft.dataset;
  if (!isServed) {
    restore();
    keep();
    addEventListener("pagehide", keep);
  }
  draft.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(isServed ? send : keep, isServed ? 4 * PAUSE : PAUSE);
  });
  draft.addEventListener("submit", () => clearTimeout(timer));
  draft.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-field]");
    if (link && lead(link.dataset)) event.preventDefault();
  });
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

function resume(form) {
  const typed = kept.get(key);
  if (!typed) return;
  typed.forEach(([name, value]) => form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value })));
  form.hidden = false;
}
