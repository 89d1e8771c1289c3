// What is typed is never lost: a document's text is kept by the server when typing pauses; until it says so, and where
// there is no document (公文工具), it is kept in this tab and put back after a reload or a new signing-in.

import { hasEnded, send, shelf } from "../parts/http.js";

const LARGEST = 1_000_000; // characters that are kept
const NOT_TYPED = ["csrfmiddlewaretoken", "request_key", "mend"];
export const shelved = shelf(() => sessionStorage);
export const keyOf = (place) => `drafting:${document.body.dataset.account ?? ""}${place}`;

export const typed = (form) => [...new FormData(form)].filter(([name, value]) => typeof value === "string" && !NOT_TYPED.includes(name));
const isSmall = (entries) => entries.reduce((sum, [, value]) => sum + value.length, 0) < LARGEST;

/** Keep what is typed in this tab; tells whether that went well. */
export function shelve(form, key) {
  const entries = typed(form);
  const isKept = isSmall(entries) && shelved.set(key, entries);
  if (!isKept) shelved.drop(key);
  return isKept;
}

/** Put back what was kept, unless it was written on another text; tells whether anything was. */
export function restore(form, key, sign) {
  const entries = shelved.get(key) ?? [];
  if (!entries.length || new Map(entries).get(sign) !== form.elements[sign].value) return false;
  const differ = entries.filter(([name, value]) => form.elements[name] && form.elements[name].value.replace(/\r\n?/g, "\n") !== value.replace(/\r\n?/g, "\n"));
  differ.forEach(([name, value]) => (form.elements[name].value = value));
  return differ.length > 0;
}

/** Send what is typed to be kept; returns what to say of it, and whether to try again. */
export async function keep(form, key) {
  const answer = await send(form.dataset.keptAt, { method: "POST", body: new FormData(form) }).catch(() => null);
  if (answer && answer.ok && !hasEnded(answer)) {
    shelved.drop(key);
    return { said: "所写内容已自动保存，还没有提交", again: false };
  }
  const here = shelve(form, key) ? "所写内容已留在本机" : "请复制所写的内容";
  if (answer && hasEnded(answer)) return { said: `登录已超时，${here}，请重新登录后继续。`, again: false };
  if (answer && answer.status < 500) return { said: `没有自动保存：${await answer.text()}`, again: false };
  return { said: `网络中断，暂未自动保存，${here}，恢复后自动重试；请不要关闭本页`, again: true };
}
