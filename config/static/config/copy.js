/* A button that copies a field of the page; where this script does not run, the field is copied by hand. */
for (const button of document.querySelectorAll("[data-copy]")) {
  const source = document.getElementById(button.dataset.copy);
  button.hidden = false;
  button.addEventListener("click", async () => {
    source.select();
    try {
      await navigator.clipboard.writeText(source.value);
    } catch {
      document.execCommand("copy"); // a site without https has no clipboard
    }
    button.textContent = "คัดลอกแล้ว";
  });
}
