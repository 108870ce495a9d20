import path from "node:path"
import { run } from "../run-command"
import type { Steps } from "./steps"

const root = path.resolve(__dirname, "../..")
const OTHER_NODE = "22"

/** What tools say of the tarball that check what npm, Node and TypeScript will find in it; .attw.json says what is asked. */
export async function checkPackage({ step }: Steps, tarball: string): Promise<void> {
  await step("package: publint finds nothing", () => run("npx", ["publint", "--strict", tarball], root))
  await step("package: its types are right for every way of importing (attw)", () =>
    run("npx", ["attw", tarball], root)
  )
}

/** The other supported line of Node: everything else runs on the one that is installed. */
export async function runUnitTests({ step }: Steps): Promise<void> {
  const jest = path.join(root, "node_modules", "jest", "bin", "jest.js")
  await step(`unit tests on Node ${OTHER_NODE}`, async () => {
    const node = ["-y", "-p", `node@${OTHER_NODE}`, "node"]
    const version = (await run("npx", [...node, "--version"], root)).trim()
    if (!version.startsWith(`v${OTHER_NODE}.`)) throw new Error(`npx ran Node ${version}.`)
    await run("npx", [...node, jest, "--selectProjects", "unit", "--maxWorkers=2"], root)
  })
}
