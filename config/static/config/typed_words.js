"use strict";
// Keeps what is typed into a form in this browser until it is saved, offers it again to the same account, and asks
// before a page with unsaved words is left. A form takes part by holding the element .typed-words.
{
  const LIFE = 3 * 24 * 3600 * 1000, EVERY = 3000, PREFIX = "typed:", OWNER = "typed-by";
  const { account, cookie, on } = document.currentScript.dataset;
  const isMine = () => localStorage.getItem(OWNER) === account;
  const random = () => Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) => (byte % 36).toString(36)).join("");
  const address = (() => {
    const query = new URLSearchParams(location.search);
    query.delete("_changelist_filters");
    return `${location.pathname}?${query}`;
  })();

  // Entries: typed:<account>-<random> -> { address, form, at, fields, guard }
  const read = (key) => {
    try { return { key, ...JSON.parse(localStorage.getItem(key)) }; } catch { return { key }; }
  };
  const entries = () => Object.keys(localStorage).filter((key) => key.startsWith(PREFIX)).map(read);
  const forget = (isOver) => entries().filter(isOver).forEach(({ key }) => localStorage.removeItem(key));
  const isOf = (entry) => entry.key.startsWith(`${PREFIX}${account}-`);

  const isTick = (control) => control.type === "checkbox" || control.type === "radio";
  const controls = (form) => [...form.elements].filter((control) => control.name && !control.disabled
    && !/^(hidden|password|file|submit|button|reset|image|fieldset)$/.test(control.type) && !control.name.includes("__prefix__"));
  const valueOf = (control) => {
    if (isTick(control)) return control.checked;
    if (!control.options) return control.value;
    return [...control.selectedOptions].filter(({ value }) => value).map(({ value, text }) => [value, text]);
  };
  const isChanged = (control) => {
    if (isTick(control)) return control.checked !== control.defaultChecked;
    if (!control.options) return control.value !== control.defaultValue;
    const first = [...control.options].filter((option) => option.defaultSelected);
    // The options of a look-up are those that were chosen; in any other list the first one is shown.
    const isLookUp = control.matches(".admin-autocomplete");
    if (!first.length && !control.multiple && !isLookUp) first.push(...[...control.options].slice(0, 1));
    const values = (options) => JSON.stringify([...options].map(({ value }) => value).filter(Boolean));
    return values(control.selectedOptions) !== values(first);
  };

  // A row of a formset is known by the key of its record; a new one by its place among the new ones.
  const rowOf = (form, name) => {
    const [, prefix, number, field] = name.match(/^(.+)-(\d+)-([^-]+)$/) ?? [];
    if (!form.elements[`${prefix}-TOTAL_FORMS`]) return null;
    return { prefix, number: Number(number), field, key: form.elements[`${prefix}-${number}-id`]?.value ?? "" };
  };
  const newRows = (form, prefix) => [...Array(Number(form.elements[`${prefix}-TOTAL_FORMS`].value)).keys()]
    .filter((number) => !form.elements[`${prefix}-${number}-id`]?.value);
  const describe = (form, control) => {
    const row = rowOf(form, control.name);
    if (row && !row.key) row.key = `new ${newRows(form, row.prefix).indexOf(row.number)}`;
    const place = row ? { prefix: row.prefix, key: row.key, field: row.field } : { field: control.name };
    return { ...place, ...isTick(control) && { tick: control.value }, value: valueOf(control) };
  };
  const nameOf = ({ value, ...place }) => JSON.stringify(place);
  const isFilled = (control) => [].concat(valueOf(control)).some(Boolean);

  // What differs from the saved record; of new rows all of it, for a page that came back shows them as its own.
  const capture = ({ form, cameBack, carried }) => {
    const found = controls(form).map((control) => {
      const row = rowOf(form, control.name);
      return { control, changed: isChanged(control), newRow: row && !row.key && `${row.prefix}-${row.number}` };
    });
    const begun = new Set(found.filter(({ changed }) => changed).map(({ newRow }) => newRow));
    return found.filter(({ control, changed, newRow }) => {
      if (changed) return true;
      if (newRow) return (cameBack || begun.has(newRow)) && isFilled(control);
      return carried.size && carried.has(nameOf(describe(form, control)));
    }).map(({ control }) => describe(form, control));
  };
  const isUnsaved = (part) => part.cameBack || capture(part).length > 0
    || [...part.form.elements].some(({ type, files }) => type === "file" && files.length);

  const say = (part, which) => part.box.querySelectorAll("[data-say]").forEach((line) => { line.hidden = line.dataset.say !== which; });
  const keep = (part) => {
    if (!part.keeps || !isMine()) return;
    const fields = part.form.querySelector('[name$="is_internal"]:checked') ? [] : capture(part);
    const text = JSON.stringify(fields);
    if (text === part.text) return;
    part.text = text;
    if (!fields.length) {
      localStorage.removeItem(part.key);
      return;
    }
    const { seen_version: version, opened_at: opened } = part.form.elements;
    const guard = version && opened ? [version.value, opened.value] : null;
    try {
      localStorage.setItem(part.key, JSON.stringify({ address, name: part.name, at: Date.now(), fields, guard }));
    } catch {
      say(part, "full");
    }
  };

  // Where a kept field stands now; a row that is not on the page is added where `add` says so.
  const place = (form, field, rows, add) => {
    const { prefix, key } = field;
    let name = field.field;
    if (prefix) {
      if (!form.elements[`${prefix}-TOTAL_FORMS`]) return undefined;
      const total = () => Number(form.elements[`${prefix}-TOTAL_FORMS`].value);
      const known = [...Array(total()).keys()].find((number) => form.elements[`${prefix}-${number}-id`]?.value === key);
      rows[prefix] ??= { free: newRows(form, prefix) };
      const { free } = rows[prefix];
      rows[prefix][key] ??= known ?? (key.startsWith("new ") ? free[Number(key.slice(4))] : undefined);
      if (rows[prefix][key] === undefined && add) {
        const before = total();
        document.querySelector(`#${prefix}-group .add-row a`)?.click();
        if (total() > before) rows[prefix][key] = before;
      }
      name = `${prefix}-${rows[prefix][key]}-${name}`;
    }
    return controls(form).find((control) => control.name === name && (!isTick(control) || control.value === field.tick));
  };
  const differs = (control, { value }) => JSON.stringify(control && valueOf(control)) !== JSON.stringify(value);
  const fill = (control, { value }) => {
    if (isTick(control)) control.checked = value;
    else if (!control.options) control.value = value;
    else {
      const values = value.map(([key]) => key);
      value.filter(([key]) => ![...control.options].some((option) => option.value === key))
        .forEach(([key, text]) => control.append(new Option(text, key)));
      [...control.options].forEach((option) => { option.selected = values.includes(option.value); });
    }
    control.closest("details")?.setAttribute("open", "");
    control.dispatchEvent(new Event("change", { bubbles: true }));
  };
  const restore = (part, entry) => {
    const rows = {};
    entry.fields.forEach((field) => {
      const control = place(part.form, field, rows, true);
      if (control && differs(control, field)) fill(control, field);
    });
    // The server then compares with the record as it was when this was typed, and says who saved what since.
    const { seen_version: version, opened_at: opened } = part.form.elements;
    if (entry.guard && version && opened) [version.value, opened.value] = entry.guard;
    keep(part);
    if (localStorage.getItem(part.key)) localStorage.removeItem(entry.key);
    say(part, "restored");
  };

  const offer = async (part) => {
    const open = (await navigator.locks?.query())?.held.map((lock) => lock.name) ?? [];
    const list = part.box.querySelector("[role=status]");
    const shown = [...list.children].map((line) => line.dataset.key);
    entries().filter((entry) => isOf(entry) && entry.address === address && entry.name === part.name
      && entry.key !== part.key && !open.includes(entry.key) && !shown.includes(entry.key)).forEach((entry) => {
      const rows = {};
      const count = entry.fields.filter((field) => differs(place(part.form, field, rows, false), field)).length;
      if (!count) {
        localStorage.removeItem(entry.key);
        return;
      }
      const line = part.box.querySelector("template").content.firstElementChild.cloneNode(true);
      line.dataset.key = entry.key;
      line.querySelector("time").textContent = new Date(entry.at).toLocaleString("th-TH", { dateStyle: "medium", timeStyle: "short" });
      line.querySelector(".count").textContent = count;
      line.addEventListener("click", ({ target }) => {
        if (target.dataset.do === "restore") restore(part, entry);
        if (target.dataset.do === "discard") localStorage.removeItem(entry.key);
        if (target.dataset.do) line.remove();
      });
      list.append(line);
    });
  };

  const begin = (box) => {
    const { form: name, keeps, cameBack } = box.dataset;
    const earlier = (cameBack ?? "").split(".").filter((one) => one.startsWith(`${account}-`));
    const previous = earlier.length ? read(`${PREFIX}${earlier[0]}`) : {};
    // A form that came back goes on under its name; the next form of the same work has its own.
    const own = previous.fields && previous.name === name ? earlier[0] : `${account}-${random()}`;
    const names = [own, ...earlier.filter((one) => one !== own)];
    const part = {
      box, name, form: box.closest("form"), keeps: keeps !== undefined, cameBack: cameBack !== undefined,
      key: PREFIX + own, carried: new Set(own === earlier[0] ? previous.fields.map(nameOf) : []),
    };
    if (part.keeps) {
      box.append(Object.assign(document.createElement("input"), { type: "hidden", name: "_typed", value: names.join(".") }));
      navigator.locks?.request(part.key, () => new Promise(() => {}));
      offer(part);
    } else forget((entry) => isOf(entry) && entry.address === address);
    return part;
  };

  if (account) localStorage.setItem(OWNER, account);
  const saved = document.cookie.split("; ").find((one) => one.startsWith(`${cookie}=`))?.split("=")[1].split(".") ?? [];
  document.cookie = `${cookie}=; path=/; max-age=0`;
  forget((entry) => on === undefined || !(entry.at > Date.now() - LIFE) || saved.includes(entry.key.slice(PREFIX.length)));

  const parts = [...document.querySelectorAll("form .typed-words")].map(begin);
  const keepAll = () => parts.forEach(keep);
  let isSending = false;
  setInterval(() => parts.forEach((part) => {
    keep(part);
    if (part.keeps && !isUnsaved(part)) offer(part);
  }), EVERY);
  addEventListener("pagehide", keepAll);
  document.addEventListener("visibilitychange", keepAll);
  addEventListener("pageshow", () => { isSending = false; });
  addEventListener("submit", (event) => {
    const part = parts.find(({ form }) => form === event.target);
    if (event.target.id === "logout-form") {
      if (parts.some(isUnsaved) && !confirm("มีข้อมูลที่ยังไม่บันทึก เมื่อออกจากระบบข้อมูลนี้จะหายไป ต้องการออกจากระบบหรือไม่")) {
        event.preventDefault();
        return;
      }
      localStorage.removeItem(OWNER);
      forget(isOf);
    } else if (part && !isMine()) {
      event.preventDefault();
      say(part, "elsewhere");
    } else keepAll();
    isSending = !event.defaultPrevented;
  });
  addEventListener("beforeunload", (event) => {
    if (!isSending && parts.some(isUnsaved)) event.preventDefault();
  });
}
