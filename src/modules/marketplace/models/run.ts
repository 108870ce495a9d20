import { model } from "@medusajs/framework/utils"

/** One pull of one connection, with its counts. */
const MarketplaceRun = model
  .define("marketplace_run", {
    id: model.id({ prefix: "mprun" }).primaryKey(),
    connection_id: model.text(),
    /** schedule | manual | sweep */
    trigger: model.text(),
    /** new | recheck | open | since | orders */
    scope: model.text(),
    /** queued | running | done | failed */
    state: model.text(),
    /** What the run was asked for: `{ since?, external_ids?, dry_run? }`. */
    params: model.json().nullable(),
    started_at: model.dateTime().nullable(),
    finished_at: model.dateTime().nullable(),
    /** `{ seen, created, updated, held, ignored, failed }` */
    counts: model.json(),
    /** With `dry_run`: what every order would become. No buyer's data. */
    outcomes: model.json().nullable(),
    error: model.json().nullable(),
  })
  .indexes([{ on: ["connection_id", "created_at"] }, { on: ["state"] }])

export default MarketplaceRun
