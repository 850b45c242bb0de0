// Asks the browser for a passkey, as the page's form says, and sends the answer with the form (WebAuthn level 2, JSON forms by hand:
// not every browser in use has parseCreationOptionsFromJSON).
const toBytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
const toText = (bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const withIds = (list) => (list ?? []).map((each) => ({ ...each, id: toBytes(each.id) }));

async function create(options) {
  const user = { ...options.user, id: toBytes(options.user.id) };
  const publicKey = { ...options, user, challenge: toBytes(options.challenge), excludeCredentials: withIds(options.excludeCredentials) };
  const made = await navigator.credentials.create({ publicKey });
  return {
    ...identity(made),
    response: {
      attestationObject: toText(made.response.attestationObject),
      clientDataJSON: toText(made.response.clientDataJSON),
      transports: made.response.getTransports?.() ?? null,
    },
    extensions: JSON.stringify(made.getClientExtensionResults()),
  };
}

async function get(options) {
  const publicKey = { ...options, challenge: toBytes(options.challenge), allowCredentials: withIds(options.allowCredentials) };
  const found = await navigator.credentials.get({ publicKey });
  const handle = found.response.userHandle;
  return {
    ...identity(found),
    response: {
      authenticatorData: toText(found.response.authenticatorData),
      clientDataJSON: toText(found.response.clientDataJSON),
      signature: toText(found.response.signature),
      userHandle: handle ? toText(handle) : null,
    },
    assertionClientExtensions: JSON.stringify(found.getClientExtensionResults()),
  };
}

const identity = (credential) => ({ id: credential.id, rawId: toText(credential.rawId), type: credential.type });

const form = document.querySelector("form[data-passkey]");
try {
  const ask = form.dataset.passkey === "create" ? create : get;
  form.elements.credential.value = JSON.stringify(await ask(JSON.parse(form.dataset.options)));
  form.submit();
} catch {
  form.querySelector("[data-passkey-waiting]").hidden = true;
  form.querySelector("[data-passkey-failed]").hidden = false;
}
