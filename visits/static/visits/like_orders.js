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

  function line(order) {
    const words = [order.day, order.giver, order.state].filter(Boolean).join(" · ");
    const opened = { href: order.address, target: "_blank", rel: "noopener", textContent: `${order.number} ${order.subject}` };
    return make("li", {}, make("a", opened), ` ${words}`);
  }

  function tell(told, orders) {
    const heading = make("p", { textContent: "เคยมีข้อสั่งการทำนองนี้ (เปิดหน้าต่างใหม่)" });
    told.replaceChildren(...orders.length ? [heading, make("ul", {}, ...orders.map(line))] : []);
  }

  const turns = new WeakMap();

  async function ask(field) {
    const turn = (turns.get(field) ?? 0) + 1;
    turns.set(field, turn);
    const asked = new URLSearchParams({ q: field.value.slice(0, LONGEST), but: itself(field) });
    const answer = await fetch(`${field.dataset.like}?${asked}`).catch(() => null);
    const orders = answer?.ok && !answer.redirected ? await answer.json() : [];
    if (turns.get(field) === turn) tell(place(field), orders);
  }

  const waiting = new WeakMap();
  document.addEventListener("focusin", ({ target }) => target.dataset.like && place(target));
  document.addEventListener("input", ({ target }) => {
    if (!target.dataset.like) return;
    clearTimeout(waiting.get(target));
    waiting.set(target, setTimeout(ask, PAUSE, target));
  });
}
