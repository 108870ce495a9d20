import { spawn } from "node:child_process"
import { createHash } from "node:crypto"
import { once } from "node:events"
import fs from "node:fs"
import path from "node:path"
import { fileURLToPath } from "node:url"
import house from "./lint/floors.js"

const root = fileURLToPath(new URL("..", import.meta.url))
const cache = path.join(root, ".cache", "admin")

/**
 * Medusa's admin with the plugin's pages, as a store serves it. It takes about half a minute, and the development server
 * far longer on its first page, so it is kept until a page or a package changes.
 *
 * @param {(text: string) => void} [say]
 * @returns {Promise<string>} The folder with its index.html, to be served under /app.
 * @throws {Error} with the build's output.
 */
export async function buildAdmin(say = () => {}) {
  const folder = path.join(cache, fingerprint())
  if (fs.existsSync(path.join(folder, "index.html"))) {
    return folder
  }
  say("building Medusa's admin with the plugin's pages")
  const output = path.join(root, ".medusa", "admin")
  const types = path.join(root, ".medusa", "types")
  const hadTypes = fs.existsSync(types)
  const build = spawn("npx", ["medusa", "build", "--admin-only", "--no-lint"], {
    cwd: root,
    env: {
      ...process.env,
      NODE_ENV: "production",
      NODE_OPTIONS: "",
      LOG_LEVEL: "info",
      MEDUSA_DISABLE_TELEMETRY: "true",
      DISABLE_MEDUSA_ADMIN: "",
      // Read by medusa-config.ts; a build opens no connection.
      DATABASE_URL: "postgres://127.0.0.1/none",
    },
  })
  let said = ""
  build.stdout.on("data", (chunk) => (said += chunk))
  build.stderr.on("data", (chunk) => (said += chunk))
  const [code] = await once(build, "close")
  if (!hadTypes) {
    // The build leaves types by the way, which would change what the type check sees.
    fs.rmSync(types, { recursive: true, force: true })
  }
  if (code !== 0) {
    throw new Error(`The admin cannot be built.\n${said.slice(-10_000)}`)
  }
  fs.rmSync(cache, { recursive: true, force: true })
  fs.mkdirSync(cache, { recursive: true })
  fs.renameSync(output, folder)
  return folder
}

/** Of everything that the build depends on: the pages, and what they may import that is not types alone. */
function fingerprint() {
  const hash = createHash("sha256")
  const folders = ["admin", ...house.reach.admin.filter((folder) => !house.types.includes(folder))]
  const pages = folders
    .flatMap((folder) =>
      fs.readdirSync(path.join(root, "src", folder), { recursive: true, withFileTypes: true })
    )
    .filter((entry) => entry.isFile() && !entry.parentPath.includes("__tests__"))
    .map((entry) => path.join(entry.parentPath, entry.name))
  for (const file of [
    ...pages.sort(),
    path.join(root, "package-lock.json"),
    path.join(root, "medusa-config.ts"),
  ]) {
    hash.update(path.relative(root, file)).update(fs.readFileSync(file))
  }
  return hash.digest("hex").slice(0, 16)
}
