"use strict";
// What makes a file that takes a while says so until it is there; without this script the browser's own sign stays.
const named = (response) => {
  const header = response.headers.get("Content-Disposition") || "";
  const found = header.match(/filename\*=utf-8''([^;]+)/i);
  return found ? decodeURIComponent(found[1]) : (header.match(/filename="([^"]+)"/) || [])[1];
};
const save = (blob, name) => {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
};
const seconds = (number) => new Promise((done) => setTimeout(done, number * 1000));
// A button asks with what is chosen in its form by now.
const addressOf = (sign) => sign.href || `${sign.formAction}?${new URLSearchParams(new FormData(sign.form))}`;
// While others have their files made the server says when to ask again.
const fetched = async (sign, address) => {
  const response = await fetch(address);
  const wait = response.status === 503 && Number(response.headers.get("Retry-After"));
  if (!wait) return response;
  sign.textContent = "กำลังรอคิวจัดทำ …";
  await seconds(wait);
  sign.textContent = sign.dataset.underWay;
  return fetched(sign, address);
};
const make = async (sign) => {
  const label = sign.textContent;
  const address = addressOf(sign);
  sign.textContent = sign.dataset.underWay;
  sign.setAttribute("aria-busy", "true");
  try {
    const response = await fetched(sign, address);
    const name = named(response);
    if (!response.ok || !name) {
      location.assign(address);
      return;
    }
    save(await response.blob(), name);
  } catch {
    location.assign(address);
  } finally {
    sign.textContent = label;
    sign.removeAttribute("aria-busy");
  }
};
document.querySelectorAll("[data-under-way]").forEach((sign) => {
  sign.setAttribute("aria-live", "polite");
  sign.addEventListener("click", (event) => {
    event.preventDefault();
    if (!sign.hasAttribute("aria-busy")) make(sign);
  });
});
