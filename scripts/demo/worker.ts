// A worker of the demo's store, in a process of its own: `startWorker()`.
import { fork } from "node:child_process"
import { once } from "node:events"
import path from "node:path"
import express from "express"
import loadMedusa from "@medusajs/medusa/loaders/index"

const root = path.resolve(__dirname, "..", "..")

export type Worker = { stop: () => Promise<void> }

/** Starts a worker with this process's environment; it ends with this process at the latest. */
export async function startWorker(): Promise<Worker> {
  const child = fork(__filename, {
    cwd: root,
    execArgv: ["-r", path.join(root, "node_modules", "ts-node", "register", "transpile-only")],
    env: { ...process.env, MEDUSA_WORKER_MODE: "worker" },
  })
  const ended = once(child, "close")
  const first = await Promise.race([once(child, "message"), ended.then(() => null)])
  if (!first) throw new Error("A worker did not start.")
  return {
    async stop() {
      child.kill("SIGTERM")
      await ended
    },
  }
}

async function work(): Promise<void> {
  process.on("disconnect", () => process.exit())
  const { shutdown } = await loadMedusa({ directory: root, expressApp: express() })
  process.on("SIGTERM", () => void shutdown().then(() => process.exit()))
  // The terminal sends it to every process; the demo ends its workers itself.
  process.on("SIGINT", () => {})
  process.send?.("ready")
}

if (require.main === module) {
  work().catch((error: Error) => {
    console.error(error.message)
    process.exit(1)
  })
}
