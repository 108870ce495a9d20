import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { marketplaceOf } from "../../../../workflows/shared/marketplace"
import { iso } from "../iso"
import { paging } from "../list-query"
import type { ListOfferBatchesQuery } from "../offers/validators"
import type { OfferBatchesPage } from "./types"

export const GET = async (
  req: AuthenticatedMedusaRequest<unknown, ListOfferBatchesQuery>,
  res: MedusaResponse<OfferBatchesPage>
) => {
  const { limit, offset, order, connection_id, state } = req.validatedQuery as ListOfferBatchesQuery
  paging({ limit, offset, order }, ["number"], "-number")
  const { batches, count } = await marketplaceOf(req.scope).offers.listOfferBatches(
    { connection_id, states: state },
    { limit, offset }
  )
  const offer_batches = batches.map(
    ({
      checkpoint: _,
      claimed_by: __,
      refused: ___,
      ...batch
    }): OfferBatchesPage["offer_batches"][number] => ({
      id: batch.id,
      number: batch.number,
      connection_id: batch.connection_id,
      kind: batch.kind,
      channel: batch.channel,
      has_zeros: batch.has_zeros,
      state: batch.state,
      counts: batch.counts,
      reference: batch.reference,
      message: batch.message,
      attempts: batch.attempts,
      next_attempt_at: iso(batch.next_attempt_at),
      submitted_at: iso(batch.submitted_at),
      settled_at: iso(batch.settled_at),
      created_at: iso(batch.created_at),
    })
  )
  res.json({ offer_batches, count, limit, offset })
}
