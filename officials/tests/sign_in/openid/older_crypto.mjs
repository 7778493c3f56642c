import { createHash } from "node:crypto";

export * from "node:crypto";
export const hash = (algorithm, text, encoding) => createHash(algorithm).update(text).digest(encoding);
