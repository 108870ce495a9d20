import { fork } from "child_process"
import { once } from "events"
import path from "path"
import type { AppOptions } from "./app"

export type ChildApp = {
  url: string
  token: string
  /**
   * Calls `name(app, ...args)` exported by `file` in the child; arguments and result travel as JSON.
   * Rejects with the child's stack, or when the child ends first.
   */
  run: <Result>(file: string, name: string, ...args: unknown[]) => Promise<Result>
  /** Resolves with the signal or exit code that ended the child. */
  ended: Promise<string | number>
  /** Everything that the child has written to its outputs so far. */
  log: () => string
  /** Ends the child at once (SIGKILL), as a crash would. */
  kill: () => Promise<void>
  /** Ends the child as a deploy does (SIGTERM); resolves once it has shut down. */
  stop: () => Promise<void>
}

type Reply = { id: number; result?: unknown; error?: string }

const root = path.resolve(__dirname, "..", "..")

/** Boots the same store in a process of its own, which ends with this one at the latest. */
export async function startChildApp(
  options: AppOptions & { /** Folder of the store (default: this repository). */ directory?: string }
): Promise<ChildApp> {
  const child = fork(path.join(__dirname, "child-app.ts"), {
    cwd: options.directory ?? root,
    execArgv: ["-r", path.join(root, "node_modules", "ts-node", "register")],
    silent: true,
    env: {
      ...process.env,
      ...options.env,
      NODE_OPTIONS: "",
      TS_NODE_PROJECT: path.join(root, "tsconfig.json"),
      DATABASE_URL: options.databaseUrl,
      CHILD_APP_JOBS: String(options.jobs ?? false),
      CHILD_APP_PORT: String(options.port ?? 0),
      CHILD_APP_ADMIN: options.adminFolder,
    },
  })
  let output = ""
  child.stdout?.on("data", (chunk) => (output += chunk))
  child.stderr?.on("data", (chunk) => (output += chunk))
  const lastOutput = () => output.slice(-10_000)
  const waiting = new Map<number, (reply: Reply) => void>()
  const ended = once(child, "close").then(([code, signal]) => {
    for (const [id, answer] of waiting) {
      answer({ id, error: `The child app ended (${signal ?? code}).\n${lastOutput()}` })
    }
    return signal ?? code
  })
  const first = await Promise.race([once(child, "message"), ended])
  if (!Array.isArray(first)) {
    throw new Error(`The child app did not start (${first}).\n${lastOutput()}`)
  }
  child.on("message", (reply: Reply) => waiting.get(reply.id)?.(reply))
  let calls = 0
  return {
    ...(first[0] as { url: string; token: string }),
    ended,
    log: () => output,
    run<Result>(file: string, name: string, ...args: unknown[]) {
      const id = ++calls
      return new Promise<Result>((resolve, reject) => {
        waiting.set(id, ({ result, error }) => {
          waiting.delete(id)
          return error === undefined ? resolve(result as Result) : reject(new Error(error))
        })
        if (child.connected) {
          child.send({ id, file, name, args })
        } else {
          waiting.get(id)?.({ id, error: "The child app has ended." })
        }
      })
    },
    async kill() {
      child.kill("SIGKILL")
      await ended
    },
    async stop() {
      child.kill("SIGTERM")
      await ended
    },
  }
}
