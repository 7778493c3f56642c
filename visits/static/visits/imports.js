// Goes on taking rows in while the page is open; without scripts the button does the same.
"use strict";
const goesOn = document.querySelector("form[data-goes-on]");
if (goesOn?.querySelector("button")) {
  setTimeout(() => goesOn.requestSubmit(), 300);
}
