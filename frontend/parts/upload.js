// The drop zone (上传附件): files go up one after another in small pieces, which adapt to the speed of the line so that
// others are not held up, and go on where they stopped when the network comes back or the page is opened again.

import { OFFLINE, hasEnded, send, shelf } from "./http.js";

const KB = 1024;
const [SMALLEST, LARGEST] = [64 * KB, 512 * KB];
const GOAL = 0.8; // seconds per piece
const kept = shelf(() => localStorage);

class Stopped extends Error {}
class Refused extends Stopped {} // once more would not help

export function upload() {
  let queue = Promise.resolve();
  return {
    items: [],
    over: false,

    init() {
      this.$root.closest("form")?.addEventListener("submit", (event) => this.hold(event), true);
    },

    hold(event) {
      const open = this.items.filter(({ state }) => state !== "done");
      if (!open.length) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      const failed = open.every(({ state }) => state === "error");
      this.$refs.note.textContent = failed
        ? "有文件没有上传成功，请重试或移除后再提交。"
        : "文件正在上传，请等上传完成后再提交。";
    },

    get failed() {
      return this.items.filter(({ state }) => state === "error").length;
    },

    get manyFailed() {
      return this.failed > 1;
    },

    get removal() {
      return `移除未成功的${this.failed}个文件`;
    },

    get look() {
      return this.over ? "is-over" : "";
    },

    enter() {
      this.over = true;
    },

    leave() {
      this.over = false;
    },

    async drop(event) {
      this.over = false;
      this.add(await dropped(event.dataTransfer));
    },

    choose() {
      this.add(this.$refs.input.files);
      this.$refs.input.value = "";
    },

    chooseFolder() {
      this.add([...this.$refs.folder.files].filter(isPaper));
      this.$refs.folder.value = "";
    },

    add(files) {
      const several = this.$root.hasAttribute("data-several");
      if (!several) this.items.forEach((item) => this.remove(item));
      for (const file of several ? files : [...files].slice(0, 1)) {
        this.items.push({ key: Math.random(), name: file.name, size: file.size, blob: () => file, percent: 0, state: "waiting", words: "等待上传", file: "" });
        this.start(this.items[this.items.length - 1]);
      }
    },

    start(item) {
      this.$refs.note.textContent = "";
      const error = refusal(item, Number(this.$root.dataset.max));
      if (error) return tell(item, "error", error, false);
      tell(item, "waiting", "等待上传");
      queue = queue.then(() => item.state === "waiting" && this.push(item)).catch(() => {});
    },

    remove(item) {
      item.state = "removed";
      this.items = this.items.filter(({ key }) => key !== item.key);
      this.$refs.note.textContent = "";
    },

    removeFailed() {
      this.items.filter(({ state }) => state === "error").forEach((item) => this.remove(item));
    },

    removeKept(event) {
      event.target.closest("li").remove();
    },

    async push(item) {
      const url = this.$root.dataset.url;
      const mark = `upload:${item.name}:${item.size}:${item.blob().lastModified}`;
      tell(item, "sending", "正在上传");
      try {
        let id = kept.get(mark);
        let received = 0;
        let piece = SMALLEST;
        while (!item.file && item.state === "sending") {
          if (!id) {
            const body = JSON.stringify({ name: item.name, size: item.size });
            ({ id, received } = await speak(item, url, { method: "POST", body, headers: { "Content-Type": "application/json" } }));
            kept.set(mark, id);
          }
          const began = performance.now();
          const body = item.blob().slice(received, received + piece);
          const headers = { "Upload-Offset": String(received), "Content-Type": "application/octet-stream" };
          const answer = await speak(item, `${url}${id}/`, { method: "PUT", body, headers });
          if (answer.gone) [id, received] = [null, 0];
          else ({ received } = answer);
          item.percent = Math.floor((received / item.size) * 100);
          item.file = answer.file ?? "";
          piece = next(piece, (performance.now() - began) / 1000);
        }
        kept.drop(mark);
        if (item.file) tell(item, "done", "已上传");
        this.$refs.note.textContent = "";
      } catch (error) {
        const words = error instanceof Stopped ? error.message : "上传未成功，请重试。";
        tell(item, "error", words, !(error instanceof Refused));
      }
    },
  };
}

/** What was dropped: files as they are, of folders all that lies in them. */
async function dropped({ items, files }) {
  const entries = [...items].map((item) => item.webkitGetAsEntry?.());
  if (!entries.some((entry) => entry?.isDirectory)) return files;
  return (await Promise.all(entries.map(inside))).flat().filter(isPaper);
}

async function inside(entry) {
  if (entry.isFile) return [await new Promise((done, fail) => entry.file(done, fail))];
  const reader = entry.createReader();
  const found = [];
  for (;;) {
    const some = await new Promise((done, fail) => reader.readEntries(done, fail)); // a hundred at most each time
    if (!some.length) break;
    found.push(...some);
  }
  return (await Promise.all(found.map(inside))).flat();
}

/** Folders also hold what programs leave in them for themselves. */
const isPaper = ({ name }) => !/^(\.|~\$|Thumbs\.db$|desktop\.ini$)/i.test(name);

/** Ask until the network answers; return what the server said. */
async function speak(item, address, options) {
  for (let wait = 1000; item.state === "sending"; wait = Math.min(wait * 2, 30000)) {
    const answer = await send(address, options).catch(() => null);
    if (answer && hasEnded(answer)) throw new Stopped("登录已超时，请重新登录后再选择该文件，将从中断处继续。");
    if (answer?.ok || answer?.status === 409) {
      item.words = "正在上传";
      return answer.json();
    }
    if (answer && options.method === "PUT" && (answer.status === 404 || answer.status === 410)) return { gone: true };
    if (answer && answer.status < 500) throw new Refused(await reason(answer));
    item.words = answer ? "服务器繁忙，稍后自动继续" : "网络中断，恢复后自动继续";
    await rest(wait);
  }
  throw new Stopped(OFFLINE);
}

const reason = (answer) =>
  answer.json().then(({ error }) => error, () => (answer.status === 413 ? "文件过大，不能上传。" : "上传未成功，请重试。"));

/** Wait, or less if the network comes back before. */
function rest(wait) {
  return new Promise((done) => {
    setTimeout(done, wait);
    window.addEventListener("online", done, { once: true });
  });
}

const next = (piece, seconds) =>
  Math.round(Math.min(LARGEST, Math.max(SMALLEST, piece * Math.min(2, GOAL / Math.max(seconds, 0.01)))));

function refusal({ size }, max) {
  if (size === 0) return "这是空文件，不能上传。";
  return max && size > max ? `文件超过${Math.floor(max / KB / KB)} MB，不能上传。` : "";
}

const tell = (item, state, words, again = false) => Object.assign(item, { state, words, again });
