"use strict";
// Warns before the sign-in ends by idleness; the server ends it anyway. All windows share the moment of the last use.
{
  const region = document.getElementById("session-end");
  const seconds = (name) => Number(region.dataset[name]) * 1000;
  const idle = seconds("idle");
  const warning = seconds("warning");
  const stored = (name) => Number(localStorage.getItem(name));
  const used = (left) => {
    localStorage.setItem("last-use", Date.now());
    localStorage.setItem("last-moment", Date.now() + left);
  };
  const say = (which, end) => {
    region.querySelectorAll("[data-say]").forEach((part) => {
      part.hidden = part.dataset.say !== which;
      const time = part.querySelector("time");
      if (time && !part.hidden) {
        time.textContent = new Date(end).toLocaleTimeString("th-TH", { hour: "2-digit", minute: "2-digit" });
      }
    });
  };
  const look = () => {
    const idleEnd = stored("last-use") + idle;
    const end = Math.min(idleEnd, stored("last-moment"));
    const left = end - Date.now();
    if (left <= 0) say("ended");
    else if (left > warning) say("");
    else say(end < idleEnd ? "absolute" : "idle", end);
  };
  const renew = async () => {
    try {
      const response = await fetch(region.dataset.address, { redirect: "error" });
      used((await response.json()).left * 1000);
      look();
    } catch {
      say("ended");
    }
  };
  used(seconds("left"));
  region.querySelector("button").addEventListener("click", renew);
  setInterval(look, 5000);
  // The timers of a window in the background stand still.
  document.addEventListener("visibilitychange", look);
}
