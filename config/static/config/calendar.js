/* What a keyboard and the clipboard add to the calendar; every page works without it. */
for (const button of document.querySelectorAll("[data-copy]")) {
  const source = document.getElementById(button.dataset.copy);
  button.hidden = false;
  button.addEventListener("click", async () => {
    source.select();
    try {
      await navigator.clipboard.writeText(source.value);
    } catch {
      document.execCommand("copy"); // an address without https has no clipboard
    }
    button.textContent = "คัดลอกแล้ว";
  });
}

const days = [...document.querySelectorAll("table.month td[data-day]")];

function columns() {
  return days.length && getComputedStyle(days[0]).display === "table-cell" ? 7 : 1;
}

function go(cell) {
  if (!cell) return;
  for (const other of days) other.tabIndex = -1;
  cell.tabIndex = 0;
  cell.focus();
}

function step(key, from) {
  const steps = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -columns(), ArrowDown: columns() };
  const visible = days.filter((day) => day.offsetParent !== null);
  return visible[visible.indexOf(from) + steps[key]];
}

function typing(target) {
  return target.closest("input, select, textarea, [contenteditable]");
}

if (days.length) {
  const first = document.querySelector("td.today[data-day]") || days.find((day) => !day.classList.contains("other"));
  first.tabIndex = 0;
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    const cell = event.target.closest("td[data-day]");
    if (event.key.startsWith("Arrow") && cell) {
      event.preventDefault();
      go(step(event.key, cell));
    } else if (event.key === "n") {
      const add = (cell || first).querySelector("a.add");
      if (add) add.click();
    } else if (event.key === "Enter" && event.target === cell) {
      cell.querySelector("a, summary")?.click();
    } else if (event.key === "/") {
      event.preventDefault();
      document.querySelector(".filtering")?.setAttribute("open", "");
      document.querySelector(".filter input[type=search]")?.focus();
    }
  });
}
