export const SIGNED_OUT = "登录已超时。您填写的内容已保存在本机，请重新登录后继续。";
export const OFFLINE = "网络中断，请检查网络后重试。";

const meta = (name) => document.querySelector(`meta[name="${name}"]`)?.content ?? "";

/** The token that a form would carry. */
export const token = () => meta("csrf-token");

/** Whether a response is the sign-in page instead of the answer: the session has ended. */
export function hasEnded(response) {
  const door = meta("sign-in");
  return response.status === 401 || (response.redirected && door !== "" && new URL(response.url).pathname === door);
}

const PATIENCE = 30000;

/** fetch with the token; resolves to a response, throws when the network fails or stalls. */
export async function send(address, { headers = {}, ...options } = {}) {
  const stalled = new AbortController();
  const timer = setTimeout(() => stalled.abort(), PATIENCE);
  try {
    return await fetch(address, {
      credentials: "same-origin",
      signal: stalled.signal,
      ...options,
      headers: { "X-CSRFToken": token(), "X-Requested-With": "fetch", ...headers },
    });
  } finally {
    clearTimeout(timer);
  }
}

/** localStorage and sessionStorage may be forbidden or full; then nothing is kept, and nothing breaks. */
export function shelf(storage) {
  return {
    get: (key) => attempt(() => JSON.parse(storage().getItem(key))),
    set: (key, value) => attempt(() => (storage().setItem(key, JSON.stringify(value)), true)) ?? false,
    drop: (key) => attempt(() => storage().removeItem(key)),
    keys: () => attempt(() => Object.keys(storage())) ?? [],
  };
}

function attempt(act) {
  try {
    return act();
  } catch {
    return null;
  }
}
