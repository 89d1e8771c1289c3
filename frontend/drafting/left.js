// What was typed here and never reached the server, on a text that is no longer the one of the page: it is shown beside
// it, to be copied, to take the page's place, or to be let go of. It stays until one of these is pressed.

import { differing, putBack, shelved } from "./saving.js";

const placeOf = (key) => `${key}:left`;

/** Lay something kept beside the page from now on. */
export function leave(key, found) {
  const all = shelved.get(placeOf(key)) ?? [];
  if (shelved.set(placeOf(key), [...all, found])) shelved.drop(key);
}

/** Show what lies beside the page. */
export function offer(form, key) {
  (shelved.get(placeOf(key)) ?? []).forEach((found) => show(form, key, found));
}

function show(form, key, found) {
  const differ = differing(form, found.entries);
  if (!differ.length) return forget(key, found);
  const notice = document.getElementById("draft-left").content.firstElementChild.cloneNode(true);
  const at = new Date(found.at);
  notice.querySelector("time").textContent = `${at.getMonth() + 1}月${at.getDate()}日 ${at.toTimeString().slice(0, 5)}`;
  notice.querySelector("dl").append(...differ.filter(([name]) => !isHidden(form, name)).map(([name, value]) => told(form, name, value)));
  notice.addEventListener("submit", (event) => {
    event.preventDefault();
    if (event.submitter.value === "take" && !take(form, found)) return;
    forget(key, found);
    notice.remove();
  });
  form.parentElement.insertBefore(notice, form); // a field is called `before`
}

/** Write it into the page; tells whether all of it had a place there. */
function take(form, found) {
  putBack(form, found.entries);
  return !differing(form, found.entries).length;
}

function forget(key, found) {
  const others = (shelved.get(placeOf(key)) ?? []).filter((one) => one.at !== found.at);
  if (others.length) shelved.set(placeOf(key), others);
  else shelved.drop(placeOf(key));
}

const fieldOf = (form, name) => form.querySelector(`[name="${CSS.escape(name)}"]`);
const isHidden = (form, name) => fieldOf(form, name)?.type === "hidden" || (!fieldOf(form, name) && !/^attachment_\d+/.test(name));

function told(form, name, value) {
  const field = fieldOf(form, name);
  const part = document.createElement("div");
  const [label, words] = [document.createElement("dt"), document.createElement("dd")];
  const [, number, body] = /^attachment_(\d+)(_body)?$/.exec(name) ?? []; // the page may have fewer of them
  label.textContent = (field && document.getElementById(`${field.id}_label`)?.textContent.trim()) || `附件${number}` + (body ? "内容" : "名称");
  words.textContent = (field?.options && [...field.options].find((one) => one.value === value)?.text) || value || "（空）";
  part.append(label, words);
  return part;
}
