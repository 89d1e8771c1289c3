// The frame of every page: side navigation, menus, messages.

const root = document.documentElement;
const narrow = matchMedia("(max-width: 1023.98px)");

function remember(name, value) {
  document.cookie = `${name}=${value}; path=/; max-age=31536000; samesite=lax`;
}

const acts = {
  nav() {
    if (narrow.matches) return drawer(root.dataset.drawer !== "open");
    root.dataset.nav = root.dataset.nav === "narrow" ? "wide" : "narrow";
    remember("nav", root.dataset.nav);
    say();
  },
  dismiss(button) {
    button.closest(".message").remove();
  },
  print: () => print(),
  phrase(button) {
    const text = button.closest(".field").querySelector("textarea");
    text.setRangeText(button.textContent, text.selectionStart, text.selectionEnd, "end");
    text.dispatchEvent(new Event("input", { bubbles: true }));
    text.focus();
  },
  addLine(button) {
    const box = button.closest("[data-lines]");
    const line = box.querySelector("template").content.firstElementChild.cloneNode(true);
    box.querySelector("ol").append(line);
    line.querySelector("textarea").focus();
  },
  removeLine(button) {
    const line = button.closest(".line");
    line.closest("[data-lines]").querySelector("[data-act=addLine]").focus();
    line.remove();
  },
};

function say() {
  const open = narrow.matches ? root.dataset.drawer === "open" : root.dataset.nav !== "narrow";
  document.querySelectorAll('[data-act="nav"]').forEach((one) => one.setAttribute("aria-expanded", open));
}

function drawer(open) {
  root.dataset.drawer = open ? "open" : "";
  say();
  document.querySelector(open ? "#nav a" : '.topbar [data-act="nav"]')?.focus();
}

const closeMenus = (except) =>
  document.querySelectorAll("details.menu[open]").forEach((menu) => menu !== except && (menu.open = false));

document.addEventListener("click", ({ target }) => {
  closeMenus(target.closest("details.menu"));
  const pressed = target.closest("[data-act]");
  if (pressed) acts[pressed.dataset.act]?.(pressed);
  else if (root.dataset.drawer === "open" && !target.closest("#nav")) drawer(false);
});

document.addEventListener("keydown", ({ key }) => {
  if (key !== "Escape") return;
  const menu = document.querySelector("details.menu[open]");
  menu?.querySelector("summary").focus();
  closeMenus();
  if (root.dataset.drawer === "open") drawer(false);
});

// "/" leads to the search box from wherever nothing is being typed.
document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.target.closest("input, textarea, select, [contenteditable]")) return;
  const box = [...document.querySelectorAll("[data-seek]")].find((one) => one.offsetParent);
  if (!box) return;
  event.preventDefault();
  box.focus();
  box.select();
});

// Of the panels of one group only one is open, so that the page stays short.
document.addEventListener(
  "toggle",
  ({ target }) => {
    if (!target.open || !target.dataset?.group) return;
    document
      .querySelectorAll(`details[data-group="${CSS.escape(target.dataset.group)}"][open]`)
      .forEach((other) => other !== target && (other.open = false));
    if (!target.querySelector("summary").contains(document.activeElement)) return; // opened by the server
    target.querySelector("textarea, input:not([type=hidden]), select, .is-submit button")?.focus();
  },
  true,
);

// A link such as #chase opens the panel that it leads to.
function show() {
  const shown = location.hash && document.getElementById(location.hash.slice(1));
  if (!(shown instanceof HTMLDetailsElement)) return;
  shown.open = true;
  shown.scrollIntoView();
  shown.querySelector("summary").focus({ preventScroll: true });
}
show();
addEventListener("hashchange", show);

document.addEventListener("say", ({ detail }) => {
  const template = document.querySelector("#message-template");
  const message = template.content.firstElementChild.cloneNode(true);
  message.classList.add(`is-${detail.level}`);
  message.querySelector("p").textContent = detail.sentence;
  document.querySelector("#messages").append(message);
});

narrow.addEventListener("change", say);
say();
