"use strict";
// The words of the text light up with the field that was read from them, and lead to it.
const marks = [...document.querySelectorAll("mark[data-fields]")];
const fieldsOf = (mark) => mark.dataset.fields.split(" ");

document.querySelector(".draft").addEventListener("focusin", ({ target }) => {
  marks.forEach((mark) => mark.classList.toggle("lit", fieldsOf(mark).includes(target.name)));
  const first = marks.find((mark) => mark.classList.contains("lit"));
  const pane = document.querySelector(".source");
  if (first) pane.scrollTop = first.offsetTop - pane.offsetTop - pane.clientHeight / 3;
});

marks.forEach((mark) => mark.addEventListener("click", () => {
  const names = fieldsOf(mark);
  const fields = [...document.querySelector(".draft").elements];
  fields.find((field) => names.includes(field.name) && field.type !== "hidden")?.focus();
}));
