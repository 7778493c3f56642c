// Goes on checking rows or taking them in while the page is open; without scripts the button does the same.
"use strict";
const goesOn = document.querySelector("form[data-goes-on]");
// What could not go on says so; it is not tried again by itself.
if (goesOn?.querySelector("button") && !document.querySelector(".messagelist .error")) {
  setTimeout(() => goesOn.requestSubmit(), 300);
}
