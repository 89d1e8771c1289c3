// 批注、与上级文件不一致: words that are selected in the text go into the form beside it.

import "./styles/remarks.css";

const reading = document.querySelector("[data-reading]");
const button = document.querySelector("[data-quote]");
const panel = document.getElementById("saying");
const MOST = 400;

/** The paragraph in which a selection begins, and what is selected of it; nothing of a selection elsewhere. */
function chosen() {
  const selection = document.getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0).cloneRange();
  const start = range.startContainer;
  const paragraph = (start.nodeType === Node.TEXT_NODE ? start.parentElement : start).closest("[data-paragraph]");
  if (!paragraph || !reading.contains(paragraph)) return null;
  if (!paragraph.contains(range.endContainer)) range.setEndAfter(paragraph.lastChild);
  const words = range.cloneContents();
  words.querySelectorAll(".quote-mark").forEach((mark) => mark.remove());
  const quote = words.textContent.trim().slice(0, MOST);
  return quote ? { paragraph: paragraph.dataset.paragraph, quote } : null;
}

let last = null;

if (reading && button && panel) {
  const form = panel.querySelector("form");
  document.addEventListener("selectionchange", () => {
    const now = chosen();
    if (now) last = now;
    button.hidden = !now;
  });
  // A tap on the button would take the selection away before it is read.
  button.addEventListener("pointerdown", (event) => event.preventDefault());
  button.addEventListener("click", () => {
    panel.open = true;
    form.elements.paragraph.value = last.paragraph;
    form.elements.quote.value = last.quote;
    button.hidden = true;
    const next = form.elements.superior && !form.elements.superior.value ? form.elements.superior : form.elements.words;
    next.focus({ preventScroll: true });
    panel.scrollIntoView({ block: "center" });
  });
}
