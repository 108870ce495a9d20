import { type ChildProcess, spawn, spawnSync } from "node:child_process"
import { once } from "node:events"
import fs from "node:fs"
import net from "node:net"
import os from "node:os"
import path from "node:path"
import { setTimeout as pause } from "node:timers/promises"

const SECONDS = 20

/**
 * Ends the server as soon as the process that started it lets go of standard input, however that happens. Its folder goes
 * too, unless something was written there.
 */
const GUARD =
  'folder=$1; shift; "$@" & server=$!; kept=$(cat); kill $server; wait $server; [ -n "$kept" ] || rm -rf "$folder"'

export type Redis = {
  url: string
  /** Stops the server; its data stay. */
  stop: () => Promise<void>
  /** Starts it again at the same address, with its data or with none. */
  start: (options?: { empty: boolean }) => Promise<void>
  /** Stops it for good, without its data. */
  end: () => Promise<void>
}

export const hasRedis = (): boolean => spawnSync("redis-server", ["--version"]).status === 0

/**
 * A Redis of its own on a free port of 127.0.0.1, set up as docs/operations.md says: every write is on disk within a
 * second, and nothing is evicted. It ends with this process at the latest.
 */
export async function startRedis(): Promise<Redis> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "marketplace-redis-"))
  const port = await freePort()
  let guard: ChildProcess | undefined
  const letGo = async (kept: string) => {
    const stopping = guard
    guard = undefined
    if (!stopping) return
    const ended = once(stopping, "close")
    stopping.stdin?.end(kept)
    await ended
  }
  const redis: Redis = {
    url: `redis://127.0.0.1:${port}`,
    async start({ empty } = { empty: false }) {
      if (empty) emptyFolder(folder)
      guard = spawn("sh", ["-c", GUARD, "sh", folder, "redis-server", ...settings(port, folder)], {
        detached: true,
        stdio: ["pipe", "ignore", "ignore"],
      })
      for (const deadline = Date.now() + SECONDS * 1000; !(await answers(port)); await pause(25)) {
        if (guard.exitCode !== null || Date.now() > deadline) throw new Error("Redis did not start.")
      }
    },
    stop: () => letGo("keep"),
    async end() {
      await letGo("")
      fs.rmSync(folder, { recursive: true, force: true })
    },
  }
  await redis.start()
  return redis
}

function settings(port: number, folder: string): string[] {
  const values = {
    bind: "127.0.0.1",
    port: String(port),
    dir: folder,
    appendonly: "yes",
    save: "",
    "maxmemory-policy": "noeviction",
  }
  return Object.entries(values).flatMap(([name, value]) => [`--${name}`, value])
}

function emptyFolder(folder: string): void {
  for (const name of fs.readdirSync(folder))
    fs.rmSync(path.join(folder, name), { recursive: true, force: true })
}

async function freePort(): Promise<number> {
  const probe = net.createServer().listen(0, "127.0.0.1")
  await once(probe, "listening")
  const { port } = probe.address() as net.AddressInfo
  probe.close()
  await once(probe, "close")
  return port
}

/** One that still loads its data does not answer PONG. */
async function answers(port: number): Promise<boolean> {
  const socket = net.connect(port, "127.0.0.1")
  try {
    await once(socket, "connect")
    socket.write("PING\r\n")
    const [answer] = (await once(socket, "data", { signal: AbortSignal.timeout(1000) })) as [Buffer]
    return answer.toString().startsWith("+PONG")
  } catch {
    return false
  } finally {
    socket.destroy()
  }
}
