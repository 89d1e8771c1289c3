// A box <input type="search" data-filter="ID"> above a list: of the list inside #ID only the items that contain its words are shown.

document.addEventListener("input", ({ target }) => {
  if (!target.matches("[data-filter]")) return;
  const box = document.getElementById(target.dataset.filter);
  const words = target.value.trim().split(/\s+/);
  const items = [...box.querySelectorAll("li")];
  items.forEach((item) => (item.hidden = !words.every((word) => item.textContent.includes(word))));
  box.querySelector("[data-filter-none]").hidden = items.some((item) => !item.hidden);
});
