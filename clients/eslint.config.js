import js from "@eslint/js";
import tseslint from "typescript-eslint";

/** For all clients here; the UI adds what React needs. */
export default tseslint.config(
  { ignores: ["**/dist", "**/gen"] },
  js.configs.recommended,
  ...tseslint.configs.strict,
  { rules: { "@typescript-eslint/no-non-null-assertion": "off" } },
  { files: ["**/*.mjs"], languageOptions: { globals: { console: "readonly", process: "readonly" } } },
);
