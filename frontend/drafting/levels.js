// 结构层次 (GB/T 9704-2012 7.3.3): 一、 （一） 1. （1）, read from a line, put before it, and counted anew below it.

const NUMERALS = "一二三四五六七八九十百";
const COUNTED = "(?![一二三四五六七八九十](?:[、季级类期批线层战]|年级|产业|等奖))"; // 一、二季度 is no numbering
const FORMS = [
  new RegExp(`^[ \u3000]*([${NUMERALS}]+)、${COUNTED}`),
  new RegExp(`^[ \u3000]*[（(]([${NUMERALS}]+)[）)]`),
  /^[ \u3000]*([0-9０-９]{1,2})[.．](?![0-9０-９])[ \u3000]*/,
  /^[ \u3000]*[（(]([0-9０-９]{1,2})[）)]/,
];
const SIGNS = [(number) => `${chinese(number)}、`, (number) => `（${chinese(number)}）`, (number) => `${number}.`, (number) => `（${number}）`];
const CELL = "\t";
const SENTENCE = /[。；;！？]$/;

/** 1 → 一, 12 → 十二, 20 → 二十. */
function chinese(number) {
  const [tens, ones] = [Math.floor(number / 10), number % 10];
  const ten = tens ? `${tens > 1 ? NUMERALS[tens - 1] : ""}十` : "";
  return ten + (ones ? NUMERALS[ones - 1] : "");
}

function value(written) {
  if (!NUMERALS.includes(written[0])) return Number(written.normalize("NFKC"));
  const [tens, ones] = written.includes("十") ? written.split("十") : ["0", written];
  return (tens === "0" ? 0 : 10 * (NUMERALS.indexOf(tens || "一") + 1)) + (ones ? NUMERALS.indexOf(ones) + 1 : 0);
}

/** Level (0 for none), number and length of the numbering a line begins with; a row of a table has none. */
export function read(line) {
  const level = line.includes(CELL) ? 0 : FORMS.findIndex((form) => form.test(line)) + 1;
  if (!level) return { level, number: 0, length: /^[ \u3000]*/.exec(line)[0].length };
  const [sign, number] = FORMS[level - 1].exec(line);
  return { level, number: value(number), length: sign.length };
}

/** Counts headings level by level from the top of a text. */
class Count {
  last = [0, 0, 0, 0, 0];

  next = (level) => this.last[level] + 1;

  note({ level, number }) {
    if (level) this.last = this.last.map((one, at) => (at < level ? one : at === level ? number : 0));
  }
}

/**
 * What lines first to last and those below begin with, once the former are of a level: [{ at, length, sign }], the
 * lines whose beginning changes. Below, what was counted on is counted on; a list that began anew begins anew.
 */
export function levelled(lines, first, last, level) {
  const before = lines.map(read);
  const turned = before.map((one, at) => at >= first && at <= last && isTurned(lines, at, first === last));
  const top = Math.min(...before.filter((_, at) => turned[at]).flatMap((one) => [one.level, level]).filter(Boolean));
  const [old, now, found] = [new Count(), new Count(), []];
  for (const [at, was] of before.entries()) {
    if (at > last && was.level && was.level < top) break;
    const is = turned[at] ? { level, number: level && now.next(level) } : at > first ? counted(was, old, now) : was;
    old.note(was);
    now.note(is);
    if (turned[at] || is.number !== was.number) found.push({ at, length: was.length, sign: sign(is) });
  }
  return found;
}

const isTurned = (lines, at, isAlone) => !lines[at].includes(CELL) && (isAlone || lines[at].trim() !== "");
const sign = ({ level, number }) => (level ? SIGNS[level - 1](number) : "");

function counted(was, old, now) {
  const isAnew = was.number === 1 && old.last[was.level] > 0;
  const isNext = was.number === old.next(was.level);
  return was.level && isNext && !isAnew ? { ...was, number: now.next(was.level) } : was;
}

const texts = (doc) => doc.toString().split("\n");
const written = (doc, found, shift = 0) =>
  found.map(({ at, length, sign }) => {
    const { from } = doc.line(at + 1 + shift);
    return { from, to: from + length, insert: sign };
  });

/** The command that makes the paragraphs of the selection headings of a level, or 正文 for 0. */
export const turn = (level) => (view) => {
  const { doc, selection } = view.state;
  const [first, last] = [doc.lineAt(selection.main.from).number - 1, doc.lineAt(selection.main.to).number - 1];
  const changes = written(doc, levelled(texts(doc), first, last, level)).filter(({ from, to, insert }) => doc.sliceString(from, to) !== insert);
  view.dispatch({ changes, userEvent: "input.level", scrollIntoView: true });
  return true;
};

/** Enter: below an item that is a sentence comes the next item, below a heading its text; an empty item ends the list. */
export function enter(view) {
  const { doc, selection } = view.state;
  const { head, empty } = selection.main;
  const line = doc.lineAt(head);
  const { level, length } = read(line.text);
  if (!empty || !level || head < line.from + length) return false;
  if (line.text.length === length) return turn(0)(view);
  if (!SENTENCE.test(line.text.slice(0, head - line.from).trim())) return false;
  const at = line.number; // counted from 0, the new line
  const [head_, rest] = [line.text.slice(0, head - line.from), line.text.slice(head - line.from)];
  const lines = [...texts(doc).slice(0, at - 1), head_, rest, ...texts(doc).slice(at)];
  const [made, ...below] = levelled(lines, at, at, level);
  const blanks = /^[ \u3000]*/.exec(rest)[0].length;
  const changes = [{ from: head, to: head + blanks, insert: `\n${made.sign}` }, ...written(doc, below, -1)];
  view.dispatch({ changes, selection: { anchor: head + 1 + made.sign.length }, userEvent: "input.level", scrollIntoView: true });
  return true;
}
