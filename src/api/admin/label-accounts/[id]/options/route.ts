import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { askLive } from "../../../../../workflows/labels/look-at-account"
import { labelsOf } from "../../../../../workflows/shared/labels"
import type { OptionsList } from "../../types"
import type { OptionsQuery } from "../../validators"

/** What can be bought from a sender to a place, or back from there, with estimates. */
export const GET = async (
  req: AuthenticatedMedusaRequest<unknown, OptionsQuery>,
  res: MedusaResponse<OptionsList>
) => {
  const {
    sender_id,
    country_code,
    postal_code = "",
    weight_grams,
    is_return = false,
  } = req.validatedQuery as OptionsQuery
  const { id } = req.params
  const account = await labelsOf(req.scope).account(id)
  const options = await askLive(req.scope, id, async (session) => {
    const wanted = sender_id ?? account.default_sender_id ?? Object.values(account.senders)[0]
    const from = (await session.senders()).find(({ external_id }) => external_id === wanted)
    const here = { country_code: from?.country_code ?? "FR", postal_code: from?.postal_code ?? "" }
    const there = { country_code, postal_code }
    return session.options({
      ...(is_return ? { from: there, to: here } : { from: here, to: there }),
      weight_grams,
      with_price: true,
      is_return,
    })
  })
  res.json({ options })
}
