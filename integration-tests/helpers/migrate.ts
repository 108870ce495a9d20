import { execFile } from "child_process"
import path from "path"
import { promisify } from "util"

/** Brings a database up to date with Medusa's and the plugin's tables. */
export async function migrate(databaseUrl: string, env: Record<string, string> = {}): Promise<void> {
  await promisify(execFile)("npx", ["medusa", "db:migrate", "--execute-all-links"], {
    cwd: path.resolve(__dirname, "..", ".."),
    env: { ...process.env, ...env, DATABASE_URL: databaseUrl, MEDUSA_DISABLE_TELEMETRY: "true" },
  })
}
