import { model } from "@medusajs/framework/utils"

/** One key pair of a label service, with its settings. Its keys are in `MarketplaceLabelCredential`. */
const MarketplaceLabelAccount = model
  .define("marketplace_label_account", {
    id: model.id({ prefix: "mplacc" }).primaryKey(),
    service_id: model.text(),
    /** Whose keys these are: not secret. */
    account: model.text(),
    name: model.text(),
    is_enabled: model.boolean().default(true),
    /** Common settings by section, and the service's own under its id. */
    settings: model.json(),
    /** Sender addresses by stock location. */
    senders: model.json(),
    default_sender_id: model.text().nullable(),
    /** `{ option_code, contract_id }`: what is bought where no rule fits. */
    fallback: model.json().nullable(),
    /** The same for returns. */
    return_option: model.json().nullable(),
    brand_id: model.text().nullable(),
    /** Sales channels of the store whose orders get their labels here. */
    sales_channel_ids: model.json(),
    /** Since when labels are made automatically: under "account", "returns", and under the id of each connection that names it. */
    automatic_since: model.json().default({}),
    /** What is connected to the same account and was accepted by a person, by its id. */
    accepted_integrations: model.json(),
    /** Where it was connected (law "only from where it lives"). */
    activated_instance: model.text().nullable(),
    /** ok | degraded | paused | new */
    health_status: model.text().default("new"),
    health_code: model.text().nullable(),
    health_params: model.json().nullable(),
    health_since: model.dateTime().nullable(),
    failures: model.number().default(0),
    /** No call before this moment. */
    blocked_until: model.dateTime().nullable(),
    /** What changed at the service before this moment is known. */
    polled_until: model.dateTime().nullable(),
    next_poll_at: model.dateTime().nullable(),
    poll_claimed_by: model.text().nullable(),
    poll_claimed_until: model.dateTime().nullable(),
    /** Where the service reports to; null: it is only polled. */
    webhook_url: model.text().nullable(),
  })
  .indexes([{ on: ["service_id", "account"], unique: true }])

export default MarketplaceLabelAccount
