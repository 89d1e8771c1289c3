// Single keys for those who like them (快捷键), never while something is typed; switched off in the personal settings.
// ? shows what there is. Ctrl+Enter sends the opinion that is being written, and works for everybody.

const off = () => document.body.dataset.keys === "off";
const busy = (target) => target.closest("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable], dialog");
const rows = () => [...document.querySelectorAll("[data-list] > li, .list-table tbody tr")].filter((row) => row.offsetParent);
const way = (row) => row.querySelector(".desk-title a, .cell-title a, a");
const here = () => rows().find((row) => row.contains(document.activeElement));
let leading = 0; // when g was pressed

function move(step) {
  const all = rows();
  if (!all.length) return false;
  const next = all[Math.min(Math.max(all.indexOf(here()) + step, 0), all.length - 1)];
  way(next)?.focus();
  next.scrollIntoView({ block: "nearest" });
  return true;
}

function tick() {
  const box = here()?.querySelector("[data-tick]");
  box?.click();
  return Boolean(box);
}

function go(letter) {
  const link = document.querySelector(`#shortcuts [data-go="${CSS.escape(letter)}"]`);
  if (link) location.assign(link.href);
  return Boolean(link);
}

function help() {
  const dialog = document.querySelector("#shortcuts");
  dialog?.showModal?.();
  return Boolean(dialog);
}

const keys = { j: () => move(1), ArrowDown: () => here() && move(1), k: () => move(-1), ArrowUp: () => here() && move(-1), x: tick, "?": help };

document.addEventListener("keydown", (event) => {
  const { key, target } = event;
  if (key === "Enter" && (event.ctrlKey || event.metaKey) && target.matches("textarea")) return send(event);
  if (off() || event.ctrlKey || event.altKey || event.metaKey || busy(target)) return;
  const after = Date.now() - leading < 1500;
  leading = 0;
  if (key === "g" && !after) leading = Date.now();
  else if (after ? go(key) : Object.hasOwnProperty.call(keys, key) && keys[key]()) event.preventDefault();
});

function send(event) {
  const { form } = event.target;
  if (!event.target.closest(".step, [data-send], .bulk-card") || !form) return;
  event.preventDefault();
  form.requestSubmit(form.querySelector(".is-submit button"));
}

document.addEventListener("click", ({ target }) => target.closest("[data-shut]")?.closest("dialog").close());
