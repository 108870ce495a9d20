import type { Sandbox } from "../../sandbox/server"

export type DemoDatabase = {
  url: string
  folder: string
  secrets: { encryption_key: string; jwt_secret: string; cookie_secret: string; admin_password: string }
}

export const ADMIN_EMAIL = "admin@shop.example"

/** What medusa-config.ts and Medusa read, for a store that sells on the sandbox. */
export function storeEnvironment({ url, secrets }: DemoDatabase, sandbox: Sandbox): Record<string, string> {
  return {
    NODE_ENV: "development",
    MEDUSA_DISABLE_TELEMETRY: "true",
    // The admin's live reload listens on every address by default.
    HMR_BIND_HOST: "127.0.0.1",
    DATABASE_URL: url,
    JWT_SECRET: secrets.jwt_secret,
    COOKIE_SECRET: secrets.cookie_secret,
    MARKETPLACE_ENCRYPTION_KEY: secrets.encryption_key,
    MARKETPLACE_INSTANCE: "demo",
    CDISCOUNT_API_URL: sandbox.cdiscount.api_url,
    CDISCOUNT_AUTH_URL: sandbox.cdiscount.auth_url,
    CDISCOUNT_CLIENT_ID: "",
    CDISCOUNT_CLIENT_SECRET: "",
    RAKUTEN_API_URL: sandbox.rakuten.api_url,
    SENDCLOUD_API_URL: sandbox.sendcloud.api_url,
  }
}
