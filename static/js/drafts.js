// Keeps what is typed on the server while it is typed. Without this file the button "Keep and finish later" does so.

// Milliseconds: after the last key, at most after the first one, and before another try when nobody answered.
const QUIET = 2500;
const LONGEST = 9000;
const AGAIN = 10_000;
// A browser refuses longer bodies from a page that is going away.
const LAST_WORD = 60_000;

class Keeper {
  constructor(form) {
    this.form = form;
    this.status = form.querySelector("[data-draft-status]");
    this.spoken = form.querySelector("[data-draft-spoken]");
    this.signedOut = form.querySelector("[data-draft-signed-out]");
    this.since = 0; // when the first key was struck that is not kept yet; 0: all is kept
    this.timer = 0;
    this.sending = null;
    this.state = "";
    this.leaving = false;
    form.dataset.keeping = "";
    form.addEventListener("input", () => this.typed());
    form.addEventListener("change", () => this.typed());
    form.addEventListener("htmx:afterSettle", () => this.typed());
    form.addEventListener("htmx:responseError", () => this.send());
    form.addEventListener("submit", () => {
      this.leaving = true;
      this.sending?.abort();
    });
    addEventListener("pageshow", () => (this.leaving = false));
    addEventListener("pagehide", () => this.lastWord());
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") this.lastWord();
    });
    // Back from the window in which the reader signed in again.
    addEventListener("focus", () => {
      if (this.state === "signed_out" || this.state === "somebody_else") this.send();
    });
  }

  typed() {
    if (!this.since) this.since = Date.now();
    this.wait(Math.max(0, Math.min(QUIET, this.since + LONGEST - Date.now())));
  }

  wait(time) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), time);
  }

  lastWord() {
    if (this.since) this.send(true);
  }

  body() {
    const fields = new FormData(this.form);
    // Files are not kept; the page says so.
    return new URLSearchParams([...fields].filter(([, value]) => typeof value === "string"));
  }

  /** Keep everything now. `last`: the page goes away or into the background, so what is under way is out of date. */
  async send(last = false) {
    if (this.leaving || (this.sending && !last)) return;
    this.sending?.abort();
    clearTimeout(this.timer);
    const mine = new AbortController();
    const patience = setTimeout(() => mine.abort(), AGAIN);
    const from = this.since;
    this.since = 0;
    this.sending = mine;
    let answer = null;
    try {
      const body = this.body();
      const response = await fetch(this.form.dataset.draft, {
        method: "POST",
        body,
        headers: { Accept: "application/json" },
        redirect: "error",
        signal: mine.signal,
        keepalive: last && body.toString().length < LAST_WORD,
      });
      if (response.headers.get("Content-Type")?.includes("json")) answer = await response.json();
    } catch {
      // Nobody answered; below it is tried again.
    }
    clearTimeout(patience);
    if (this.sending !== mine) return;
    this.sending = null;
    if (this.leaving) return;
    if (answer) this.take(answer);
    else this.missed(from);
  }

  take(answer) {
    if (answer.token) {
      for (const field of document.getElementsByName("csrfmiddlewaretoken")) field.value = answer.token;
    }
    if (answer.state === "settled") {
      this.form.elements.namedItem("draft_ticket").value = answer.ticket;
      this.send();
      return;
    }
    this.signedOut.hidden = answer.state !== "signed_out";
    this.say(answer.state, answer.said);
    if (this.since) this.wait(QUIET);
    else if (answer.state !== "refused") document.dispatchEvent(new CustomEvent("setu:kept"));
  }

  missed(from) {
    this.since = this.since || from || Date.now();
    this.say("away", this.status.dataset.away);
    this.wait(AGAIN);
  }

  /** The line shows every moment; it is read out only when something else has happened than before. */
  say(state, words) {
    this.status.textContent = words;
    this.status.dataset.state = state;
    if (state === this.state) return;
    this.state = state;
    this.spoken.textContent = words;
    // The bar that holds the line may have grown over the field that is being typed into.
    if (this.form.contains(document.activeElement)) document.activeElement.scrollIntoView({ block: "nearest" });
  }
}

for (const form of document.querySelectorAll("form[data-draft]")) new Keeper(form);
