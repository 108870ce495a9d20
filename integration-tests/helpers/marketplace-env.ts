import type { Sandbox } from "../../sandbox/server"

/** Where the plugin finds the marketplaces that a sandbox plays. */
export const marketplaceEnv = (sandbox: Sandbox): Record<string, string> => ({
  CDISCOUNT_API_URL: sandbox.cdiscount.api_url,
  CDISCOUNT_AUTH_URL: sandbox.cdiscount.auth_url,
  RAKUTEN_API_URL: sandbox.rakuten.api_url,
  SENDCLOUD_API_URL: sandbox.sendcloud.api_url,
})
