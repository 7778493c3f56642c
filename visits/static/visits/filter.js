"use strict";
// Units and people are chosen by typing; what is left empty stays out of the address.
document.querySelectorAll("[data-lookup]").forEach((field) => {
  const { lookup, name, many } = field.dataset;
  const input = field.querySelector("[type=text]");
  const chosen = field.querySelector(".chosen");
  const make = (tag, values) => Object.assign(document.createElement(tag), values);
  const list = make("ul", { id: `list_${name}`, className: "offers", role: "listbox", ariaLabel: "ที่พบ" });
  let timer, turn = 0, active = -1;

  Object.assign(input, { role: "combobox", ariaAutoComplete: "list" });
  input.setAttribute("aria-controls", list.id);
  input.after(list);
  field.hidden = input.hidden = false;
  show([]);

  function show(rows) {
    list.replaceChildren(...rows);
    list.hidden = !rows.length;
    input.ariaExpanded = String(!list.hidden);
    input.removeAttribute("aria-activedescendant");
    active = -1;
  }

  function choose({ id, text }) {
    const row = make("li", {});
    const out = make("button", { type: "button", textContent: "×", ariaLabel: `เอา ${text} ออก` });
    out.onclick = () => { row.remove(); input.focus(); };
    row.append(make("input", { type: "hidden", name, value: id }), `${text} `, out);
    if (many === undefined) chosen.replaceChildren();
    chosen.append(row);
    input.value = "";
    input.setCustomValidity("");
    show([]);
  }

  function offer(found, index) {
    const row = make("li", { id: `${list.id}_${index}`, textContent: found.text, role: "option" });
    row.onmousedown = (event) => { event.preventDefault(); choose(found); };
    return row;
  }

  async function ask() {
    const mine = ++turn, words = input.value.trim();
    const answer = words && await fetch(`${lookup}?q=${encodeURIComponent(words)}`).catch(() => null);
    const found = answer?.ok ? await answer.json() : [];
    if (mine === turn) show(found.length || !words ? found.map(offer) : [make("li", { textContent: "ไม่พบ" })]);
  }

  function point(step) {
    const rows = list.querySelectorAll("[role=option]");
    if (!rows.length) return;
    if (rows[active]) rows[active].ariaSelected = null;
    active = (active + step + rows.length) % rows.length;
    rows[active].ariaSelected = "true";
    input.setAttribute("aria-activedescendant", rows[active].id);
  }

  input.oninput = () => {
    input.setCustomValidity(input.value.trim() ? "กรุณาเลือกจากรายการที่แสดง" : "");
    clearTimeout(timer);
    timer = setTimeout(ask, 180);
  };
  input.onblur = () => show([]);
  input.onkeydown = (event) => {
    const row = list.children[active];
    if (event.key === "ArrowDown") point(1);
    else if (event.key === "ArrowUp") point(active < 0 ? 0 : -1);
    else if (event.key === "Escape") show([]);
    else if (event.key === "Enter" && row) row.onmousedown(event);
    else return;
    event.preventDefault();
  };
});
document.querySelector(".filter").addEventListener("formdata", ({ formData }) => {
  [...formData].forEach(([name, value]) => value || formData.delete(name));
});
