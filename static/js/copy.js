// A button that copies what stands in a field. Without this file the field can still be selected by hand.

for (const button of document.querySelectorAll("[data-copy]")) {
  const field = document.getElementById(button.dataset.copy);
  const said = document.querySelector("[data-copied]");
  button.hidden = false;
  button.addEventListener("click", async () => {
    field.focus();
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
    } catch {
      // No permission, or no secure origin: the text is selected, the reader copies it.
      return;
    }
    said.textContent = said.dataset.copied;
  });
}
