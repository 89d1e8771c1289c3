// What is laid beside a draft goes into it (插入文稿). A button with data-insert brings its words, one with
// data-insert-selection what is selected inside the element that it names. The field that had the cursor last is told
// by "zs:insert" with the words as its detail: an editor takes them and prevents the default, a plain field is filled here.

const FIELDS = "input:not([type]), input[type=text], textarea, [contenteditable=true]";
const BUTTONS = "[data-insert], [data-insert-selection]";
const draft = () => document.getElementById("drafting");
let last = null;

/** Where the cursor stood last, else the text of the document. */
function field() {
  if (last?.isConnected) return last;
  const body = document.getElementById("id_body");
  return body?.parentElement.querySelector("[contenteditable=true]") ?? body;
}

function insert(words) {
  const target = field();
  if (!target || !words) return;
  const event = new CustomEvent("zs:insert", { detail: words, bubbles: true, cancelable: true });
  if (!target.dispatchEvent(event) || !target.setRangeText) return;
  target.focus();
  target.setRangeText(words, target.selectionStart, target.selectionEnd, "end");
  target.dispatchEvent(new InputEvent("input", { bubbles: true }));
}

function selected(name) {
  const found = getSelection();
  return document.getElementById(name)?.contains(found.anchorNode) ? found.toString() : "";
}

document.addEventListener("focusin", ({ target }) => {
  if (draft()?.contains(target) && target.matches(FIELDS)) last = target;
});

// The cursor and what is selected stay where they are while the button is pressed.
document.addEventListener("mousedown", (event) => {
  if (event.target.closest(BUTTONS)) event.preventDefault();
});

document.addEventListener("click", (event) => {
  const button = event.target.closest(BUTTONS);
  if (!button || !draft()) return;
  event.preventDefault();
  insert(button.dataset.insert ?? selected(button.dataset.insertSelection));
});

// A link to the panel opens it as well.
document.addEventListener("click", (event) => {
  const link = event.target.closest('a[href="#beside"]');
  if (link) document.getElementById("beside").open = true;
});
