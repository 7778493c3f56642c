"use strict";
// While an order is typed, like ones given already are told below the field: เรื่องนี้เคยสั่งแล้วหรือยัง.
{
  const PAUSE = 300, LONGEST = 300;
  const make = (tag, values, ...parts) => {
    const made = Object.assign(document.createElement(tag), values);
    made.append(...parts);
    return made;
  };

  // The order that is being typed over is like itself.
  function itself(field) {
    const key = field.form.elements[field.name.replace(/(subject|text)$/, "id")];
    return key?.value ?? location.pathname.match(/\/directive\/(\d+)\//)?.[1] ?? "";
  }

  // There before anything is told in it, or a screen reader keeps silent.
  function place(field) {
    const row = field.closest(".form-row");
    const there = row.querySelector(".like");
    const made = there ?? make("div", { className: "like", ariaLive: "polite" });
    if (!there) row.append(made);
    return made;
  }

  // On the order's own page a like one is put among those that it goes back to; other pages have no such rows.
  const adding = () => document.querySelector("#related_links-group .add-row a");

  function relate(order, kind) {
    adding().click();
    const row = `id_related_links-${document.getElementById("id_related_links-TOTAL_FORMS").value - 1}`;
    const earlier = document.getElementById(`${row}-earlier`);
    earlier.append(new Option(`${order.number} ${order.subject}`, order.id, true, true));
    django.jQuery(earlier).trigger("change");
    document.getElementById(`${row}-kind`).value = kind;
  }

  function ways(order) {
    const told = make("span", {});
    const way = ([kind, words]) => {
      const button = make("button", { type: "button", className: "button", textContent: words });
      button.setAttribute("aria-label", `${words} ${order.number} ${order.subject}`);
      button.onclick = () => { relate(order, kind); told.replaceChildren(` เพิ่มไว้ในข้อสั่งการเดิมที่เกี่ยวเนื่อง (${words}) แล้ว`); };
      return button;
    };
    told.append(...[["follows", "สืบเนื่อง"], ["repeats", "สั่งซ้ำ"]].flatMap((one) => [" ", way(one)]));
    return told;
  }

  function line(order) {
    const words = [order.day, order.giver, order.state].filter(Boolean).join(" · ");
    const opened = { href: order.address, target: "_blank", rel: "noopener", textContent: `${order.number} ${order.subject}` };
    return make("li", {}, make("a", opened), ` ${words}`, ...adding() ? [ways(order)] : []);
  }

  function tell(told, orders) {
    const heading = make("p", { textContent: "เคยมีข้อสั่งการทำนองนี้ (เปิดหน้าต่างใหม่)" });
    told.replaceChildren(...orders.length ? [heading, make("ul", {}, ...orders.map(line))] : []);
  }

  const turns = new WeakMap();

  async function ask(field) {
    const turn = (turns.get(field) ?? 0) + 1;
    turns.set(field, turn);
    const parameters = new URLSearchParams({ q: field.value.slice(0, LONGEST), but: itself(field) });
    const answer = await fetch(`${field.dataset.like}?${parameters}`).catch(() => null);
    const orders = answer?.ok && !answer.redirected ? await answer.json() : [];
    if (turns.get(field) === turn) tell(place(field), orders);
  }

  const waiting = new WeakMap();
  document.addEventListener("focusin", ({ target }) => {
    if (!target.dataset.like) return;
    const told = place(target);
    if (adding() && !told.hasChildNodes()) ask(target);
  });
  document.addEventListener("input", ({ target }) => {
    if (!target.dataset.like) return;
    clearTimeout(waiting.get(target));
    waiting.set(target, setTimeout(ask, PAUSE, target));
  });
}
