// The designer of routes (流程设计). Every button sends the whole drawing and gets the page back with the drawing changed;
// this script does the same without leaving the page, lets cards be dragged, and warns before unsaved work is left.

import Sortable from "sortablejs";

import "./styles/designer.css";
import { OFFLINE, SIGNED_OUT, hasEnded, send } from "./parts/http.js";

const PARTS = ["state", "drawing", "saved", "trial-result", "faults"];
const SAVES = ["save", "save_and_publish"];
const form = document.getElementById("designer");
let asked = 0;
let changed = document.getElementById("state").dataset.changed === "yes";

form.classList.add("has-script");

const say = (sentence) => document.dispatchEvent(new CustomEvent("say", { detail: { level: "danger", sentence } }));
const texts = () => [...form.querySelectorAll("input.form-control[name], textarea[name]")];

/** Send the drawing with an act and take over what the server makes of it. */
async function carryOut(act) {
  const mine = ++asked;
  const body = new FormData(form);
  body.set("act", act);
  const sent = new Map(texts().map((one) => [one.name, one.value]));
  form.setAttribute("aria-busy", "true");
  try {
    const answer = await send(form.action, { method: "POST", body });
    if (mine !== asked) return;
    if (hasEnded(answer)) return say(SIGNED_OUT);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (!page.getElementById("drawing")) return say("页面已失效，请刷新后重试。");
    takeOver(page, act, sent);
  } catch {
    say(OFFLINE);
  } finally {
    if (mine === asked) form.removeAttribute("aria-busy");
  }
}

function takeOver(page, act, sent) {
  const isLive = act === "refresh";
  const opened = [...form.querySelectorAll(".step-card .card-details[open]")].map((one) => one.closest("[data-key]").dataset.key);
  const focused = document.activeElement?.id;
  const typed = isLive ? texts().filter((one) => sent.get(one.name) !== one.value).map((one) => [one.name, one.value]) : [];
  PARTS.forEach((id) => document.getElementById(id).replaceWith(page.getElementById(id)));
  form.querySelectorAll(".step-card[data-key]").forEach((card) => {
    if (opened.includes(card.dataset.key)) card.querySelector(".card-details").open = true;
  });
  typed.forEach(([name, value]) => (form.elements[name].value = value));
  changed = document.getElementById("state").dataset.changed === "yes" || typed.length > 0;
  sortable();
  settle(act, focused);
}

/** Put the focus where the work goes on. */
function settle(act, focused) {
  const verb = act.split(":")[0];
  const acted = form.querySelector("[data-acted]");
  if (verb === "trial") return document.getElementById("trial-result").scrollIntoView({ block: "nearest" });
  if (acted && ["up", "down"].includes(verb)) {
    acted.querySelector(`:scope > .card-tools [value^="${verb}:"], :scope > .block-head [value^="${verb}:"]`)?.focus();
  } else if (acted) {
    const field = acted.querySelector(verb === "condition" ? ".condition:last-of-type select" : ".card-fields input.form-control");
    field?.focus();
  } else if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
}

function sortable() {
  form.querySelectorAll("[data-flow]").forEach((list) => {
    Sortable.create(list, {
      group: { name: "flow", put: (to, from, item) => to.el.dataset.flow === "main" || !item.classList.contains("is-block") },
      draggable: ".flow-item",
      handle: ".drag",
      animation: 150,
      forceFallback: true, // by mouse and by finger alike
      fallbackOnBody: true,
      swapThreshold: 0.6,
      ghostClass: "is-dragged",
      onEnd: ({ from, to, oldIndex, newIndex }) => (from !== to || oldIndex !== newIndex) && carryOut("refresh"),
    });
  });
}

form.addEventListener("submit", (event) => {
  const act = event.submitter?.value ?? "refresh";
  if (SAVES.includes(act)) {
    changed = false;
    return;
  }
  event.preventDefault();
  carryOut(act);
});

form.addEventListener("input", ({ target }) => {
  if (target.name && !target.name.startsWith("trial-")) changed = true;
});

form.addEventListener("change", ({ target }) => target.matches("[data-live]") && carryOut("refresh"));

// Who was picked for a step, or taken off it, changes whom it means today.
new MutationObserver((seen) => {
  const cards = seen.filter(({ target }) => target.matches?.(".card-fields .chips"));
  if (cards.some(({ addedNodes, removedNodes }) => addedNodes.length + removedNodes.length)) carryOut("refresh");
}).observe(form, { childList: true, subtree: true });

addEventListener("beforeunload", (event) => {
  if (!changed) return;
  event.preventDefault();
  event.returnValue = "";
});

sortable();
