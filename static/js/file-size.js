// Says at once that a file is too large, before minutes of sending it. Without this file the server says so.

for (const field of document.querySelectorAll("input[type=file][data-max-bytes]")) {
  const words = document.createElement("p");
  words.className = "field-error";
  words.id = `${field.id}_too_large`;
  words.setAttribute("role", "alert");
  words.hidden = true;
  field.before(words);

  const judge = () => {
    const tooLarge = [...field.files].some((file) => file.size > Number(field.dataset.maxBytes));
    words.hidden = !tooLarge;
    words.textContent = tooLarge ? field.dataset.tooLarge : "";
    field.setAttribute("aria-invalid", String(tooLarge));
    return tooLarge;
  };
  field.setAttribute("aria-describedby", `${field.getAttribute("aria-describedby") ?? ""} ${words.id}`.trim());
  field.addEventListener("change", judge);
  field.form.addEventListener(
    "submit",
    (event) => {
      // Files are not kept with the text, so there is no use in sending one.
      if (event.submitter?.name === "keep_typed") field.value = "";
      if (!judge()) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      field.focus();
    },
    { capture: true },
  );
}
