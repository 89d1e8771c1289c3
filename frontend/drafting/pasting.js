// 粘贴: what Word, WPS and pages of the web lay on the clipboard becomes what an official text is made of: paragraphs
// with their numbers as typed numerals, and tables as lines whose cells are parted by tabs (gongwen.draft.plain).

export const MOST_MARKUP = 8_000_000; // characters of markup that are looked at

const BLOCKS = new Set(
  "ADDRESS ARTICLE ASIDE BLOCKQUOTE BODY CAPTION CENTER DD DIV DL DT FIGCAPTION FIGURE FOOTER FORM H1 H2 H3 H4 H5 H6 HEADER HR LI MAIN NAV OL P PRE SECTION UL".split(" "),
);
const NOTHING = new Set("HEAD IFRAME LINK META NOSCRIPT SCRIPT STYLE TEMPLATE TITLE XML".split(" "));
const PICTURES = new Set("CANVAS IMG OBJECT PICTURE SVG VIDEO".split(" "));
// Comments, what was deleted under 修订, and what the writer has hidden.
const HIDDEN_STYLE = /mso-element:\s*comment|mso-special-character:\s*comment|mso-hide:\s*all|display:\s*none/i;
const HIDDEN_CLASS = /(?:^|\s)(?:msodel|msocom\w*|msocommentreference)(?:\s|$)/i;
const FIELD = /mso-element:\s*field-(begin|separator|end)/i;
const LISTED = /mso-list:\s*ignore/i;
const BULLET = /^[·•●○■□◆◇▪▫➢➤✓✔Ølnuvüq§\uf000-\uf0ff]$/;
const CHINESE_LISTS = /cjk|chinese|ideographic|hanzi/i;
const NUMERALS = "一二三四五六七八九十";
const MOST_COLUMNS = 60;

const INVISIBLE = /[\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]/g;
const BLANKS = /[\t \u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+/g;
const HAN = "[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef“”‘’—…]";
const WRAPPED = new RegExp(`(?<=${HAN}) ?\n ?(?=${HAN})`, "g"); // where the source of the markup goes to the next line
const SOFT = "\v";
const ENDED = /[。！？；：…”）]$/;
const NUMBERED = /^(?:[一二三四五六七八九十]+、|[（(][一二三四五六七八九十0-9]+[）)]|[0-9]{1,2}[.．、])/;

/** Markup as the text of a draft, with how many pictures were left out. Nothing in it is fetched, run or shown. */
export function cleaned(markup) {
  const { body } = new DOMParser().parseFromString(disarmed(markup), "text/html");
  const found = read(body, true);
  const { parts, pictures } = found.isCut ? read(body, false) : found;
  return { text: parts.join("\n"), pictures };
}

function read(body, hasFields) {
  const reader = new Reader(hasFields);
  reader.visit(body);
  reader.end();
  return reader;
}

/** Even a document that is never shown reports its styles and handlers to the policy of the page: they get other names. */
const disarmed = (markup) =>
  markup.replace(/<(style|script)\b[^>]*>[\s\S]*?<\/\1\s*>/gi, "").replace(/<[a-z][^>]*>/gi, (tag) => tag.replace(/\s(style|on[a-z]+)(?=\s*=)/gi, " data-$1"));

/** Plain text as it may stand in a draft: what nobody sees goes, tabs stay, since they part the cells of a table. */
export const plain = (text) =>
  text
    .replace(/\r\n?/g, "\n")
    .replace(INVISIBLE, "")
    .split("\n")
    .map((line) => line.replace(/[ \u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+/g, " ").replace(/^ | $/g, ""))
    .join("\n");

function paragraphs(text) {
  const found = [];
  for (const piece of text.split(SOFT).map(tidy).filter(Boolean)) {
    const above = found[found.length - 1];
    if (above && !ENDED.test(above) && !NUMBERED.test(piece)) found[found.length - 1] = above + piece;
    else found.push(piece);
  }
  return found;
}

const tidy = (text) => text.replace(INVISIBLE, "").replace(BLANKS, " ").replace(WRAPPED, "").replace(/[ \n]+/g, " ").trim();

class Reader {
  parts = [];
  pictures = 0;
  text = "";
  fields = []; // of each field code that is open, whether its result has begun
  numbers = new Map(); // of each list, the number that comes next
  wasTable = false;
  wasCut = false;

  /** hasFields: whether the codes of fields are left out; not where the end of one was not copied with it. */
  constructor(hasFields) {
    this.hasFields = hasFields;
  }

  /** Whether a field goes on past the end: all behind its beginning was taken for its code. */
  get isCut() {
    return this.wasCut || this.fields.length > 0;
  }

  visit(node) {
    if (node.nodeType === Node.TEXT_NODE) this.write(node.data);
    else if (node.nodeType === Node.ELEMENT_NODE) this.enter(node);
  }

  inside = (element) => element.childNodes.forEach((child) => this.visit(child));

  write(text) {
    if (this.fields.every(Boolean)) this.text += text.replace(/[ \t]*[\r\n]+[ \t]*/g, "\n");
  }

  enter(element) {
    const name = element.tagName.toUpperCase();
    const style = element.dataset.style ?? "";
    const field = FIELD.exec(style)?.[1].toLowerCase();
    if (NOTHING.has(name) || name === "DEL" || HIDDEN_STYLE.test(style) || HIDDEN_CLASS.test(element.className)) return;
    if (field) this.field(field);
    else if (PICTURES.has(name)) this.pictures += 1;
    else if (name === "BR") this.write(SOFT);
    else if (name === "TABLE") this.table(element);
    else if (LISTED.test(style)) this.numeral(element);
    else if (BLOCKS.has(name)) this.block(element, name);
    else this.inside(element);
  }

  field(sort) {
    if (!this.hasFields) return;
    if (sort === "begin") this.fields.push(false);
    else if (sort === "separator" && this.fields.length) this.fields[this.fields.length - 1] = true;
    else if (sort === "end") this.fields.pop();
  }

  block(element, name) {
    this.end();
    if (name === "LI") this.text = this.numberOf(element);
    this.inside(element);
    this.end();
  }

  /** What Word writes before an item of a list: 一、 and blanks as wide as a tab. A bullet is no numeral. */
  numeral(element) {
    const sign = tidy(element.textContent);
    if (!BULLET.test(sign)) this.write(sign);
  }

  end() {
    const found = paragraphs(this.text);
    this.text = "";
    if (found.length) this.put(found, false);
  }

  put(lines, isTable) {
    if (isTable && this.wasTable) this.parts.push(""); // or the two would be read as one
    this.parts = this.parts.concat(lines);
    this.wasTable = isTable;
  }

  table(element) {
    this.end();
    const rows = grid(element).map((row) => row.map((cell) => (cell ? this.cell(cell) : "")));
    const isTable = rows.length > 1 && rows[0].length > 1;
    const lines = isTable ? rows.map((row) => row.join("\t")) : rows.flat().filter(Boolean);
    if (lines.some((line) => line.trim())) this.put(lines, isTable);
  }

  cell(element) {
    const inner = new Reader(this.hasFields);
    inner.inside(element);
    inner.end();
    this.pictures += inner.pictures;
    this.wasCut = this.wasCut || inner.isCut;
    return inner.parts.join(" ").replace(BLANKS, " ").trim();
  }

  /** The number that a browser would draw before an item, in the way its list is counted; nothing before a bullet. */
  numberOf(item) {
    const list = item.parentElement;
    if (list?.tagName !== "OL") return "";
    const number = /^-?\d+$/.test(item.getAttribute("value") ?? "") ? item.value : this.numbers.get(list) ?? firstOf(list);
    this.numbers.set(list, number + (list.reversed ? -1 : 1));
    const style = `${list.dataset.style ?? ""} ${item.dataset.style ?? ""}`;
    return CHINESE_LISTS.test(style) && NUMERALS[number - 1] ? `${NUMERALS[number - 1]}、` : `${number}.`;
  }
}

/** The cells of a table by row and column; null where one that began before goes on. */
function grid(table) {
  const rows = [...table.rows].map(() => []);
  [...table.rows].forEach((row, at) => {
    let column = 0;
    for (const cell of row.cells) {
      while (rows[at][column] !== undefined) column += 1;
      const [across, down] = [Math.min(cell.colSpan, MOST_COLUMNS), Math.min(cell.rowSpan || 1, rows.length - at)];
      for (let i = 0; i < down; i += 1) for (let k = 0; k < across; k += 1) rows[at + i][column + k] = i || k ? null : cell;
      column += across;
    }
  });
  const width = Math.max(0, ...rows.map((row) => row.length));
  return rows.map((row) => Array.from({ length: width }, (_, at) => row[at] ?? null));
}

/** Where a list begins to count. */
function firstOf(list) {
  if (list.hasAttribute("start")) return list.start;
  return list.reversed ? [...list.children].filter((one) => one.tagName === "LI").length : 1;
}
