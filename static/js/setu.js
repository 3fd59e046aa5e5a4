// Progressive enhancement. Every page works without this file; it only saves steps.

/** After a refused form, put the reader where the list of errors is. */
function focusErrorSummary() {
  document.querySelector(".error-summary:not([data-specimens] *)")?.focus();
}

/** Browsers that cannot show the content of a closed <details> get it opened at wide width. */
function openMenusAtWideWidth() {
  if (CSS.supports("selector(::details-content)")) return;
  const wide = matchMedia("(min-width: 60rem)");
  const apply = () => {
    for (const menu of document.querySelectorAll("details.menu")) menu.open = wide.matches;
  };
  wide.addEventListener("change", apply);
  apply();
}

/** Escape closes the open menu or question the reader is in and returns to what opened it. */
function closeOnEscape(event) {
  if (event.key !== "Escape") return;
  const open = event.target.closest?.("details.menu[open], details.confirm[open]");
  if (!open) return;
  open.open = false;
  open.querySelector("summary").focus();
}

/** Add a row of a formset from its <template>; without script the same button asks the server. */
function addFormsetRow(event) {
  const button = event.target.closest?.("[data-formset-add]");
  if (!button) return;
  const prefix = button.dataset.formsetAdd;
  const total = document.getElementById(`id_${prefix}-TOTAL_FORMS`);
  const template = document.getElementById(`${prefix}-empty`);
  const rows = document.getElementById(`${prefix}-rows`);
  if (!total || !template || !rows) return;
  event.preventDefault();
  const index = Number(total.value);
  const holder = document.createElement("template");
  holder.innerHTML = template.innerHTML
    .replaceAll("__prefix__", String(index))
    .replaceAll("__number__", String(index + 1));
  rows.append(holder.content);
  total.value = String(index + 1);
  rows.lastElementChild.querySelector("input:not([type=hidden]), select, textarea")?.focus();
}

/** A form marked data-guard asks before typed text is thrown away by leaving the page. */
function guardTypedText() {
  let dirty = false;
  document.addEventListener("input", (event) => {
    if (event.target.closest("form[data-guard]")) dirty = true;
  });
  // Saved, or kept as it stands now.
  for (const safe of ["submit", "setu:kept"]) {
    document.addEventListener(safe, () => {
      dirty = false;
    });
  }
  addEventListener("beforeunload", (event) => {
    if (dirty) event.preventDefault();
  });
}

focusErrorSummary();
openMenusAtWideWidth();
guardTypedText();
document.addEventListener("keydown", closeOnEscape);
document.addEventListener("click", addFormsetRow);
document.addEventListener("htmx:afterSettle", focusErrorSummary);
