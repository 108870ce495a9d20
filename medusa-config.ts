// The store around the plugin, for development, the demo and the tests. It is not part of the package.
import { defineConfig } from "@medusajs/framework/utils"

const databaseUrl = process.env.DATABASE_URL
if (!databaseUrl) {
  throw new Error(
    "DATABASE_URL is not set. `npm run demo` brings its own PostgreSQL; `node scripts/with-postgres.mjs -- <command>` runs any command with a temporary one."
  )
}

// Several processes, as docs/operations.md sets them up. Medusa reads their part from MEDUSA_WORKER_MODE.
const redisUrl = process.env.REDIS_URL
const locking = process.env.LOCKING ?? (redisUrl ? "redis" : undefined)

const pluginOptions = {
  encryption_key: process.env.MARKETPLACE_ENCRYPTION_KEY,
  instance: process.env.MARKETPLACE_INSTANCE,
  backend_url: process.env.MEDUSA_BACKEND_URL,
  cdiscount: {
    api_url: process.env.CDISCOUNT_API_URL,
    auth_url: process.env.CDISCOUNT_AUTH_URL,
    client_id: process.env.CDISCOUNT_CLIENT_ID,
    client_secret: process.env.CDISCOUNT_CLIENT_SECRET,
    seller_ids: process.env.CDISCOUNT_SELLER_IDS?.split(","),
  },
  rakuten: { api_url: process.env.RAKUTEN_API_URL },
  sendcloud: { api_url: process.env.SENDCLOUD_API_URL },
}

export default defineConfig({
  projectConfig: {
    databaseUrl,
    redisUrl,
    // JWT_SECRET and COOKIE_SECRET are read by Medusa, which has defaults for development only.
    http: {
      storeCors: process.env.STORE_CORS ?? "http://localhost:8000",
      adminCors: process.env.ADMIN_CORS ?? "http://localhost:9000",
      authCors: process.env.AUTH_CORS ?? "http://localhost:8000,http://localhost:9000",
    },
  },
  admin: { disable: process.env.DISABLE_MEDUSA_ADMIN === "true" },
  modules: [
    // As a plugin of a store: each of its modules gets the plugin's options.
    { resolve: "./src/modules/marketplace", options: pluginOptions },
    { resolve: "./src/modules/label", options: pluginOptions },
    {
      resolve: "@medusajs/medusa/fulfillment",
      options: {
        providers: [
          { resolve: "@medusajs/medusa/fulfillment-manual", id: "manual" },
          { resolve: "./src/providers/cdiscount", id: "cdiscount" },
          { resolve: "./src/providers/rakuten", id: "rakuten" },
          { resolve: "./src/providers/sendcloud", id: "sendcloud" },
        ],
      },
    },
    // What would be sent is written to the log: `NOTIFICATION_CHANNELS=feed,email` tries recipients.
    {
      resolve: "@medusajs/medusa/notification",
      options: {
        providers: [
          {
            resolve: "@medusajs/medusa/notification-local",
            id: "local",
            options: { name: "Local", channels: (process.env.NOTIFICATION_CHANNELS ?? "feed").split(",") },
          },
        ],
      },
    },
    // Users have roles: Medusa reads its flag only after this file.
    ...(process.env.MEDUSA_FF_RBAC === "true" ? [{ resolve: "@medusajs/medusa/rbac" }] : []),
    ...(redisUrl
      ? [
          { resolve: "@medusajs/medusa/event-bus-redis", options: { redisUrl } },
          { resolve: "@medusajs/medusa/workflow-engine-redis", options: { redis: { redisUrl } } },
          {
            resolve: "@medusajs/medusa/caching",
            options: {
              providers: [
                {
                  resolve: "@medusajs/medusa/caching-redis",
                  id: "caching-redis",
                  is_default: true,
                  options: { redisUrl },
                },
              ],
            },
          },
        ]
      : []),
    // Several processes on one database need a lock that all of them see.
    ...(locking
      ? [
          {
            resolve: "@medusajs/medusa/locking",
            options: {
              providers: [
                {
                  resolve: `@medusajs/medusa/locking-${locking}`,
                  id: `locking-${locking}`,
                  is_default: true,
                  options: { redisUrl },
                },
              ],
            },
          },
        ]
      : []),
  ],
})
