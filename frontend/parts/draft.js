// An opinion being written is never lost: kept on this machine at every key, on the server when typing pauses, and
// restored after a reload, a crash or a new sign-in. It goes only when the server has accepted the act.

import { OFFLINE, SIGNED_OUT, hasEnded, send, shelf } from "./http.js";

const PAUSE = 2000;
const RETRY = 15000;
const KEEP = 30 * 24 * 3600 * 1000;
const kept = shelf(() => localStorage);
const mine = () => `draft:${document.body.dataset.account ?? ""}:`;

export function draft() {
  let timer;
  return {
    init() {
      const { text } = this.$refs;
      const local = kept.get(this.key);
      if (local?.pending && local.text !== text.value) {
        text.value = local.text;
        this.say("已恢复您上次填写的内容");
      }
      if (local?.pending) this.later();
      else kept.drop(this.key);
      text.form?.addEventListener("submit", () => this.keep({ sent: true }));
      this.leave = () => document.visibilityState === "hidden" && this.save();
      this.online = () => this.save();
      document.addEventListener("visibilitychange", this.leave);
      window.addEventListener("online", this.online);
    },

    destroy() {
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", this.leave);
      window.removeEventListener("online", this.online);
    },

    get key() {
      return mine() + this.$root.dataset.url;
    },

    write() {
      this.keep({});
      this.say("");
      this.later();
    },

    keep(more) {
      const { value } = this.$refs.text;
      const before = kept.get(this.key);
      const pending = before?.text === value ? before.pending : true;
      return kept.set(this.key, { text: value, at: Date.now(), pending, url: this.$root.dataset.url, ...more });
    },

    later(wait = PAUSE) {
      clearTimeout(timer);
      timer = setTimeout(() => this.save(), wait);
    },

    async save() {
      clearTimeout(timer);
      const local = kept.get(this.key);
      const text = this.$refs.text.value;
      if (local && !local.pending) return;
      const answer = await send(this.$root.dataset.url, {
        method: "PUT",
        body: text,
        headers: { "Content-Type": "text/plain; charset=utf-8" },
        keepalive: text.length < 20000,
      }).catch(() => null);
      if (answer?.ok && !hasEnded(answer)) this.saved(text);
      else this.failed(answer);
    },

    saved(text) {
      if (text !== this.$refs.text.value) return;
      this.keep({ pending: false });
      this.say("已自动保存");
    },

    failed(answer) {
      const here = kept.get(this.key) !== null;
      if (answer && hasEnded(answer)) this.say(here ? SIGNED_OUT : "登录已超时，请先复制所写内容，再重新登录。", "error");
      else if (answer && answer.status < 500) this.say("未能保存到服务器，内容已保存在本机。请刷新页面查看事项的最新情况。", "error");
      else this.say(here ? "网络中断，内容已保存在本机" : OFFLINE, "error");
      if (!answer || answer.status >= 500) this.later(RETRY);
    },

    say(sentence, level = "") {
      this.$refs.note.textContent = sentence;
      this.$refs.note.dataset.level = level;
    },
  };
}

/** Forget what the server has accepted: it answers 410 to a draft whose task has been done. */
export async function settle() {
  if (!document.body.dataset.account) return;
  for (const key of kept.keys().filter((one) => one.startsWith(mine()))) {
    const { sent, at, url } = kept.get(key) ?? {};
    if (!(Date.now() - at < KEEP)) kept.drop(key);
    if (!sent || document.querySelector(`[data-url="${CSS.escape(url)}"]`)) continue;
    const answer = await send(url).catch(() => null);
    if (answer?.status === 410) kept.drop(key);
  }
}
