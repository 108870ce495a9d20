// npm run build, and before every `npm pack` and `npm publish`: what the package holds, in .medusa/server.
import { spawnSync } from "node:child_process"
import fs from "node:fs"
import path from "node:path"
import { fileURLToPath } from "node:url"
import { transformWithEsbuild } from "vite"

const root = fileURLToPath(new URL("..", import.meta.url))
const built = path.join(root, ".medusa", "server", "src")

const { status } = spawnSync("npx", ["medusa", "plugin:build"], { cwd: root, stdio: "inherit" })
if (status !== 0) {
  process.exit(status ?? 1)
}
// The package's "examples" would be these too: npm takes a name at any depth.
fs.rmSync(path.join(root, ".medusa", "server", "examples"), { recursive: true, force: true })
dropSourceMaps()
await shrinkAdmin()
declareAdmin()

/** Medusa's compiler puts them into every file, whatever tsconfig.json says: they are half of the package. */
function dropSourceMaps() {
  for (const file of fs.readdirSync(built, { recursive: true, encoding: "utf8" })) {
    if (file.endsWith(".js")) {
      const script = path.join(built, file)
      const code = fs.readFileSync(script, "utf8")
      fs.writeFileSync(script, code.replace(/\n?\/\/# sourceMappingURL=data:\S+\s*$/, "\n"))
    }
  }
}

/** Without indentation and long forms, as a store serves it; names stay, for its stack traces. */
async function shrinkAdmin() {
  const file = path.join(built, "admin", "index.mjs")
  const options = { minifyWhitespace: true, minifySyntax: true, sourcemap: false, charset: "utf8" }
  const { code } = await transformWithEsbuild(fs.readFileSync(file, "utf8"), file, options)
  fs.writeFileSync(file, code)
}

/** The admin's bundle has no declarations of its own; without any, its entry counts as untyped. */
function declareAdmin() {
  const plugin = "declare const plugin: Record<string, unknown>\n"
  fs.writeFileSync(path.join(built, "admin", "index.d.ts"), `${plugin}export = plugin\n`)
  fs.writeFileSync(path.join(built, "admin", "index.d.mts"), `${plugin}export default plugin\n`)
}
