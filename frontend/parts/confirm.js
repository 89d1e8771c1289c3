// data-confirm="终止后不能恢复，确定终止吗？" data-confirm-yes="终止" on a form or on one of its submit buttons.

function ask(sentence, yes) {
  const dialog = document.createElement("dialog");
  const text = document.createElement("p");
  const form = document.createElement("form");
  text.id = "confirm-sentence";
  text.textContent = sentence;
  form.method = "dialog";
  form.append(button("取消", "", "btn"), button(yes, "yes", "btn btn-primary"));
  dialog.className = "confirm";
  dialog.setAttribute("aria-labelledby", text.id);
  dialog.append(text, form);
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes");
    });
  });
}

function button(words, value, className) {
  const made = document.createElement("button");
  Object.assign(made, { textContent: words, value, className });
  return made;
}

const agreed = new WeakSet();

document.addEventListener(
  "submit",
  async (event) => {
    const { target: form, submitter } = event;
    const asking = [submitter, form].find((one) => one?.dataset?.confirm);
    if (!asking || agreed.delete(form)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (await ask(asking.dataset.confirm, asking.dataset.confirmYes ?? "确定")) {
      agreed.add(form);
      form.requestSubmit(submitter);
    } else {
      submitter?.focus();
    }
  },
  true,
);
