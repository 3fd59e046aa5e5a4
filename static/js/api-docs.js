// The partner API's page. Keys that are typed here stay in this tab.
"use strict";
window.addEventListener("DOMContentLoaded", () => {
  const place = document.getElementById("api-docs");
  window.SwaggerUIBundle({
    url: place.dataset.schema,
    domNode: place,
    deepLinking: true,
    docExpansion: "list",
    persistAuthorization: false,
    presets: [window.SwaggerUIBundle.presets.apis],
    validatorUrl: null,
  });
});
