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

/** @type {import("jest").Config} */
module.exports = {
  projects: [
    {
      ...common,
      displayName: "unit",
      testMatch: ["<rootDir>/{src,sandbox,scripts}/**/__tests__/**/*.unit.spec.[jt]s"],
    },
    {
      ...common,
      displayName: "integration",
      testMatch: ["<rootDir>/integration-tests/*.spec.[jt]s"],
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
