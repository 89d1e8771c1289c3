// Asking the server while somebody types: one question at a time, the newest text next, so that no answer is older
// than the one before it. What is lost on the way is asked again.

import { hasEnded, send } from "../parts/http.js";

const RETRY = 5000;

/**
 * pause: milliseconds after the last key; gather: what is sent, or null where nothing is to be asked now;
 * take: what is done with the answer, waited for before the next question; trouble: told "lost", "ended", "gone" where
 * there is nothing more to ask, or the sentence of a refusal, and "" when it is over.
 */
export function asking({ address, pause, gather, take, trouble }) {
  let timer;
  let isAsking = false;
  let isDue = false;

  function soon(wait = pause) {
    clearTimeout(timer);
    timer = setTimeout(ask, wait);
  }

  async function ask() {
    if (isAsking) {
      isDue = true;
      return;
    }
    const body = gather();
    if (!body) return;
    [isAsking, isDue] = [true, false];
    try {
      await settle(await send(address, { method: "POST", body }).catch(() => null));
    } finally {
      isAsking = false;
      if (isDue) soon(0);
    }
  }

  async function settle(answer) {
    if (answer && hasEnded(answer)) return trouble("ended");
    const content = answer && answer.status < 500 ? await answer.json().catch(() => null) : null;
    if (!content && answer && answer.status >= 400 && answer.status < 500) return trouble("gone");
    if (!content) {
      trouble("lost");
      return soon(RETRY);
    }
    trouble(content.refused ?? "");
    if (answer.ok) await take(content);
  }

  addEventListener("online", () => soon(0));
  return soon;
}
