import { randomUUID } from "node:crypto"
import { setTimeout as wait } from "node:timers/promises"
import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { begin } from "../shared/begin"
import { labelsOf } from "../shared/labels"
import { marketplaceOf } from "../shared/marketplace"
import { considerFulfillments } from "./consider"
import { CLAIM_SECONDS, performRequest } from "./perform-request"

/** A packer does not wait longer; what is not done then goes on behind the answer. */
const LONGEST_MS = 5000
/** While another process works on the same label. */
const LOOK_MS = 100

/**
 * After an order was packed with a label service's own provider, and before the packer has his answer: makes the label, if its
 * account is set so. The packing is over and stays whatever becomes of it; request, claim and purchase are those of the event,
 * so that nothing is bought twice. Never throws, and takes at most 5 seconds.
 */
export async function labelInline(container: MedusaContainer, order_id: string): Promise<void> {
  const stop = new AbortController()
  const made = new Promise<void>((resolve) => {
    begin(container, "a label inside the packing", () =>
      makeAll(container, order_id, stop.signal).finally(() => resolve())
    )
    // A process that stops begins nothing.
    if (marketplaceOf(container).ongoing.signal.aborted) resolve()
  })
  const late = wait(LONGEST_MS, undefined, { signal: stop.signal }).catch(() => undefined)
  await Promise.race([made, late])
  stop.abort()
}

async function makeAll(container: MedusaContainer, order_id: string, over: AbortSignal): Promise<void> {
  const labels = labelsOf(container)
  const accounts = (await labels.accounts.listAccounts()).filter(
    (account) => account.is_enabled && labels.settingsOf(account).labels.inline
  )
  if (accounts.length === 0) return
  const { data } = await container.resolve(ContainerRegistrationKeys.QUERY).graph({
    entity: "order",
    fields: [
      "fulfillments.id",
      "fulfillments.provider_id",
      "fulfillments.canceled_at",
      "fulfillments.shipped_at",
    ],
    filters: { id: order_id },
  })
  const [{ fulfillments = [] } = {}] = data as unknown as {
    fulfillments?: { id: string; provider_id: string | null; canceled_at: unknown; shipped_at: unknown }[]
  }[]
  const packed = fulfillments.flatMap(({ id, provider_id, canceled_at, shipped_at }) =>
    !canceled_at &&
    !shipped_at &&
    accounts.some(({ service_id }) => provider_id?.startsWith(`${service_id}_`))
      ? [id]
      : []
  )
  await considerFulfillments(container, packed)
  const requests = await labels.requests.requestsOfFulfillments(packed)
  const ids = requests
    .filter(({ account_id }) => accounts.some(({ id }) => id === account_id))
    .map(({ id }) => id)
  await untilNoneIsUnderWay(container, ids, over)
}

/** Works on what is due of these, and waits for what another works on. */
async function untilNoneIsUnderWay(
  container: MedusaContainer,
  ids: string[],
  over: AbortSignal
): Promise<void> {
  const { requests, accounts } = labelsOf(container)
  const account_ids = (await accounts.listAccounts()).map(({ id }) => id)
  while (!over.aborted && (await requests.areUnderWay(ids))) {
    const owner = randomUUID()
    const request = await requests.takeRequest({ account_ids, ids, owner, seconds: CLAIM_SECONDS })
    if (request) await performRequest(container, request, owner)
    else await wait(LOOK_MS)
  }
}
