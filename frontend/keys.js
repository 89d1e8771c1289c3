// Security keys: asks the browser for a new one or for one that is registered, and sends what it says as a form.
// <form data-key="create|get" data-options='{"publicKey": …}'> with a hidden field `answer`; an entry of its own.

const bytes = (text) => {
  const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(plain, (sign) => sign.charCodeAt(0));
};

const words = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

const known = (list) => list?.map((one) => ({ ...one, id: bytes(one.id) }));

function asked({ publicKey: wanted }) {
  const publicKey = { ...wanted, challenge: bytes(wanted.challenge) };
  if (wanted.user) publicKey.user = { ...wanted.user, id: bytes(wanted.user.id) };
  if (wanted.excludeCredentials) publicKey.excludeCredentials = known(wanted.excludeCredentials);
  if (wanted.allowCredentials) publicKey.allowCredentials = known(wanted.allowCredentials);
  return { publicKey };
}

const PARTS = ["clientDataJSON", "attestationObject", "authenticatorData", "signature"];

function answered({ id, rawId, type, response }) {
  const parts = PARTS.filter((name) => response[name]).map((name) => [name, words(response[name])]);
  return JSON.stringify({ id, rawId: words(rawId), type, response: Object.fromEntries(parts) });
}

const SENTENCES = {
  InvalidStateError: "这把安全密钥已经登记过，无须重复登记。",
  NotAllowedError: "没有读到安全密钥：可能超时、被取消，或插入的不是已登记的密钥。请重新插入后再试一次。",
  SecurityError: "当前网址不能使用安全密钥，请改用其他方式，并告知系统管理员。",
};

function say(form, sentence) {
  const note = form.querySelector("[data-key-note]");
  note.textContent = sentence;
  note.hidden = sentence === "";
}

document.querySelectorAll("form[data-key]").forEach((form) => {
  const button = form.querySelector("button");
  const can = window.PublicKeyCredential && navigator.credentials;
  if (!can) say(form, "这个浏览器不能使用安全密钥，请改用其他方式。");
  button.disabled = !can;
  form.addEventListener("submit", async (event) => {
    if (form.elements.answer.value) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (!form.reportValidity()) return;
    button.disabled = true;
    say(form, "请插入安全密钥，并触摸密钥上的金属片或按钮。");
    try {
      const found = await navigator.credentials[form.dataset.key](asked(JSON.parse(form.dataset.options)));
      form.elements.answer.value = answered(found);
      form.submit();
    } catch (failure) {
      say(form, SENTENCES[failure.name] ?? "安全密钥没有应答，请重新插入后再试一次。");
      button.disabled = false;
    }
  }, true);
});
