// Lists in which several rows may be ticked: how many are, all of the page at once, and nothing sent with none.

const ticks = [...document.querySelectorAll("[data-tick]")];
const all = document.querySelector("[data-tick-all]");
const go = document.querySelector("[data-tick-go]");

function count() {
  const ticked = ticks.filter((one) => one.checked);
  ticks.forEach((one) => one.closest("li").classList.toggle("is-ticked", one.checked));
  document.querySelector("[data-tick-count]").textContent = ticked.length ? `（已选${ticked.length}件）` : "";
  all.checked = ticked.length === ticks.length;
  all.indeterminate = ticked.length > 0 && !all.checked;
  go.disabled = ticked.length === 0;
}

if (ticks.length && all) {
  all.closest("label").hidden = false;
  all.addEventListener("change", () => {
    ticks.forEach((one) => (one.checked = all.checked));
    count();
  });
  document.addEventListener("change", ({ target }) => target.matches("[data-tick]") && count());
  window.addEventListener("pageshow", count); // the browser may have ticked them again
  count();
}
