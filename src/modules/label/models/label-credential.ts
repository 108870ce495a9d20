import { model } from "@medusajs/framework/utils"

/** The keys of one label account, encrypted. Has no relation and no link, and is never serialised by a route. */
const MarketplaceLabelCredential = model
  .define("marketplace_label_credential", {
    id: model.id({ prefix: "mplcred" }).primaryKey(),
    account_id: model.text(),
    /** `v1:iv:tag:ciphertext` of the JSON of all fields; the account's id is its associated data. */
    encrypted: model.text(),
    /** What may be shown. */
    hints: model.json(),
    /** The latest turns that a process has taken to call the service, which counts reads and writes apart. */
    next_read_at: model.dateTime().nullable(),
    next_write_at: model.dateTime().nullable(),
  })
  .indexes([{ on: ["account_id"], unique: true }])

export default MarketplaceLabelCredential
