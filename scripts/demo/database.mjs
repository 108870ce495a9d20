import { createHash, randomBytes } from "node:crypto"
import fs from "node:fs"
import path from "node:path"
import pg from "pg"
import { startPostgres } from "../postgres.mjs"
import { migrate } from "../template-database.mjs"

const DATABASE = "marketplace_demo"

/**
 * The demo's database, migrated, and the folder of what belongs to it: secrets and the marketplaces' memory.
 *
 * @param {string} folder Holds the cluster, unless DATABASE_URL is set.
 * @param {(subject: string, text: string) => void} say
 * @returns {Promise<{ url: string, folder: string, secrets: Secrets, stop: () => Promise<void> }>}
 *
 * @typedef {object} Secrets
 * @property {string} encryption_key
 * @property {string} jwt_secret
 * @property {string} cookie_secret
 * @property {string} admin_password
 */
export async function prepareDatabase(folder, say) {
  fs.mkdirSync(folder, { recursive: true })
  say("database", process.env.DATABASE_URL ? "using DATABASE_URL" : `starting PostgreSQL in ${folder}`)
  const server = await startPostgres({ dataDir: path.join(folder, "postgres"), persistent: true })
  try {
    const url = server.external ? process.env.DATABASE_URL : await ownDatabase(server)
    const own = server.external ? path.join(folder, nameOf(url)) : folder
    const secretsFile = path.join(own, "secrets.json")
    const isNew = await isEmpty(url)
    if (!isNew && !fs.existsSync(secretsFile)) {
      throw new Error(
        server.external
          ? "the database of DATABASE_URL is not empty, and this demo did not fill it. Name an empty one."
          : `${secretsFile} is gone, and the database cannot be read without it. Remove ${folder} and start again.`
      )
    }
    if (isNew) {
      fs.rmSync(path.join(own, "marketplaces.bin"), { force: true })
      fs.mkdirSync(own, { recursive: true })
      fs.writeFileSync(secretsFile, JSON.stringify(newSecrets(), null, 2), { mode: 0o600 })
    }
    say("database", isNew ? "migrating an empty database (about half a minute)" : "migrating what is new")
    await migrate(url)
    return {
      url,
      folder: own,
      secrets: JSON.parse(fs.readFileSync(secretsFile, "utf8")),
      stop: server.stop,
    }
  } catch (error) {
    await server.stop()
    throw error
  }
}

/** Another database has other secrets. */
function nameOf(url) {
  const { host, pathname } = new URL(url)
  return `external-${createHash("sha256").update(`${host}${pathname}`).digest("hex").slice(0, 12)}`
}

async function ownDatabase(server) {
  return (await server.hasDatabase(DATABASE)) ? server.url(DATABASE) : server.createDatabase(DATABASE)
}

async function isEmpty(url) {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const { rowCount } = await client.query(
      "SELECT FROM information_schema.tables WHERE table_schema NOT IN ('pg_catalog', 'information_schema') LIMIT 1"
    )
    return rowCount === 0
  } finally {
    await client.end()
  }
}

const newSecrets = () => ({
  encryption_key: randomBytes(32).toString("base64url"),
  jwt_secret: randomBytes(32).toString("base64url"),
  cookie_secret: randomBytes(32).toString("base64url"),
  admin_password: randomBytes(6).toString("base64url"),
})
