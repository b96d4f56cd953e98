"use strict";
// Everything works without this script. It saves a click here and there.

// A form that is sent twice by a double click is sent once.
document.addEventListener("submit", (event) => {
  if (event.defaultPrevented) return;
  if (event.target.dataset.sent) event.preventDefault();
  else event.target.dataset.sent = "yes";
});
window.addEventListener("pageshow", () => {
  for (const form of document.forms) delete form.dataset.sent;
});

// A choice that decides what else is asked shows that at once.
for (const field of document.querySelectorAll("[data-submits]")) {
  field.addEventListener("change", () => field.form.requestSubmit());
}

// A page that waits for a run asks again by itself.
const waits = document.querySelector("[data-asks-again]");
if (waits) setTimeout(() => location.reload(), 1000 * Number(waits.dataset.asksAgain));
