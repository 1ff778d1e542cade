export * from "./api.ts";
export * from "./errors.ts";
export { defaultBackoff } from "./pause.ts";
export * from "./watch.ts";
