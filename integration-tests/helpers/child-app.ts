// The other end of startChildApp(): boots the store of the current folder and calls the functions that it is asked for.
import { createRequire } from "module"
import path from "path"
import { startApp } from "./app"

type Order = { id: number; file: string; name: string; args: unknown[] }

const load = createRequire(__filename)

async function main(): Promise<void> {
  process.on("disconnect", () => process.exit())
  const { DATABASE_URL, CHILD_APP_JOBS, CHILD_APP_PORT, CHILD_APP_ADMIN } = process.env
  const app = await startApp({
    databaseUrl: DATABASE_URL ?? "",
    jobs: CHILD_APP_JOBS === "true",
    port: Number(CHILD_APP_PORT),
    adminFolder: CHILD_APP_ADMIN,
  })
  process.on("SIGTERM", () => void app.stop().then(() => process.exit()))
  process.on("message", ({ id, file, name, args }: Order) => {
    void Promise.resolve()
      .then(() => load(path.resolve(file))[name](app, ...args))
      .then((result) => ({ id, result }))
      .catch((error: unknown) => ({ id, error: error instanceof Error ? error.stack : String(error) }))
      .then((reply) => process.send?.(reply))
  })
  process.send?.({ url: app.url, token: app.token })
}

main().catch((error) => {
  console.error(error)
  process.exit(1)
})
