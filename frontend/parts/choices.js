// Choosing: a filter over a long list of boxes, people in the order in which they are chosen, and the way to the
// first field that is wrong.

document.querySelectorAll("[data-narrow]").forEach((filter) => {
  const list = filter.closest(".checklist");
  const choices = [...list.querySelectorAll(".checklist-body .choice")];
  const ticked = (one) => one.querySelector("input").checked;
  const all = list.querySelector("[data-all]"); // of those that are shown

  function narrow() {
    const words = filter.value.trim().toLowerCase();
    choices.forEach((one) => (one.hidden = !ticked(one) && !one.textContent.toLowerCase().includes(words)));
  }

  function count() {
    const number = choices.filter(ticked).length;
    list.querySelector("[data-count]").textContent = number ? `已选${number}个` : "";
    if (all) all.checked = number === choices.length;
  }

  all?.addEventListener("change", () => {
    const boxes = choices.filter((one) => !one.hidden).map((one) => one.querySelector("input"));
    boxes.filter((box) => !box.disabled).forEach((box) => (box.checked = all.checked));
  });
  filter.addEventListener("input", narrow);
  filter.addEventListener("keydown", (event) => event.key === "Enter" && event.preventDefault());
  list.addEventListener("change", count);
  list.querySelector(".checklist-head").hidden = false; // of no use without this script
  count();
});

// Fields are sent in the order of the page: whoever is chosen moves behind those chosen before.
document.querySelectorAll("[data-ordered]").forEach((cards) => {
  cards.addEventListener("change", ({ target }) => {
    const chosen = [...cards.children].filter((card) => card.querySelector(":checked") && !card.contains(target));
    const card = target.closest(".choice-card");
    card.classList.toggle("is-chosen", target.checked);
    if (chosen.length) chosen[chosen.length - 1].after(card);
    else cards.prepend(card);
    target.focus();
  });
});

const wrong = document.querySelector(".is-wrong") ?? document.querySelector(".form-summary");
wrong?.closest("details")?.setAttribute("open", "");
(wrong?.querySelector("textarea, select, input:not([type=hidden])") ?? wrong)?.focus();
