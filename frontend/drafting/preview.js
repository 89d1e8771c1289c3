// 排版效果 beside the text: the pages as they will print. Only those that are looked at are asked for, and only what
// has changed is sent: a picture is known by its digest.

const AT_ONCE = 4; // pages that the server draws for one asking
const MOST_KEPT = 24; // pictures

export class Preview {
  /** section: the card of the page's template; ask: called when other pages come into sight. */
  constructor(section, ask) {
    this.section = section;
    this.ask = ask;
    this.width = section.querySelector(".sheets-width");
    this.kept = new Map(); // digest → address of the picture
    this.seen = new Set();
    this.turn = 0; // counts changes of the text; a sheet bears that of the text it was drawn from
    this.watch = new IntersectionObserver((entries) => this.look(entries), { root: section.querySelector(".sheets-view"), rootMargin: "25% 0px" });
    this.sheets.forEach((sheet) => this.watch.observe(sheet));
  }

  get sheets() {
    return [...this.width.children];
  }

  get isShown() {
    return this.section.offsetParent !== null && document.visibilityState === "visible";
  }

  look(entries) {
    entries.forEach(({ target, isIntersecting }) => this.seen[isIntersecting ? "add" : "delete"](target));
    if (entries.some(({ target, isIntersecting }) => isIntersecting && this.isOld(target))) this.ask(0);
  }

  age() {
    this.turn += 1;
  }

  isOld = (sheet) => sheet.dataset.turn !== String(this.turn);

  /** Add to what is sent which pages are wanted and which pictures need not come. */
  gather(form) {
    const sheets = this.sheets;
    const old = sheets.map((sheet, at) => this.seen.has(sheet) && this.isOld(sheet) && at + 1).filter(Boolean);
    this.asked = this.turn;
    form.set("want", (sheets.length ? old.slice(0, AT_ONCE) : [1]).join(","));
    form.set("has", [...this.kept.keys()].join(","));
    return form;
  }

  async take({ count, unset, sheets }) {
    this.section.querySelector("[data-unset]").hidden = !unset;
    this.section.querySelector("[data-reason]").textContent = unset;
    this.section.querySelector(".draft-pages").hidden = Boolean(unset);
    this.section.querySelector("[data-count]").textContent = count ? `共${count}页` : "";
    if (unset) return;
    sheets.filter(({ picture }) => picture).forEach(({ digest, picture }) => this.kept.set(digest, picture));
    await Promise.all(sheets.filter(({ picture }) => picture).map(({ picture }) => decoded(picture)));
    while (this.sheets.length > count) this.drop(this.sheets[this.sheets.length - 1]);
    while (this.sheets.length < count) this.add(this.sheets.length + 1);
    this.sheets.forEach((sheet, at) => sheet.setAttribute("aria-label", `第${at + 1}页，共${count}页`));
    sheets.forEach(({ number, digest }) => this.draw(number, digest));
    [...this.kept.keys()].slice(0, -MOST_KEPT).forEach((digest) => this.kept.delete(digest));
    if (sheets.length && this.sheets.some((sheet) => this.seen.has(sheet) && this.isOld(sheet))) this.ask();
  }

  add(number) {
    const sheet = document.createElement("section");
    sheet.className = "sheet";
    sheet.dataset.number = number;
    this.width.append(sheet);
    this.watch.observe(sheet);
  }

  drop(sheet) {
    this.watch.unobserve(sheet);
    this.seen.delete(sheet);
    sheet.remove();
  }

  draw(number, digest) {
    const sheet = this.sheets[number - 1];
    if (!sheet) return;
    sheet.dataset.turn = this.asked;
    if (sheet.dataset.digest === digest) return;
    const image = sheet.querySelector("img") ?? sheet.appendChild(new Image(210, 297));
    Object.assign(image, { src: this.kept.get(digest), alt: `第${number}页` });
    image.removeAttribute("loading");
    sheet.dataset.digest = digest;
  }
}

/** A picture is shown once it is ready, or the page would blink at every key. */
async function decoded(address) {
  const image = new Image();
  image.src = address;
  await image.decode().catch(() => null);
}
