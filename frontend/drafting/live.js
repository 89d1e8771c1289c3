// The page on which one drafts, come alive: every field of several lines an editor, findings and pages beside it.

import { asking } from "./asking.js";
import { Editor } from "./editor.js";
import { isSame } from "./findings.js";
import { Preview } from "./preview.js";

const FOUND_AFTER = 500;
const DRAWN_AFTER = 250;
const MOST_ROUNDS = 6; // mending one thing may lay bare the next, as in gongwen.check.mending
const TROUBLES = {
  lost: "网络中断，暂不能检查，恢复后自动重试",
  ended: "登录已超时，请重新登录后继续",
  gone: "现在不能检查，请复制所写的内容后刷新页面",
};

export function start(form) {
  const page = new Page(form);
  page.begin();
  return page;
}

class Page {
  found = [];
  begun = new Promise((done) => (this.hasBegun = done)); // with the first answer: only then is known what stands where
  rounds = 0;
  refused = "";

  constructor(form) {
    this.form = form;
    this.side = form.querySelector(".draft-sight");
    const given = { nonce: form.dataset.nonce, tell: (one) => this.tell(one), mend: (one) => this.mend([one]) };
    const areas = [...form.querySelectorAll(".draft-text textarea")];
    this.editors = new Map(areas.map((area) => [area.id, new Editor(area, given)]));
    this.preview = new Preview(document.getElementById("pages"), (wait) => this.askPages(wait));
  }

  begin() {
    const { form } = this;
    this.askFound = asking({
      address: form.dataset.foundAt,
      pause: FOUND_AFTER,
      gather: () => this.gather(),
      take: (answer) => this.take(answer),
      trouble: (said) => this.trouble(said),
    });
    this.askPages = asking({
      address: form.dataset.pagesAt,
      pause: DRAWN_AFTER,
      gather: () => (this.preview.isShown && !this.refused && !this.isComposing ? this.preview.gather(new FormData(form)) : null),
      take: (answer) => this.preview.take(answer),
      trouble: () => {},
    });
    this.arrange();
    form.addEventListener("input", () => this.soon());
    form.addEventListener("change", () => this.soon());
    form.addEventListener("compositionend", () => this.soon());
    form.addEventListener("click", (event) => this.click(event));
    form.querySelectorAll(".form-summary a").forEach((link) => link.addEventListener("click", (event) => this.enter(event, link.hash.slice(1))));
    document.addEventListener("visibilitychange", () => this.askPages());
    this.askFound(0);
    this.askPages(0);
  }

  get isComposing() {
    return [...this.editors.values()].some((one) => one.isComposing);
  }

  soon() {
    this.preview.age();
    this.askFound();
    this.askPages();
  }

  gather() {
    if (this.isComposing) return null; // asked again when it is over
    this.editors.forEach((one) => one.ask());
    this.asked = new FormData(this.form);
    return this.asked;
  }

  /** The pages stand beside the text; on a narrow screen one chooses what is shown. */
  arrange() {
    const { form, side } = this;
    const panes = form.querySelector(".draft-panes");
    side.append(document.getElementById("pages"));
    document.getElementById("marked")?.remove();
    form.classList.add("is-live");
    panes.hidden = false;
    panes.addEventListener("click", ({ target }) => {
      this.choose(target.closest("button")?.dataset.pane);
      form.querySelector(".draft-columns").scrollIntoView();
    });
    this.choose("text");
    const bar = form.querySelector(".draft-bar");
    new ResizeObserver(() => form.style.setProperty("--draft-bar", `${bar.offsetHeight}px`)).observe(bar);
  }

  choose(pane) {
    if (!pane) return;
    this.form.dataset.pane = pane;
    this.form.querySelectorAll("[data-pane]").forEach((one) => one.setAttribute("aria-pressed", String(one.dataset.pane === pane)));
    if (pane === "pages") this.askPages?.(0);
  }

  trouble(said) {
    this.refused = said in TROUBLES ? "" : said;
    let note = this.form.querySelector(".draft-trouble");
    if (!note) {
      note = Object.assign(document.createElement("p"), { className: "draft-trouble" });
      note.setAttribute("role", "status");
      document.getElementById("findings").before(note);
    }
    note.textContent = TROUBLES[said] ?? said;
    note.hidden = !said;
  }

  take({ findings, listed }) {
    this.list(listed);
    [this.found, this.answered] = [findings, this.asked];
    this.editors.forEach((one, id) => one.show(findings.filter(({ field }) => field === id)));
    this.form.querySelectorAll(".draft-text input:not([type=hidden])").forEach((input) => this.noteInput(input));
    this.countFixable();
    if (this.rounds && !this.mendAll()) this.rounds = 0;
    this.hasBegun();
  }

  /** What is listed is drawn by the server, as with the page; where it says the same it stays, under a finger as well. */
  list(listed) {
    const section = document.getElementById("findings");
    const drawn = Object.assign(document.createElement("template"), { innerHTML: listed });
    if (drawn.innerHTML.trim() === section.innerHTML.trim()) return;
    const top = section.querySelector(".draft-scroll")?.scrollTop ?? 0;
    section.replaceChildren(drawn.content);
    const scroll = section.querySelector(".draft-scroll");
    if (scroll) scroll.scrollTop = top;
  }

  countFixable() {
    const count = this.found.filter(({ fix }) => fix !== null).length;
    const button = this.form.querySelector("button[name=mend][value=all]");
    button.hidden = !count;
    button.querySelector("[data-fixable]").textContent = count;
    this.form.querySelector(".draft-panes-count").textContent = this.found.length ? `（${this.found.length}）` : "";
  }

  /** A field of one line has no place for underlines: what was found in it stands below it. */
  noteInput(input) {
    const found = this.found.filter(({ field }) => field === input.id);
    const field = input.closest(".field");
    field.querySelectorAll(".field-found").forEach((one) => one.remove());
    input.classList.toggle("is-found", found.length > 0);
    const notes = found.map((one) => {
      const note = Object.assign(document.createElement("div"), { className: `field-found is-${one.tone}` });
      note.append(this.tell(one));
      return note;
    });
    input.after(...notes);
  }

  /** What the list says of a finding, to stand beside the place itself; nothing of one that an older answer named. */
  tell(finding) {
    const { number } = finding;
    const listed = document.getElementById(`finding-${number}`);
    if (!listed || !this.found.some((one) => isSame(one, finding))) return null;
    const told = document.createElement("div");
    told.className = `finding-tip ${listed.className}`;
    told.dataset.number = number;
    told.append(...[...listed.children].map((one) => one.cloneNode(true)));
    return told;
  }

  /** Lead to a finding, or mend; what is pressed before the first answer is carried out with it. */
  async click(event) {
    const pressed = event.target.closest("button[name=mend], a[data-field]");
    if (!pressed) return;
    event.preventDefault();
    const number = numberOf(pressed); // now: the list may be drawn anew meanwhile
    await this.begun;
    const finding = this.found.find((one) => one.number === number);
    if (pressed.matches("a")) this.lead(finding);
    else if (pressed.value !== "all") this.mend([finding]);
    else {
      this.rounds = MOST_ROUNDS;
      if (!this.mendAll()) this.rounds = 0;
    }
  }

  lead(finding) {
    const control = finding && document.getElementById(finding.field);
    if (!control) return;
    this.choose("text");
    const fold = control.closest("details");
    if (fold) fold.open = true;
    const editor = this.editors.get(finding.field);
    if (editor) return editor.lead(finding);
    control.focus({ preventScroll: true });
    control.setSelectionRange(finding.from, finding.to);
    control.scrollIntoView({ block: "center" });
  }

  /** From what could not be sent one comes to the editor, not to the field behind it. */
  enter(event, id) {
    const editor = this.editors.get(id);
    if (!editor) return;
    event.preventDefault();
    editor.view.focus();
    editor.view.dom.scrollIntoView({ block: "center" });
  }

  mendAll() {
    this.rounds -= 1;
    return this.rounds >= 0 && this.mend(this.found.filter(({ fix }) => fix !== null));
  }

  /** Mend findings where they stand, and look again; whatever was typed into since is left as it is. */
  mend(findings) {
    const fields = new Set(findings.filter(Boolean).map(({ field }) => field));
    const done = [...fields].map((field) => {
      const here = findings.filter((one) => one?.field === field);
      const editor = this.editors.get(field);
      return editor ? editor.mend(here) : this.mendInput(document.getElementById(field), here);
    });
    const count = done.reduce((sum, one) => sum + one, 0);
    if (!count) return 0;
    document.getElementById("kept").textContent = `已改正${count}处，可以撤销`;
    this.askFound(0);
    return count;
  }

  mendInput(input, findings) {
    if (!input || input.value !== this.answered.get(input.name)) return 0;
    let last = Infinity;
    const places = findings.filter(({ fix }) => fix !== null).sort((a, b) => b.from - a.from);
    const changes = places.filter(({ from, to }) => to <= last && (last = from) >= 0);
    changes.forEach(({ from, to, fix }) => input.setRangeText(fix, from, to, "end"));
    if (changes.length) input.dispatchEvent(new Event("input", { bubbles: true }));
    return changes.length;
  }
}

/** The number of the finding that a link or a button belongs to, in the list or beside the place itself. */
function numberOf(element) {
  const inside = element.closest(".finding, .finding-tip");
  return Number(inside?.dataset.number ?? inside?.id.replace("finding-", ""));
}
