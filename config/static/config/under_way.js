"use strict";
// A link to a file that takes a while says so until the file is there; without this script the browser's own sign stays.
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
// While others have their files made the server says when to ask again.
const fetched = async (link) => {
  const response = await fetch(link.href);
  const wait = response.status === 503 && Number(response.headers.get("Retry-After"));
  if (!wait) return response;
  link.textContent = "กำลังรอคิวจัดทำ …";
  await seconds(wait);
  link.textContent = link.dataset.underWay;
  return fetched(link);
};
const make = async (link) => {
  const label = link.textContent;
  link.textContent = link.dataset.underWay;
  link.setAttribute("aria-busy", "true");
  try {
    const response = await fetched(link);
    const name = named(response);
    if (!response.ok || !name) {
      location.assign(link.href);
      return;
    }
    save(await response.blob(), name);
  } catch {
    location.assign(link.href);
  } finally {
    link.textContent = label;
    link.removeAttribute("aria-busy");
  }
};
document.querySelectorAll("a[data-under-way]").forEach((link) => {
  link.setAttribute("aria-live", "polite");
  link.addEventListener("click", (event) => {
    event.preventDefault();
    if (!link.hasAttribute("aria-busy")) make(link);
  });
});
