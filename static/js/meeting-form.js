// The form of a meeting. Without this file every button and field works; known names are then typed exactly.

const form = document.getElementById("meeting-form");
const status = document.getElementById("suggest-status");
const WAIT = 180;
let timer = 0;
let asked = 0;
let open = null;

/** The line of a text area that the reader is on, or the whole of an input. */
function currentLine(field) {
  if (field.tagName !== "TEXTAREA") return { from: 0, to: field.value.length, text: field.value };
  const from = field.value.lastIndexOf("\n", field.selectionStart - 1) + 1;
  const end = field.value.indexOf("\n", field.selectionStart);
  const to = end < 0 ? field.value.length : end;
  return { from, to, text: field.value.slice(from, to) };
}

function close() {
  if (!open) return;
  open.field.removeAttribute("aria-activedescendant");
  if (open.field.tagName !== "TEXTAREA") open.field.setAttribute("aria-expanded", "false");
  open.list.remove();
  open = null;
}

/** The field becomes a combobox (an input) or a text box with a list (a text area cannot be a combobox). */
function prepare(field) {
  if (field.dataset.prepared) return;
  field.dataset.prepared = "1";
  field.setAttribute("aria-autocomplete", "list");
  if (field.tagName !== "TEXTAREA") {
    field.setAttribute("role", "combobox");
    field.setAttribute("aria-expanded", "false");
  }
  const box = document.createElement("div");
  box.className = "suggest-box";
  const focused = document.activeElement === field;
  field.replaceWith(box);
  box.append(field);
  if (focused) field.focus();
}

function show(field, results) {
  close();
  if (!results.length) {
    status.textContent = form.dataset.none;
    return;
  }
  const list = document.createElement("ul");
  list.className = "suggest-list";
  list.id = `${field.id}_list`;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", field.labels[0]?.textContent.trim() ?? "");
  results.forEach((result, index) => {
    const option = document.createElement("li");
    option.id = `${list.id}_${index}`;
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    option.append(result.name);
    if (result.about) {
      const about = document.createElement("span");
      about.textContent = result.about;
      option.append(about);
    }
    // The field keeps the focus, or the list would close before the click is told.
    option.addEventListener("pointerdown", (event) => event.preventDefault());
    option.addEventListener("click", () => choose(index));
    list.append(option);
  });
  field.parentElement.append(list);
  field.setAttribute("aria-controls", list.id);
  if (field.tagName !== "TEXTAREA") field.setAttribute("aria-expanded", "true");
  open = { field, list, results, at: -1 };
  status.textContent = form.dataset.some;
}

function mark(at) {
  const options = [...open.list.children];
  open.at = (at + options.length) % options.length;
  options.forEach((option, index) => option.setAttribute("aria-selected", String(index === open.at)));
  open.field.setAttribute("aria-activedescendant", options[open.at].id);
  options[open.at].scrollIntoView({ block: "nearest" });
}

/** Take a known name. Of a known person the empty fields of the row are filled too. */
function choose(index) {
  const { field, results } = open;
  const result = results[index];
  const line = currentLine(field);
  const more = field.tagName === "TEXTAREA" && line.to === field.value.length ? "\n" : "";
  field.setRangeText(result.name + more, line.from, line.to, "end");
  close();
  const prefix = field.name.replace(/[^-]+$/, "");
  const sibling = (name) => form.elements.namedItem(prefix + name);
  for (const [name, value] of Object.entries(result.fill ?? {})) {
    const other = sibling(name);
    if (other && (name === "contact" || !other.value)) other.value = value;
  }
  for (const [name, value] of Object.entries(result.set ?? {})) {
    const other = sibling(name);
    if (other) other.value = value;
  }
  // As if it had been typed: whoever listens to the form hears of it.
  field.dispatchEvent(new Event("change", { bubbles: true }));
}

async function ask(field) {
  const typed = currentLine(field).text.trim();
  close();
  if (typed.length < 2) return;
  const turn = ++asked;
  const address = form.dataset.suggestUrl.replace("/kind/", `/${field.dataset.suggest}/`);
  const answer = await fetch(`${address}?q=${encodeURIComponent(typed)}`, { headers: { Accept: "application/json" } });
  if (!answer.ok || answer.redirected || turn !== asked || document.activeElement !== field) return;
  show(field, (await answer.json()).results);
}

function keys(event) {
  if (!open || event.target !== open.field) return;
  if (event.key === "ArrowDown") mark(open.at + 1);
  else if (event.key === "ArrowUp") mark(open.at < 0 ? -1 : open.at - 1);
  else if (event.key === "Enter" && open.at >= 0) choose(open.at);
  else if (event.key === "Escape") close();
  else return;
  event.preventDefault();
}

/** Names that stand on the form are offered to "promised by". */
function refreshNames() {
  const names = new Set();
  for (const field of form.querySelectorAll("[data-names], [name$='-body']")) names.add(field.value.trim());
  for (const name of ["companies", "organisations"]) {
    for (const line of form.elements.namedItem(name).value.split("\n")) names.add(line.trim());
  }
  names.delete("");
  document.getElementById("names-on-this-form").replaceChildren(
    ...[...names].map((name) => Object.assign(document.createElement("option"), { value: name })),
  );
}

function focusNewRow() {
  const field = form.querySelector("[data-focus] :is(input:not([type=hidden]), textarea)");
  form.querySelector("[data-focus]")?.removeAttribute("data-focus");
  field?.focus();
}

form.addEventListener("input", (event) => {
  const field = event.target;
  if (!field.dataset?.suggest) return;
  prepare(field);
  clearTimeout(timer);
  timer = setTimeout(() => ask(field), WAIT);
});
form.addEventListener("focusin", (event) => {
  if (event.target.dataset?.suggest) prepare(event.target);
});
form.addEventListener("focusout", (event) => {
  if (open && event.target === open.field) close();
});
form.addEventListener("change", refreshNames);
form.addEventListener("keydown", keys);
document.addEventListener("htmx:afterSettle", focusNewRow);
focusNewRow();
