const swc = {
  "^.+\\.[jt]sx?$": [
    "@swc/jest",
    {
      jsc: {
        parser: { syntax: "typescript", decorators: true, tsx: true },
        target: "es2021",
        transform: { decoratorMetadata: true, legacyDecorator: true },
      },
    },
  ],
}
const common = {
  transform: swc,
  testEnvironment: "node",
  modulePathIgnorePatterns: ["<rootDir>/.medusa/", "<rootDir>/.data/"],
}

const [[files, [runner, options]]] = Object.entries(swc)
const react = { transform: { react: { runtime: "automatic" } } }

/** @type {import("jest").Config} */
module.exports = {
  // No bound of what is tested: a test that has one says so itself.
  testTimeout: 30_000,
  testSequencer: "<rootDir>/integration-tests/longest-first.js",
  projects: [
    {
      ...common,
      displayName: "unit",
      // The example adapter imports the package by its name.
      moduleNameMapper: {
        "^medusa-plugin-marketplace-connect/port$": "<rootDir>/src/marketplaces/port.ts",
        "^medusa-plugin-marketplace-connect/port/(.*)$": "<rootDir>/src/marketplaces/$1.ts",
      },
      testMatch: ["<rootDir>/{src,sandbox,scripts}/**/__tests__/**/*.unit.spec.[jt]s"],
    },
    {
      ...common,
      // How long one turn of the event loop takes: run alone, as the clock knows nothing of a neighbor.
      displayName: "turns",
      testMatch: ["<rootDir>/src/**/__tests__/**/*.turns.spec.ts"],
    },
    {
      ...common,
      displayName: "admin",
      transform: { [files]: [runner, { jsc: { ...options.jsc, ...react } }] },
      testEnvironment: "<rootDir>/src/admin/__tests__/browser-environment.ts",
      testMatch: ["<rootDir>/src/admin/**/__tests__/**/*.spec.tsx"],
      setupFiles: ["<rootDir>/src/admin/__tests__/setup.ts"],
      // Medusa's bundler puts them in. Null, since workers get no undefined.
      globals: {
        __AUTH_TYPE__: "session",
        __BACKEND_URL__: "http://store.example",
        __BASE__: "/",
        __JWT_TOKEN_STORAGE_KEY__: null,
        __MAX_UPLOAD_FILE_SIZE__: null,
        __STOREFRONT_URL__: null,
      },
    },
    {
      ...common,
      displayName: "integration",
      testMatch: ["<rootDir>/integration-tests/*.spec.[jt]s"],
      setupFilesAfterEnv: ["<rootDir>/integration-tests/setup.js"],
    },
    {
      ...common,
      displayName: "cluster",
      testMatch: ["<rootDir>/integration-tests/cluster/*.spec.[jt]s"],
      setupFilesAfterEnv: ["<rootDir>/integration-tests/setup.js"],
    },
    {
      ...common,
      displayName: "browser",
      testMatch: ["<rootDir>/integration-tests/browser/*.spec.[jt]s"],
      setupFilesAfterEnv: ["<rootDir>/integration-tests/setup.js"],
      globalSetup: "<rootDir>/integration-tests/browser/global-setup.mjs",
      globalTeardown: "<rootDir>/integration-tests/browser/global-teardown.mjs",
    },
  ],
}
