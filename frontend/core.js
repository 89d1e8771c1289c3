import Alpine from "@alpinejs/csp";
import "@tabler/core/dist/css/tabler.min.css";
import "htmx.org/dist/htmx.esm.js";

import "./styles/base.css";
import "./styles/shell.css";
import "./styles/forms.css";
import "./styles/parts.css";
import "./styles/matter.css";
import "./styles/course.css";
import "./styles/intake.css";
import "./styles/pages.css";
import "./styles/desk.css";
import "./styles/care.css";
import "./styles/security.css";
import "./styles/print.css";

import "./parts/confirm.js";
import "./parts/once.js";
import "./parts/filter.js";
import "./parts/keep.js";
import "./parts/shell.js";
import "./parts/choices.js";
import "./parts/sheets.js";
import "./parts/shortcuts.js";
import "./parts/ticks.js";
import { SIGNED_OUT, hasEnded, token } from "./parts/http.js";
import { draft, settle } from "./parts/draft.js";
import { picker } from "./parts/picker.js";
import { upload } from "./parts/upload.js";

Alpine.data("draft", draft);
Alpine.data("picker", picker);
Alpine.data("upload", upload);
Alpine.start();
settle();

document.addEventListener("htmx:config:request", ({ detail }) => {
  detail.ctx.request.headers["X-CSRFToken"] = token();
});

// A part of a page must never be replaced by the sign-in page.
document.addEventListener("htmx:before:swap", (event) => {
  if (!hasEnded(event.detail.ctx.response.raw)) return;
  event.preventDefault();
  document.dispatchEvent(new CustomEvent("say", { detail: { level: "danger", sentence: SIGNED_OUT } }));
});
