// One field as an editor (CodeMirror). Its textarea stays: it holds what is sent and kept, follows every change of the
// editor, and whatever writes into it (with an `input` event) writes into the editor.

import { defaultKeymap, history, historyKeymap, isolateHistory, redo, undo } from "@codemirror/commands";
import { closeSearchPanel, findNext, findPrevious, openSearchPanel, search } from "@codemirror/search";
import { ChangeSet, EditorState, Prec } from "@codemirror/state";
import { EditorView, keymap } from "@codemirror/view";

import { all, change, findings, lead, show } from "./findings.js";
import { enter, turn } from "./levels.js";
import { MOST_MARKUP, cleaned, plain } from "./pasting.js";

const WORDS = {
  Find: "查找",
  Replace: "替换为",
  next: "下一处",
  previous: "上一处",
  replace: "替换",
  "replace all": "全部替换",
  close: "关闭",
  "current match": "当前一处",
  "replaced match on line $": "已替换第$段的一处",
  "replaced $ matches": "已替换$处",
  "on line": "在第",
};
const finding = [
  { key: "Mod-f", run: openSearchPanel, scope: "editor search-panel" },
  { key: "F3", run: findNext, shift: findPrevious, scope: "editor search-panel", preventDefault: true },
  { key: "Escape", run: closeSearchPanel, scope: "editor search-panel" },
];
const levels = [1, 2, 3, 4, 0].map((level) => ({ key: `Ctrl-Alt-${level}`, run: turn(level), preventDefault: true }));
const TOOLS = { undo, redo, find: openSearchPanel };

export class Editor {
  /** nonce: of the page's styles; tell: from a finding to what is shown of it; mend: mends one and looks again. */
  constructor(textarea, { nonce, tell, mend }) {
    this.textarea = textarea;
    this.hasLevels = /body$/.test(textarea.name);
    this.said = Object.assign(document.createElement("p"), { className: "draft-said", role: "status" });
    this.said.setAttribute("role", "status");
    this.since = ChangeSet.empty(textarea.value.length).desc; // what was typed since the last asking
    this.view = new EditorView({
      state: EditorState.create({ doc: textarea.value, extensions: this.extensions(nonce, tell, mend) }),
    });
    this.take();
  }

  extensions(nonce, tell, mend) {
    const { textarea } = this;
    const described = textarea.getAttribute("aria-describedby");
    return [
      EditorView.cspNonce.of(nonce),
      EditorState.phrases.of(WORDS),
      EditorView.lineWrapping,
      EditorView.editorAttributes.of({ class: "draft-editor", style: `--rows: ${textarea.rows}` }),
      EditorView.contentAttributes.of({
        "aria-labelledby": `${textarea.id}_label`,
        ...(described && { "aria-describedby": described }),
        ...(textarea.getAttribute("aria-invalid") && { "aria-invalid": "true" }),
        lang: "zh-CN",
      }),
      EditorView.domEventHandlers({
        paste: (event) => this.paste(event),
        drop: (event) => this.drop(event),
        dragstart: () => void (this.isMoving = true),
        dragend: () => void (this.isMoving = false),
        "zs:insert": (event) => this.takeIn(event),
        compositionend: () => void setTimeout(() => this.held && this.show(this.held)),
      }),
      EditorState.changeFilter.of((transaction) => this.hasRoom(transaction)),
      EditorView.updateListener.of((update) => {
        if (update.docChanged) this.changed(update);
        if (update.selectionSet && !update.transactions.some((one) => one.isUserEvent("select.pointer"))) this.uncover();
      }),
      history(),
      search({ top: true, literal: true }),
      findings({ tell, mend }),
      this.hasLevels ? Prec.high(keymap.of([...levels, { key: "Enter", run: enter }])) : [],
      keymap.of([...finding, ...historyKeymap, ...defaultKeymap.filter(({ key }) => key !== "Mod-Enter")]),
    ];
  }

  /** The editor takes the place of its textarea, which stays in the form behind it. */
  take() {
    const { textarea, view } = this;
    const label = document.getElementById(`${textarea.id}_label`);
    label.removeAttribute("for");
    label.addEventListener("click", () => view.focus());
    textarea.classList.add("is-behind");
    textarea.setAttribute("aria-hidden", "true");
    textarea.tabIndex = -1;
    textarea.addEventListener("input", () => this.follow());
    textarea.before(...(this.hasLevels ? [this.tools()] : []), view.dom);
    textarea.after(this.said);
  }

  tools() {
    const bar = document.getElementById("draft-tools").content.firstElementChild.cloneNode(true);
    bar.addEventListener("mousedown", (event) => event.preventDefault()); // the cursor stays where it is
    bar.addEventListener("click", ({ target }) => {
      const { level, tool } = target.closest("button")?.dataset ?? {};
      if (level) turn(Number(level))(this.view);
      if (tool) TOOLS[tool](this.view);
      if (level || tool !== "find") this.view.focus();
    });
    return bar;
  }

  /** The cursor must not come to stand behind what stays in place at the top of the window. */
  uncover() {
    this.view.requestMeasure({
      key: this,
      read: (view) => (view.hasFocus ? view.coordsAtPos(view.state.selection.main.head) : null),
      write: (place) => place && place.top < this.covered() && scrollBy(0, place.top - this.covered()),
    });
  }

  covered() {
    const bars = [...document.querySelectorAll(".topbar, .draft-bar, .draft-panes"), ...(this.view.dom.parentElement?.querySelectorAll(".draft-tools") ?? [])];
    const stuck = bars.filter((bar) => /sticky|fixed/.test(getComputedStyle(bar).position));
    return 16 + Math.max(0, ...stuck.map((bar) => (parseFloat(getComputedStyle(bar).top) || 0) + bar.offsetHeight));
  }

  get text() {
    return this.textarea.value;
  }

  get isComposing() {
    return this.view.composing;
  }

  changed({ changes, state }) {
    this.say(""); // what was said of an earlier try is over
    this.since = this.since.composeDesc(changes.desc);
    this.textarea.value = state.doc.toString();
    this.textarea.dispatchEvent(new Event("input", { bubbles: true }));
  }

  /** Somebody else wrote into the textarea: what differs is written here, so that it can be undone. */
  follow() {
    const [old, now] = [this.view.state.doc.toString(), this.textarea.value.replace(/\r\n?/g, "\n")];
    if (old === now) return;
    const most = Math.min(old.length, now.length);
    let start = 0;
    while (start < most && old[start] === now[start]) start += 1;
    let end = 0;
    while (end < most - start && old[old.length - 1 - end] === now[now.length - 1 - end]) end += 1;
    this.write({ from: start, to: old.length - end, insert: now.slice(start, now.length - end) });
  }

  write(changes, userEvent = "input") {
    this.view.dispatch({ changes, userEvent, annotations: isolateHistory.of("full") });
  }

  hasRoom({ newDoc, startState }) {
    const { maxLength } = this.textarea;
    if (maxLength < 0 || newDoc.length <= maxLength || newDoc.length <= startState.doc.length) return true;
    this.say(`这一栏最多${maxLength}字，没有写入，已写的文字没有改动。`);
    return false;
  }

  paste(event) {
    const [markup, text] = ["text/html", "text/plain"].map((type) => event.clipboardData.getData(type));
    const isOnlyPicture = !markup && !text && event.clipboardData.files.length > 0;
    if (!markup && !text && !isOnlyPicture) return false;
    event.preventDefault();
    if (isOnlyPicture) this.say("图片不能粘贴到文稿里，没有粘贴。");
    else this.bring(markup, text);
    return true;
  }

  /** Write what another program gave: its markup cleaned, else its text. */
  bring(markup, text) {
    if (markup.length > MOST_MARKUP) this.say(`粘贴的内容过大，最多${MOST_MARKUP / 1e6}兆，没有粘贴，已写的文字没有改动。请分几次粘贴。`);
    else this.insert(markup ? cleaned(markup) : { text: plain(text), pictures: 0 }, text);
  }

  insert({ text, pictures }, otherwise) {
    const given = text || (pictures ? "" : plain(otherwise));
    const { state } = this.view;
    const [length, { maxLength }] = [state.doc.length - (state.selection.main.to - state.selection.main.from) + given.length, this.textarea];
    if (maxLength >= 0 && length > maxLength) {
      this.say(`粘贴后这一栏约${length}字，最多${maxLength}字，没有粘贴，已写的文字没有改动。请分成附件，或者分几次粘贴。`);
      return;
    }
    this.view.dispatch({ ...state.replaceSelection(given), userEvent: "input.paste", scrollIntoView: true, annotations: isolateHistory.of("full") });
    this.say(pictures ? `粘贴的内容中有${pictures}张图片，没有放进文稿，文字已经粘贴。` : "");
  }

  /** What is laid beside the draft comes in at the cursor (parts/insert.js). */
  takeIn({ detail }) {
    this.insert({ text: detail, pictures: 0 }, "");
    this.view.focus();
    return true;
  }

  /** What is dragged here from elsewhere comes in as if it were pasted; within the editor it is only moved. */
  drop(event) {
    const { dataTransfer, clientX: x, clientY: y } = event;
    const [markup, text] = ["text/html", "text/plain"].map((type) => dataTransfer.getData(type));
    const isFile = dataTransfer.files.length > 0;
    const isMoved = this.isMoving;
    this.isMoving = false; // what is moved takes its place along, and no end of the dragging is told
    if (!isFile && (isMoved || (!markup && !text))) return false;
    event.preventDefault();
    if (isFile) this.say("文件不能拖到文稿里。");
    else {
      this.view.dispatch({ selection: { anchor: this.view.posAtCoords({ x, y }, false) } });
      this.bring(markup, text);
    }
    return true;
  }

  say(sentence) {
    this.said.textContent = sentence;
  }

  /** What is typed from now on is counted anew: the answer to this asking speaks of the text as it is now. */
  ask() {
    this.since = ChangeSet.empty(this.view.state.doc.length).desc;
  }

  /** Underline what was found in the text as it was asked about; what was typed into since is left out. */
  show(found) {
    this.held = this.isComposing ? found : null; // until 拼音 has become words
    if (this.held) return;
    const { since } = this;
    const still = found.filter(({ from, to }) => to <= since.length && !since.touchesRange(from, to));
    show(this.view, still.map((one) => ({ ...one, from: since.mapPos(one.from, 1), to: Math.max(since.mapPos(one.from, 1), since.mapPos(one.to, -1)) })));
  }

  lead({ number }) {
    const found = all(this.view.state).find(({ finding }) => finding.number === number);
    if (found) lead(this.view, found);
    else this.view.focus();
  }

  /** Write what mends some findings, as one step that can be undone; returns how many were still as they were found. */
  mend(found) {
    let last = -1;
    const places = found.map((one) => change(this.view.state, one)).filter(Boolean).sort((a, b) => a.from - b.from);
    const changes = places.filter(({ from, to }) => from >= last && (last = Math.max(to, from + 1)) >= 0);
    if (changes.length) this.write(changes, "input.mend");
    return changes.length;
  }
}
