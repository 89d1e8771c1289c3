// A list marked data-keep="register" is found again as it was left: page, filters and place.
// A link marked data-back="register" leads back to it.

import { shelf } from "./http.js";

const kept = shelf(() => sessionStorage);
const list = document.querySelector("[data-keep]");
const here = () => location.pathname + location.search;

if (list) {
  const key = `keep:${list.dataset.keep}`;
  const last = kept.get(key);
  if (last?.back && last.address === here()) scrollTo(0, last.top);
  addEventListener("pagehide", () => kept.set(key, { address: here(), top: scrollY }));
}

document.querySelectorAll("a[data-back]").forEach((link) => {
  const key = `keep:${link.dataset.back}`;
  const last = kept.get(key);
  if (!last || new URL(last.address, location).pathname !== link.pathname) return;
  link.href = last.address;
  link.addEventListener("click", () => kept.set(key, { ...last, back: true }));
});
