// The person picker (选人): a combobox over the options that the server sends; the chosen are plain hidden fields.

import { send } from "./http.js";

export function picker() {
  let late; // of the pause in typing
  let asked = 0;
  return {
    open: false,
    at: -1,

    options() {
      return [...this.$refs.list.querySelectorAll('[role="option"]')];
    },

    type() {
      clearTimeout(late);
      late = setTimeout(() => this.look(), 200);
    },

    async look() {
      const words = this.$refs.input.value.trim();
      const mine = ++asked;
      if (!words) return this.close();
      const address = new URL(this.$root.dataset.url, location);
      address.searchParams.set("q", words);
      const html = await send(address)
        .then((answer) => (answer.ok && !answer.redirected ? answer.text() : ""))
        .catch(() => "");
      if (mine !== asked) return;
      this.$refs.list.innerHTML = html || '<li class="picker-none">暂时查不到人员，请稍后重试。</li>';
      this.options().forEach((one, index) => (one.id = `${this.$refs.list.id}-${index}`));
      this.open = true;
      this.mark(0);
    },

    mark(at) {
      const options = this.options();
      this.at = options.length ? (at + options.length) % options.length : -1;
      options.forEach((one, index) => one.setAttribute("aria-selected", index === this.at));
      options[this.at]?.scrollIntoView({ block: "nearest" });
      this.$refs.input.setAttribute("aria-activedescendant", options[this.at]?.id ?? "");
    },

    key(event) {
      const { key } = event;
      if (key === "ArrowDown") this.open ? this.mark(this.at + 1) : this.look();
      else if (key === "ArrowUp") this.mark(this.at - 1);
      else if (key === "Enter" && this.open) this.take(this.options()[this.at]);
      else if (key === "Enter" && !this.$refs.input.value) return;
      else if (key === "Escape" && this.open) this.close();
      else if (key === "Backspace" && !this.$refs.input.value) return this.$refs.chips.lastElementChild?.remove();
      else return;
      event.preventDefault();
      event.stopPropagation();
    },

    press(event) {
      this.take(event.target.closest('[role="option"]'));
    },

    take(option) {
      if (!option || isDisabled(option)) return;
      const { id, name, unit } = option.dataset;
      const { chips, chip, input } = this.$refs;
      if (!this.$root.hasAttribute("data-several")) chips.replaceChildren();
      if (![...chips.querySelectorAll("input")].some((one) => one.value === id)) {
        const made = chip.content.firstElementChild.cloneNode(true);
        made.querySelector("input").value = id;
        made.querySelector(".chip-name").textContent = name;
        made.querySelector(".chip-unit").textContent = unit;
        made.querySelector("button").setAttribute("aria-label", `移除${name}`);
        chips.append(made);
      }
      input.value = "";
      input.focus();
      this.close();
    },

    remove(event) {
      const button = event.target.closest("button");
      if (!button) return;
      button.closest(".chip").remove();
      this.$refs.input.focus();
    },

    close() {
      this.open = false;
      this.mark(-1);
    },

    leave(event) {
      if (!this.$root.contains(event.relatedTarget)) this.open = false;
    },
  };
}

const isDisabled = (option) => option.getAttribute("aria-disabled") === "true";
