import { once } from "node:events"
import type { AddressInfo } from "node:net"
import express from "express"
import { JobLoader } from "@medusajs/framework/jobs"
import type { MedusaContainer } from "@medusajs/framework/types"
import loadMedusa from "@medusajs/medusa/loaders/index"
import { type AdminLogin, createAdmin, logIn } from "../store/admin"

export type Store = {
  container: MedusaContainer
  /** Without a slash at the end. */
  url: string
  /** Calls a route as the admin; returns the body of a success, and throws with the route's message otherwise. */
  call: <Body>(method: "GET" | "POST", path: string, body?: unknown) => Promise<Body>
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
    async call<Body>(method: "GET" | "POST", path: string, body?: unknown) {
      const response = await fetch(url + path, {
        method,
        headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
        body: body === undefined ? undefined : JSON.stringify(body),
      })
      const answer = (await response.json()) as Body & { message?: string }
      if (!response.ok) {
        throw new CallError(
          `${method} ${path} answered ${response.status}: ${answer.message}`,
          response.status
        )
      }
      return answer
    },
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

export class CallError extends Error {
  constructor(
    message: string,
    readonly status: number
  ) {
    super(message)
  }
}
