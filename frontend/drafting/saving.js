// What is typed is never lost: a document's text is kept by the server when typing pauses; until it says so, and where
// there is no document (公文工具), it is kept in this tab and put back after a reload or a new signing-in.

import { hasEnded, send, shelf } from "../parts/http.js";

const LARGEST = 1_000_000; // characters that are kept
const PAUSE = 2000;
const RETRY = 5000;
const NOT_TYPED = ["csrfmiddlewaretoken", "request_key", "mend"];
const NOT_PUT_BACK = ["base", "stands_on"]; // they say what this page stands on, not what was typed
const RELOAD = "请复制所写的内容后刷新页面。";
export const shelved = shelf(() => sessionStorage);
export const keyOf = (place) => `drafting:${document.body.dataset.account ?? ""}${place}`;

const plain = (text) => text.replace(/\r\n?/g, "\n");
const typed = (form) => [...new FormData(form)].filter(([name, value]) => typeof value === "string" && !NOT_TYPED.includes(name));
const isSmall = (entries) => entries.reduce((sum, [, value]) => sum + value.length, 0) < LARGEST;
const fieldOf = (form, name) => form.querySelector(`[name="${CSS.escape(name)}"]`);

/** Keep what is typed in this tab, with whether it is on its way to the server; tells whether that went well. */
export function shelve(form, key, isSent = false) {
  const entries = typed(form);
  const window = form.elements.request_key.value;
  const isKept = isSmall(entries) && shelved.set(key, { entries, window, at: Date.now(), isSent });
  if (!isKept) shelved.drop(key);
  return isKept;
}

/** What differs from a form in entries that were kept, but for what the form stands on. */
export const differing = (form, entries) =>
  entries.filter(([name, value]) => !NOT_PUT_BACK.includes(name) && plain(fieldOf(form, name)?.value ?? "") !== plain(value));

/** Write kept entries into a form; tells whether any differed. */
export function putBack(form, entries) {
  const found = differing(form, entries).filter(([name]) => fieldOf(form, name));
  found.forEach(([name, value]) => {
    fieldOf(form, name).value = value;
    fieldOf(form, name).dispatchEvent(new Event("input", { bubbles: true }));
  });
  return found.length > 0;
}

/** Lets the server keep what is typed, once at a time, and only what it does not have. */
export class Saving {
  isTyped = false; // something that the server does not have
  isLeaving = false;
  underway = null;

  constructor(form, key, say) {
    Object.assign(this, { form, key, say });
    form.addEventListener("input", () => this.type());
    form.addEventListener("submit", (event) => this.leave(event));
    addEventListener("online", () => this.save());
    addEventListener("pagehide", () => this.hasUnsaved && !this.isLeaving && shelve(form, key));
    addEventListener("pageshow", () => (this.isLeaving = false));
  }

  get hasUnsaved() {
    return this.isTyped || Boolean(this.underway);
  }

  type() {
    this.isTyped = true;
    this.later(PAUSE);
  }

  later(wait) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), wait);
  }

  async save() {
    clearTimeout(this.timer);
    if (this.underway || this.isLeaving || !this.isTyped) return;
    this.isTyped = false;
    this.underway = send(this.form.dataset.keptAt, { method: "POST", body: new FormData(this.form) }).catch(() => null);
    const answer = await this.underway;
    this.underway = null;
    if (answer?.ok && !hasEnded(answer)) this.kept();
    else await this.failed(answer);
  }

  kept() {
    this.say("所写内容已自动保存，还没有提交");
    if (this.isTyped) this.later(PAUSE);
    else shelved.drop(this.key);
  }

  async failed(answer) {
    this.isTyped = true;
    const here = shelve(this.form, this.key) ? "所写内容已留在本机" : "请复制所写的内容";
    if (answer && hasEnded(answer)) return this.say(`登录已超时，${here}，请重新登录后继续。`);
    if (answer && answer.status < 500) return this.say(`没有自动保存：${await sentenceOf(answer)}`);
    this.say(`网络中断，暂未自动保存，${here}，恢复后自动重试；请不要关闭本页`);
    return this.later(RETRY);
  }

  /** What is handed in must not be overtaken by what was on its way to be kept. */
  leave(event) {
    if (this.underway) {
      event.preventDefault();
      this.underway.then(() => this.form.requestSubmit(event.submitter));
      return;
    }
    clearTimeout(this.timer);
    this.isLeaving = true;
    if (this.isTyped) shelve(this.form, this.key, true);
  }
}

/** The sentence of a refusal; a whole page in its place is none. */
async function sentenceOf(answer) {
  const isSentence = answer.headers.get("Content-Type")?.startsWith("text/plain");
  return (isSentence && (await answer.text().catch(() => ""))) || RELOAD;
}
