import { model } from "@medusajs/framework/utils"

/** The secrets of one connection, encrypted. Has no relation and no link, and is never serialised by a route. */
const MarketplaceCredential = model
  .define("marketplace_credential", {
    id: model.id({ prefix: "mpcred" }).primaryKey(),
    connection_id: model.text(),
    /** `v1:iv:tag:ciphertext` of the JSON of all fields; the connection id is its associated data. */
    encrypted: model.text(),
    /** What may be shown: `{ client_id: "…cd12", client_secret: "set" }`. */
    hints: model.json(),
    /** The latest turn that a process has taken to call the marketplace; see `stores/pace.ts`. */
    next_call_at: model.dateTime().nullable(),
  })
  .indexes([{ on: ["connection_id"], unique: true }])

export default MarketplaceCredential
