// A second click must not send a form twice. The buttons come back when the page does, or when htmx has its answer.

const buttons = (form) => form.querySelectorAll('button:not([type="button"]), input[type="submit"]');

function free(form) {
  delete form.dataset.sent;
  buttons(form).forEach((one) => {
    one.disabled = false;
    one.classList.remove("is-sending");
  });
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || "download" in form.dataset) return; // a page that stays must stay of use
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  if (event.defaultPrevented && !form.matches("[hx-post], [hx-put], [hx-delete]")) return;
  form.dataset.sent = "yes";
  event.submitter?.classList.add("is-sending");
  // After the browser has gathered the fields, which include the button that was pressed.
  setTimeout(() => buttons(form).forEach((one) => (one.disabled = true)));
});

document.addEventListener("htmx:finally:request", ({ target }) => target.closest?.("form[data-sent]") && free(target.closest("form")));
window.addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach(free));

// A form marked data-once="…" makes something new. Whoever comes back to it finds it empty and is told why, instead of
// making the same thing a second time; where the browser kept the page alive, its old key would find the first one.
const makes = document.querySelector("form[data-once]");

makes?.addEventListener("submit", () => history.replaceState({ ...history.state, sent: true }, ""));
window.addEventListener("pageshow", ({ persisted }) => {
  if (!makes || !history.state?.sent) return;
  if (persisted) return location.reload();
  history.replaceState({ ...history.state, sent: false }, "");
  makes.reset();
  document.dispatchEvent(new CustomEvent("say", { detail: { level: "info", sentence: makes.dataset.once } }));
});
