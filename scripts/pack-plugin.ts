import fs from "node:fs"
import path from "node:path"
import { run } from "./run-command"

export type Packed = { tarball: string; /** Paths in the package. */ files: string[]; bytes: number }

const root = path.resolve(__dirname, "..")
const LEFT_OUT = ["node_modules", ".git", ".medusa", ".data", ".cache", "coverage"]

/** Copies this repository's sources, without what is made of them, and gives the copy these packages. */
export function copySources(folder: string, packages = path.join(root, "node_modules")): void {
  fs.cpSync(root, folder, {
    recursive: true,
    filter: (source) => path.dirname(source) !== root || !LEFT_OUT.includes(path.basename(source)),
  })
  fs.symlinkSync(packages, path.join(folder, "node_modules"))
}

/** Builds a copy of this repository in a new folder, and packs it as for the registry. */
export function packPlugin(folder: string): Promise<Packed> {
  copySources(folder)
  return pack(folder)
}

/** The same of a commit, with the packages of today; null where this clone does not have it. */
export async function packCommit(commit: string, folder: string): Promise<Packed | null> {
  const archive = `${folder}.tar`
  const isHere = await run("git", ["cat-file", "-e", `${commit}^{commit}`], root).then(
    () => true,
    () => false
  )
  if (!isHere) return null
  fs.mkdirSync(folder)
  await run("git", ["archive", "--output", archive, commit], root)
  await run("tar", ["-xf", archive], folder)
  fs.symlinkSync(path.join(root, "node_modules"), path.join(folder, "node_modules"))
  return pack(folder)
}

async function pack(folder: string): Promise<Packed> {
  const { scripts } = JSON.parse(fs.readFileSync(path.join(folder, "package.json"), "utf8")) as {
    scripts: Record<string, string>
  }
  if (!scripts.prepack) await run("npm", ["run", "build"], folder)
  const stdout = await run("npm", ["pack", "--json", "--foreground-scripts=false"], folder)
  const [{ filename, files, size }] = JSON.parse(stdout) as [
    { filename: string; files: { path: string }[]; size: number },
  ]
  return { tarball: path.join(folder, filename), files: files.map((file) => file.path), bytes: size }
}
