// 问题标注: what was found is underlined where it stands, red and wavy, amber and dashed or grey and dotted; what is
// said of it opens where one points or puts the cursor.

import { StateEffect, StateField } from "@codemirror/state";
import { Decoration, EditorView, hoverTooltip, keymap, showTooltip } from "@codemirror/view";

const put = StateEffect.define();
const open = StateEffect.define();

/** A place without width is marked by the character before it, at the beginning of a line by the one behind it. */
function widened({ from, to }, doc) {
  if (from < to) return [from, to];
  const line = doc.lineAt(from);
  return from > line.from ? [from - 1, to] : [from, Math.min(to + 1, line.to)];
}

function drawn(findings, doc) {
  const within = findings.filter(({ to }) => to <= doc.length).map((finding) => [finding, ...widened(finding, doc)]);
  const underline = ([finding, from, to]) => {
    const fixed = [finding.from - from, finding.to - from]; // what a fix replaces, within what is underlined
    return Decoration.mark({ class: `finding-mark is-${finding.tone}`, finding, fixed }).range(from, to);
  };
  return Decoration.set(within.filter(([, from, to]) => from < to).map(underline), true);
}

/** Underlines go along with what is typed around them; what is typed into one takes it away until the next answer. */
const marks = StateField.define({
  create: () => Decoration.none,
  update(value, transaction) {
    const { changes } = transaction;
    const kept = transaction.docChanged ? value.update({ filter: (from, to) => !changes.touchesRange(from, to) }).map(changes) : value;
    return transaction.effects.reduce((now, effect) => (effect.is(put) ? drawn(effect.value, transaction.state.doc) : now), kept);
  },
  provide: (field) => EditorView.decorations.from(field),
});

export function all(state) {
  const found = [];
  state.field(marks).between(0, state.doc.length, (from, to, { spec }) => {
    found.push({ from, to, finding: spec.finding, fixed: spec.fixed.map((one) => from + one) });
  });
  return found;
}

const at = (state, place) => all(state).filter(({ from, to }) => from <= place && place <= to);

/** The findings about which a tooltip is open, because the cursor was put there. */
const tip = StateField.define({
  create: () => null,
  update(value, transaction) {
    const asked = transaction.effects.find((effect) => effect.is(open));
    if (asked) return asked.value;
    if (transaction.docChanged) return null;
    if (!transaction.selection) return value;
    const { main } = transaction.state.selection;
    return main.empty && at(transaction.state, main.head).length ? main.head : null;
  },
  provide: (field) =>
    showTooltip.from(field, (place) => place !== null && { pos: place, above: false, create: (view) => told(view, at(view.state, place)) }),
});

let draw = () => null;

function told(view, found) {
  const dom = document.createElement("div");
  dom.className = "finding-tips";
  dom.append(...found.map(({ finding }) => draw(finding)).filter(Boolean));
  return { dom };
}

const pointed = hoverTooltip((view, place) => {
  const found = at(view.state, place);
  if (!found.length || view.state.field(tip) !== null) return null;
  return { pos: found[0].from, end: found[0].to, above: false, create: () => told(view, found) };
});

const go = (way) => (view) => {
  const { head } = view.state.selection.main;
  const found = all(view.state);
  const next = way > 0 ? found.find(({ from }) => from > head) ?? found[0] : found.filter(({ from }) => from < head).pop() ?? found[found.length - 1];
  if (next) lead(view, next);
  return Boolean(next);
};

/** Put the cursor on a finding, where it can be seen, and say what it is. */
export function lead(view, { from, to }) {
  view.dispatch({
    selection: { anchor: from, head: to },
    effects: [EditorView.scrollIntoView(from, { y: "center" }), open.of(from)],
    userEvent: "select.finding",
  });
  view.focus();
}

const close = (view) => view.state.field(tip) !== null && (view.dispatch({ effects: open.of(null) }), true);

/** tell: from a finding to what is shown of it; mend: called with a finding by the key for it. */
export function findings({ tell, mend }) {
  draw = tell;
  const mendHere = (view) => {
    const found = at(view.state, view.state.selection.main.from).find(({ finding }) => finding.fix !== null);
    return Boolean(found) && (mend(found.finding), true);
  };
  const keys = [
    { key: "F8", run: go(1), shift: go(-1) },
    { key: "Alt-Enter", run: mendHere },
    { key: "Escape", run: close },
  ];
  return [marks, tip, pointed, keymap.of(keys)];
}

/** What a finding's fix would change: the text between two places as they are now; null once it was typed into. */
export function change(state, asked) {
  const found = all(state).find(({ finding }) => isSame(finding, asked));
  return found && asked.fix !== null ? { from: found.fixed[0], to: found.fixed[1], insert: asked.fix } : null;
}

/** Whether two answers mean the same: while 拼音 is composed the underlines are those of the one before the list. */
export const isSame = (one, other) => one.number === other.number && one.fix === other.fix && one.message === other.message;

export const show = (view, found) => view.dispatch({ effects: put.of(found) });
