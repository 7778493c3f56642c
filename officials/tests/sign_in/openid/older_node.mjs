// What the provider takes for granted and the Node of Debian 12 lacks; a newer one needs nothing of it.
import { register } from "node:module";
import crypto from "node:crypto";

globalThis.crypto ??= crypto.webcrypto;
URL.parse ??= (text, base) => {
  try {
    return new URL(text, base);
  } catch {
    return null;
  }
};
if (!crypto.hash) {
  const own = new URL("older_crypto.mjs", import.meta.url).href;
  const hook = `export const resolve = (name, { parentURL }, next) =>
    name === "node:crypto" && parentURL !== "${own}" ? { url: "${own}", shortCircuit: true } : next(name);`;
  register(`data:text/javascript,${encodeURIComponent(hook)}`);
}
