import eslint from "@eslint/js"
import medusa from "@medusajs/eslint-plugin"
import tseslint from "typescript-eslint"

const typescript = ["**/*.{ts,tsx}"]
const withoutMedusa = ["src/{marketplaces,orders,carriers}/**", "sandbox/**"]

export default tseslint.config(
  { ignores: ["node_modules/", ".medusa/", ".data/", ".cache/", "coverage/"] },
  ...medusa.configs.strict,
  ...[eslint.configs.recommended, ...tseslint.configs.recommended].map((config) => ({
    ...config,
    files: typescript,
  })),
  {
    files: typescript,
    languageOptions: { parserOptions: { project: true } },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/no-floating-promises": "error",
      "@typescript-eslint/no-misused-promises": ["error", { checksVoidReturn: false }],
      "@typescript-eslint/no-unused-vars": ["error", { ignoreRestSiblings: true }],
    },
  },
  {
    files: withoutMedusa,
    rules: {
      "no-restricted-imports": ["error", { patterns: ["@medusajs/*"] }],
      "@medusajs/zod-import-source": "off",
      "@medusajs/use-medusa-error-not-generic-error": "off",
    },
  },
  {
    // A fake of the marketplaces written from their documentation, so it shares no code with the plugin.
    files: ["sandbox/**"],
    ignores: ["sandbox/**/__tests__/**"],
    rules: { "no-restricted-imports": ["error", { patterns: ["@medusajs/*", "**/src/*", "**/src/**"] }] },
  },
  {
    files: ["medusa-config.ts", "integration-tests/**", "scripts/**", "**/__tests__/**"],
    rules: { "@medusajs/use-medusa-error-not-generic-error": "off" },
  }
)
