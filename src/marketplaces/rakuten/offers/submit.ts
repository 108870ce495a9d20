import { isMarketplaceError, MarketplaceError } from "../../errors"
import { NOTHING_SENT, type OfferBatch, type OfferSubmission } from "../../port"
import type { RakutenClient } from "../client"
import type { RakutenSettings } from "../settings"
import { LOST, referenceOf } from "./reference"
import { importSchema } from "./schemas"
import { fitsCsv, stockCsv, stockXml } from "./stock-file"

const SENDING = "sending"

/**
 * Sends a batch as one file. Rakuten takes it with one call and knows no key that makes a repetition harmless: a file whose
 * answer is missing counts as sent, and what Rakuten shows decides. The budget of an hour is not spent on a second one.
 */
export async function* submitFile(
  batch: OfferBatch,
  stored: string | null,
  client: RakutenClient,
  settings: RakutenSettings
): AsyncGenerator<string, OfferSubmission> {
  assertSendable(batch, settings)
  const isCsv = settings.stock_format === "csv"
  const refused = isCsv ? notInCsv(batch, settings) : []
  if (stored === SENDING) {
    return { reference: LOST, refused }
  }
  const changes = batch.changes.filter(({ sku }) => !refused.some((row) => row.sku === sku))
  if (changes.length === 0) {
    return { reference: null, refused }
  }
  yield SENDING
  try {
    const importid = await upload({ ...batch, changes }, isCsv, client, settings)
    return { reference: referenceOf(isCsv ? "csv" : "xml", importid), refused }
  } catch (error) {
    if (isMarketplaceError(error) && error.details.effect === "unknown") {
      return { reference: LOST, refused }
    }
    yield NOTHING_SENT
    throw error
  }
}

async function upload(
  batch: OfferBatch,
  isCsv: boolean,
  client: RakutenClient,
  settings: RakutenSettings
): Promise<string> {
  const { csv_profile, csv_profile_id } = settings
  const { response, status } = isCsv
    ? await client.upload("import", stockCsv(batch.changes, settings), importSchema, {
        parameters: { mappingalias: csv_profile, ...(csv_profile_id ? { profileid: csv_profile_id } : {}) },
        type: "text/csv",
      })
    : await client.upload("genericimportfile", stockXml(batch, settings), importSchema)
  if (response.status !== "OK" || response.importid === "") {
    throw new MarketplaceError("refused", `The file was not taken (status ${status}).`, {
      effect: "none",
      status,
      marketplace_message: response.status || undefined,
    })
  }
  return response.importid
}

function assertSendable({ kind, changes }: OfferBatch, settings: RakutenSettings): void {
  if (new Set(changes.map(({ sku }) => sku)).size < changes.length) {
    throw new MarketplaceError("refused", "An offer is twice in the batch.", { effect: "none" })
  }
  if (kind === "create" && (settings.product_alias === "" || settings.stock_format === "csv")) {
    const sentence = "Offers are created only with files in XML, and with the alias of a product type."
    throw new MarketplaceError("configuration", sentence, { effect: "none", reason: "not_supported" })
  }
}

/** A line has three columns: one without price would be an offer of nothing. */
const notInCsv = ({ changes }: OfferBatch, settings: RakutenSettings): OfferSubmission["refused"] =>
  changes.flatMap(({ sku, stock, price }) =>
    stock && price && fitsCsv(sku, settings)
      ? []
      : [
          {
            sku,
            message:
              "A line of the CSV file needs a quantity, a price, and a SKU without ; and quotation marks.",
          },
        ]
  )
