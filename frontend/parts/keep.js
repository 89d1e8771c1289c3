// A list marked data-keep="register" is found again as it was left: page, filters and place.
// A link marked data-back leads back to the list that was last left.

import { shelf } from "./http.js";

const kept = shelf(() => sessionStorage);
const list = document.querySelector("[data-keep]");
const here = () => location.pathname + location.search;

if (list) {
  const key = `keep:${list.dataset.keep}`;
  const last = kept.get(key);
  if (last?.back && last.address === here()) scrollTo({ top: last.top, behavior: "instant" }); // found there, not travelled to
  addEventListener("pagehide", () => {
    kept.set(key, { address: here(), top: scrollY });
    kept.set("keep", key);
  });
}

document.querySelectorAll("a[data-back]").forEach((link) => {
  const key = kept.get("keep");
  const last = key && kept.get(key);
  if (!last) return;
  link.href = last.address;
  link.addEventListener("click", () => kept.set(key, { ...last, back: true }));
});
