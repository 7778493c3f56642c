/* What a keyboard adds to the calendar: arrows between days, n for a new visit, / for the filter. */
// A day is a cell of the month, or the heading of its section in the week.
const days = [...document.querySelectorAll("table.month td, .week h2")];
const table = document.querySelector("table.month");

function columns() {
  return table && getComputedStyle(table).display === "table" ? 7 : 1;
}

function go(cell) {
  for (const day of days) day.tabIndex = day === cell ? 0 : -1;
  cell.focus();
}

function beside(cell, key) {
  const steps = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -columns(), ArrowDown: columns() };
  const seen = days.filter((day) => day.offsetParent !== null);
  return seen[seen.indexOf(cell) + steps[key]];
}

function isTyping(target) {
  return target.closest("input, select, textarea, [contenteditable]");
}

function openFilter() {
  document.querySelector(".filtering").open = true;
  document.querySelector(".filter input[type=search]").focus();
}

function first() {
  return document.querySelector("td.today, h2.today") || days.find((day) => !day.classList.contains("other"));
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  const section = event.target.closest(".week section");
  const cell = section ? section.querySelector("h2") : event.target.closest("table.month td");
  if (event.key === "/") {
    event.preventDefault();
    openFilter();
  } else if (event.key === "n") {
    (section || cell || first() || document).querySelector("a.add, a[href*='/add/']")?.click();
  } else if (event.key.startsWith("Arrow") && cell) {
    event.preventDefault();
    const next = beside(cell, event.key);
    if (next) go(next);
  } else if (event.key === "Enter" && event.target === cell) {
    (section || cell).querySelector("a.entry, a.more, a.add")?.click();
  }
});

if (days.length) first().tabIndex = 0;
