"use strict";
// While a directive is typed, similar ones given already are listed below the field: เรื่องนี้เคยสั่งแล้วหรือยัง.
{
  const PAUSE = 300, LONGEST = 300;
  const element = (tag, properties, ...children) => {
    const created = Object.assign(document.createElement(tag), properties);
    created.append(...children);
    return created;
  };

  // Key of the directive that is being typed over, which would be similar to itself.
  function ownKey(field) {
    const key = field.form.elements[field.name.replace(/(subject|text)$/, "id")];
    return key?.value ?? location.pathname.match(/\/directive\/(\d+)\//)?.[1] ?? "";
  }

  // The region exists before anything is listed in it, or a screen reader keeps silent.
  function regionBelow(field) {
    const row = field.closest(".form-row");
    const existing = row.querySelector(".like");
    const region = existing ?? element("div", { className: "like", ariaLive: "polite" });
    if (!existing) row.append(region);
    return region;
  }

  // On a directive's own page a similar one is put among those that it goes back to; other pages have no such rows.
  const addRowLink = () => document.querySelector("#related_links-group .add-row a");

  function relate(directive, kind) {
    addRowLink().click();
    const row = `id_related_links-${document.getElementById("id_related_links-TOTAL_FORMS").value - 1}`;
    const earlier = document.getElementById(`${row}-earlier`);
    earlier.append(new Option(`${directive.number} ${directive.subject}`, directive.id, true, true));
    django.jQuery(earlier).trigger("change");
    document.getElementById(`${row}-kind`).value = kind;
  }

  function relationButtons(directive) {
    const buttons = element("span", {});
    for (const [kind, label] of [["follows", "สืบเนื่อง"], ["repeats", "สั่งซ้ำ"]]) {
      const button = element("button", { type: "button", className: "button", textContent: label });
      button.setAttribute("aria-label", `${label} ${directive.number} ${directive.subject}`);
      button.onclick = () => {
        relate(directive, kind);
        buttons.replaceChildren(` เพิ่มไว้ในข้อสั่งการเดิมที่เกี่ยวเนื่อง (${label}) แล้ว`);
      };
      buttons.append(" ", button);
    }
    return buttons;
  }

  function listItem(directive) {
    const details = [directive.day, directive.giver, directive.state].filter(Boolean).join(" · ");
    const link = element("a", {
      href: directive.address,
      target: "_blank",
      rel: "noopener",
      textContent: `${directive.number} ${directive.subject}`,
    });
    return element("li", {}, link, ` ${details}`, ...addRowLink() ? [relationButtons(directive)] : []);
  }

  function list(region, directives) {
    const heading = element("p", { textContent: "เคยมีข้อสั่งการทำนองนี้ (เปิดหน้าต่างใหม่)" });
    region.replaceChildren(...directives.length ? [heading, element("ul", {}, ...directives.map(listItem))] : []);
  }

  // Only the answer to the latest look-up of a field is shown.
  const latestLookUp = new WeakMap();

  async function lookUp(field) {
    const number = (latestLookUp.get(field) ?? 0) + 1;
    latestLookUp.set(field, number);
    const parameters = new URLSearchParams({ q: field.value.slice(0, LONGEST), but: ownKey(field) });
    const response = await fetch(`${field.dataset.like}?${parameters}`).catch(() => null);
    const directives = response?.ok && !response.redirected ? await response.json() : [];
    if (latestLookUp.get(field) === number) list(regionBelow(field), directives);
  }

  const timers = new WeakMap();
  document.addEventListener("focusin", ({ target }) => {
    if (!target.dataset.like) return;
    const region = regionBelow(target);
    if (addRowLink() && !region.hasChildNodes()) lookUp(target);
  });
  document.addEventListener("input", ({ target }) => {
    if (!target.dataset.like) return;
    clearTimeout(timers.get(target));
    timers.set(target, setTimeout(lookUp, PAUSE, target));
  });
}
