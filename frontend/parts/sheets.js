// The pages of a paper. Beside a form (data-sheets) a line that is pressed fills the field that was last entered, and
// a field that is entered shows where it was read. Shift, or the switch 接在已填内容后面, adds the line to what stands there.

import { OFFLINE, SIGNED_OUT, hasEnded, send } from "./http.js";

const ZOOMS = [1, 1.4, 2, 2.8];

document.querySelectorAll(".sheets").forEach((sheets) => {
  const acts = { zoomFit: () => 0, zoomIn: (at) => at + 1, zoomOut: (at) => at - 1 };
  sheets.addEventListener("click", ({ target }) => {
    const act = acts[target.closest("[data-act]")?.dataset.act];
    if (!act) return;
    const at = Math.min(Math.max(act(ZOOMS.indexOf(Number(sheets.dataset.zoom))), 0), ZOOMS.length - 1);
    sheets.dataset.zoom = ZOOMS[at];
    sheets.style.setProperty("--zoom", ZOOMS[at]);
  });
});

function together(sheets, form) {
  const view = sheets.querySelector(".sheets-view");
  const hint = sheets.querySelector("[data-hint]");
  const lines = [...sheets.querySelectorAll("[data-line]")];
  let current = null;

  lines.forEach(put);
  lines[0]?.setAttribute("tabindex", "0");

  function enter(control) {
    current = control;
    const found = (control.closest("[data-lines]")?.dataset.lines ?? "").split(" ").filter(Boolean);
    lines.forEach((line) => line.classList.toggle("is-found", found.includes(line.dataset.line)));
    hint.textContent = `点选原件上的文字，填入“${nameOf(control)}”`;
    show(lines.find((line) => line.dataset.line === found[0]));
  }

  function show(line) {
    if (!line) return;
    const [box, seen] = [line.getBoundingClientRect(), view.getBoundingClientRect()];
    const isSeen = (start, end) => box[start] >= seen[start] + 24 && box[end] <= seen[end] - 24;
    view.scrollBy({
      top: isSeen("top", "bottom") ? 0 : box.top - seen.top - view.clientHeight / 3,
      left: isSeen("left", "right") ? 0 : box.left - seen.left - 24,
    });
  }

  async function fill(line, append) {
    if (!current) return;
    const control = current;
    const body = new URLSearchParams({ field: control.name, line: line.textContent, kind: form.dataset.kind });
    const answer = await send(form.dataset.lineValues, { method: "POST", body }).catch(() => null);
    if (!answer || hasEnded(answer)) return say(answer ? SIGNED_OUT : OFFLINE);
    const { value, error } = await answer.json();
    if (error) return say(error);
    set(control, value, append);
    note(control, line, append);
    say(`已填入“${nameOf(control)}”`);
    control.focus({ preventScroll: true });
  }

  function note(control, line, append) {
    const field = control.closest(".field");
    field.dataset.lines = append ? `${field.dataset.lines ?? ""} ${line.dataset.line}` : line.dataset.line;
    enter(control);
  }

  const say = (sentence) => (hint.textContent = sentence);

  form.addEventListener("focusin", ({ target }) => fillable(target) && enter(target));
  form.addEventListener("input", ({ target }) => settle(target));
  sheets.addEventListener("click", ({ target, shiftKey }) => {
    const line = target.closest("[data-line]");
    if (line) fill(line, shiftKey || sheets.querySelector("[data-append]").checked);
  });
  view.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const at = lines.indexOf(document.activeElement);
    if (!step || at < 0 || !lines[at + step]) return;
    event.preventDefault();
    lines[at].setAttribute("tabindex", "-1");
    lines[at + step].setAttribute("tabindex", "0");
    lines[at + step].focus();
  });
  if (form.contains(document.activeElement)) enter(document.activeElement); // what is wrong has been entered already
  else first(form)?.focus();
}

/** The policy of the pages forbids style attributes, not what a script sets. */
function put(line) {
  const [left, top, width, height] = (line.dataset.box ?? "").split(" ").map((each) => `${each}%`);
  if (height) Object.assign(line.style, { left, top, width, height });
}

const fillable = (control) => control.matches("input:not([type=checkbox]):not([type=file]):not([type=hidden]), textarea, select");

const nameOf = (control) =>
  control.closest(".field").querySelector(".field-label").firstChild.textContent.trim();

/** The first field that is doubtful, else the first of all. */
const first = (form) => form.querySelector(":is(.is-check, .is-missing) :is(input, textarea, select)") ?? form.querySelector("textarea");

function set(control, value, append) {
  const field = control.type === "radio" ? control.form.querySelector(`[name="${control.name}"][value="${value}"]`) : control;
  if (field.type === "radio") field.checked = true;
  else field.value = append && field.value && field.matches("textarea, [type=text]") ? field.value + between(field) + value : value;
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

/** A title goes on where the line before it ended; where each has a line of its own (data-apart), a new one begins. */
const between = (field) => ("apart" in field.dataset ? "\n" : "");

/** What a person has put in is no longer the machine's. */
function settle(control) {
  const field = control.closest(".field");
  if (!field?.matches(".is-check, .is-missing, .is-sure")) return;
  field.classList.remove("is-check", "is-missing", "is-sure");
  field.querySelector(".grade").textContent = "已修改";
}

const sheets = document.querySelector("[data-sheets]");
if (sheets) together(sheets, document.querySelector("form[data-line-values]"));
