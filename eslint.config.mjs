import eslint from "@eslint/js"
import medusa from "@medusajs/eslint-plugin"
import tseslint from "typescript-eslint"
import path from "node:path"
import house from "./scripts/lint/floors.js"
import oneDirection from "./scripts/lint/one-direction.js"
import ownClasses from "./scripts/lint/own-classes.js"

const typescript = ["**/*.{ts,tsx}"]
// A later entry replaces the options of an earlier one, so each entry names all that it forbids.
const sql = {
  // `execute` is also what locks and retries are called by.
  selector:
    "CallExpression > MemberExpression.callee:matches([property.name=/^(query|raw)$/], [property.name='execute'][object.name=/manager|connection|knex/i])",
  message: "SQL stands in modules/marketplace: stores/ for our tables, medusa-tables.ts for Medusa's.",
}
const bus = {
  selector: "CallExpression[callee.property.name='resolve'] > MemberExpression[property.name='EVENT_BUS']",
  message: "Events are emitted by workflows/shared/events.ts, which never waits for a bus that is down.",
}
const tests = ["**/__tests__/**", "integration-tests/**"]
const nodeGlobals = [
  "__dirname",
  "AbortController",
  "AbortSignal",
  "Buffer",
  "clearInterval",
  "clearTimeout",
  "console",
  "describe",
  "expect",
  "fetch",
  "it",
  "jest",
  "module",
  "process",
  "require",
  "setInterval",
  "setTimeout",
  "URL",
]
const workshop = [...tests, "scripts/**", "medusa-config.ts"]
const withoutMedusa = ["src/{marketplaces,orders,carriers,labels,offers}/**", "sandbox/**", "examples/**"]

// Medusa's presets leave tests out altogether; here only Medusa's own rules do, and so for scripts.
const medusaRules = medusa.configs.strict
  .filter((config) => Object.keys(config).some((key) => key !== "ignores"))
  .map((config) => (config.files ? { ...config, ignores: [...(config.ignores ?? []), ...workshop] } : config))

export default tseslint.config(
  { ignores: ["node_modules/", ".medusa/", ".data/", ".cache/", "/coverage/"] },
  ...medusaRules,
  eslint.configs.recommended,
  ...tseslint.configs.recommended.map((config) => ({ ...config, files: typescript })),
  {
    files: ["**/*.{js,mjs}"],
    languageOptions: {
      globals: Object.fromEntries(nodeGlobals.map((name) => [name, false])),
    },
  },
  {
    files: typescript,
    languageOptions: { parserOptions: { project: true } },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      // French puts a no-break space before some marks.
      "no-irregular-whitespace": ["error", { skipTemplates: true }],
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
    files: ["src/**/*.{ts,tsx}"],
    ignores: tests,
    plugins: { house: { rules: { "one-direction": oneDirection, "own-classes": ownClasses } } },
    rules: {
      "house/one-direction": ["error", { root: path.resolve("src"), ...house }],
      "house/own-classes": "error",
    },
  },
  {
    files: ["src/**/*.ts"],
    ignores: [
      ...tests,
      "src/modules/marketplace/stores/**",
      "src/modules/marketplace/medusa-tables.ts",
      "src/workflows/shared/events.ts",
    ],
    rules: { "no-restricted-syntax": ["error", sql, bus] },
  },
  { files: ["src/workflows/shared/events.ts"], rules: { "no-restricted-syntax": ["error", sql] } },
  {
    files: ["src/api/admin/marketplaces/**/*.ts"],
    // What only passes a request on returns nothing of its own.
    ignores: [...tests, "**/{types,middlewares,keep-private,validate,refuse-unreadable}.ts"],
    rules: {
      "no-restricted-syntax": [
        "error",
        sql,
        bus,
        {
          selector: "TSTypeReference[typeName.name='MedusaResponse']:not([typeArguments])",
          message: "Name what is returned, by the resource's types.ts: MedusaResponse<Answer>.",
        },
      ],
    },
  },
  {
    // The admin reads these too, so they are types alone, without a framework's.
    files: ["src/api/**/types.ts"],
    rules: {
      "no-restricted-imports": ["error", { patterns: [{ regex: "^[^.]" }] }],
      "no-restricted-syntax": [
        "error",
        {
          selector:
            "Program > :not(ImportDeclaration[importKind='type'], ExportNamedDeclaration[exportKind='type'], TSTypeAliasDeclaration)",
          message: "Types only.",
        },
      ],
    },
  },
  {
    // A fake of the marketplaces written from their documentation, so it shares no code with the plugin.
    files: ["sandbox/**"],
    ignores: tests,
    rules: { "no-restricted-imports": ["error", { patterns: ["@medusajs/*", "**/src/*", "**/src/**"] }] },
  }
)
