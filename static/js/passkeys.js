// Passkeys: has the browser make or use one when the button of a form with data-passkey is pressed, and posts what it says.

/** Bytes of the base64url that the server speaks. */
function bytes(text) {
  const plain = text.replaceAll("-", "+").replaceAll("_", "/");
  return Uint8Array.from(atob(plain), (sign) => sign.charCodeAt(0));
}

/** The other way round. */
function text(buffer) {
  const signs = Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join("");
  return btoa(signs).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** Credentials that the server names, for the browser. */
function named(list) {
  return list?.map((one) => ({ ...one, id: bytes(one.id) }));
}

async function make(options) {
  const asked = options.publicKey;
  const made = await navigator.credentials.create({
    publicKey: {
      ...asked,
      challenge: bytes(asked.challenge),
      user: { ...asked.user, id: bytes(asked.user.id) },
      excludeCredentials: named(asked.excludeCredentials),
    },
  });
  return {
    ...common(made),
    response: {
      attestationObject: text(made.response.attestationObject),
      clientDataJSON: text(made.response.clientDataJSON),
      transports: made.response.getTransports?.() ?? [],
    },
  };
}

async function use(options) {
  const asked = options.publicKey;
  const used = await navigator.credentials.get({
    publicKey: { ...asked, challenge: bytes(asked.challenge), allowCredentials: named(asked.allowCredentials) },
  });
  return {
    ...common(used),
    response: {
      authenticatorData: text(used.response.authenticatorData),
      clientDataJSON: text(used.response.clientDataJSON),
      signature: text(used.response.signature),
      userHandle: used.response.userHandle ? text(used.response.userHandle) : null,
    },
  };
}

function common(credential) {
  return {
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment,
    clientExtensionResults: credential.getClientExtensionResults(),
  };
}

/** What is to be signed: it stands at the form, or it is asked for now. */
async function optionsOf(form) {
  if (form.dataset.options) return JSON.parse(form.dataset.options);
  const body = new FormData();
  body.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  const answer = await fetch(form.dataset.ask, { method: "POST", body, credentials: "same-origin" });
  if (!answer.ok) throw new Error(`${answer.status}`);
  return answer.json();
}

function say(form, words) {
  let said = form.querySelector("[data-passkey-said]");
  if (!said) {
    said = document.createElement("p");
    said.className = "field-error";
    said.setAttribute("role", "alert");
    said.dataset.passkeySaid = "";
    form.append(said);
  }
  said.textContent = words;
}

async function press(event) {
  const form = event.target.closest("form[data-passkey]");
  if (!form || form.elements.credential.value) return;
  event.preventDefault();
  if (!window.PublicKeyCredential || !window.isSecureContext) {
    say(form, form.dataset.unable);
    return;
  }
  const button = form.querySelector("[type=submit]");
  button.disabled = true;
  try {
    const options = await optionsOf(form);
    const answer = form.dataset.passkey === "create" ? await make(options) : await use(options);
    form.elements.credential.value = JSON.stringify(answer);
    form.submit();
  } catch {
    // Closed by the person, timed out, or there is none: the browser does not tell which, on purpose.
    say(form, form.dataset.failed);
  } finally {
    button.disabled = false;
  }
}

document.addEventListener("submit", press);
