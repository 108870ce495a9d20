import { once } from "node:events"
import type { AddressInfo } from "node:net"
import express from "express"
import { JobLoader } from "@medusajs/framework/jobs"
import type { MedusaContainer } from "@medusajs/framework/types"
import loadMedusa from "@medusajs/medusa/loaders/index"
import { type AdminLogin, createAdmin, logIn } from "../store/admin"
import { callAs, type StoreApi } from "./store-api"

export type Store = StoreApi & {
  container: MedusaContainer
  /** Without a slash at the end. */
  url: string
  /** From now on the scheduled jobs run. */
  startJobs: () => Promise<void>
  stop: () => Promise<void>
}

/**
 * Boots the store of medusa-config.ts in this process, on 127.0.0.1. Its scheduled jobs wait for `startJobs`, so that a
 * run that is asked for begins at once.
 */
export async function bootStore({ port, admin }: { port: number; admin: AdminLogin }): Promise<Store> {
  const waiting: (() => Promise<void>)[] = []
  const loadJobs = JobLoader.prototype.load
  JobLoader.prototype.load = async function load() {
    waiting.push(() => loadJobs.call(this))
  }
  const expressApp = express()
  const server = expressApp.listen(port, "127.0.0.1")
  await once(server, "listening")
  const { container, shutdown } = await loadMedusa({ directory: process.cwd(), expressApp })
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  await createAdmin(container, admin)
  const token = await logIn(url, admin)
  return {
    container,
    url,
    call: callAs(url, token),
    async startJobs() {
      await Promise.all(waiting.map((start) => start()))
    },
    async stop() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await shutdown()
    },
  }
}
