import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"

const TIMEOUT_MS = 15 * 60_000
const MOST_OUTPUT = 20_000_000

const running = new Set<ChildProcess>()

/** Starts a command in a process group of its own, which `endCommands` ends as a whole. */
export function startCommand(command: string, args: string[], cwd: string, env: NodeJS.ProcessEnv) {
  const child = spawn(command, args, {
    cwd,
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, NODE_OPTIONS: "", LOG_LEVEL: "info", MEDUSA_DISABLE_TELEMETRY: "true", ...env },
  })
  running.add(child)
  const output = { stdout: "", all: "" }
  child.stdout.on("data", (chunk) => {
    output.stdout = `${output.stdout}${chunk}`.slice(-MOST_OUTPUT)
    output.all = `${output.all}${chunk}`.slice(-MOST_OUTPUT)
  })
  child.stderr.on("data", (chunk) => (output.all = `${output.all}${chunk}`.slice(-MOST_OUTPUT)))
  const ended = new Promise<number | string>((resolve) => {
    child.once("error", (error) => resolve(error.message))
    child.once("close", (code, signal) => resolve(code ?? signal ?? 1))
  }).finally(() => running.delete(child))
  return { child, output, ended }
}

/** Runs a command to its end and returns what it wrote to its output; throws with the last of everything it said. */
export async function run(
  command: string,
  args: string[],
  cwd: string,
  env: NodeJS.ProcessEnv = {}
): Promise<string> {
  const { child, output, ended } = startCommand(command, args, cwd, env)
  const patience = setTimeout(() => endGroup(child), TIMEOUT_MS)
  const code = await ended
  clearTimeout(patience)
  if (code !== 0) {
    throw new Error(`${command} ${args.join(" ")} failed (${code}).\n${output.all.trim().slice(-3000)}`)
  }
  return output.stdout
}

/** Asks a started command to stop, and ends it when it does not within the time. */
export async function stopCommand(child: ChildProcess, within_ms = 15_000): Promise<void> {
  if (!running.has(child)) return
  const closed = once(child, "close")
  child.kill("SIGTERM")
  const patience = setTimeout(() => endGroup(child), within_ms)
  await closed
  clearTimeout(patience)
}

/** Ends whatever this process has started and not seen to its end. */
export const endCommands = (): void => running.forEach(endGroup)

function endGroup({ pid }: ChildProcess): void {
  try {
    if (pid !== undefined) process.kill(-pid, "SIGKILL")
  } catch {
    // It ended at the same moment.
  }
}
