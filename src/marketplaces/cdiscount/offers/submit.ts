import { z } from "zod"

import { isMarketplaceError, MarketplaceError } from "../../errors"
import type { OfferBatch, OfferChange, OfferSubmission } from "../../port"
import type { OctopiaClient } from "../client"
import type { CdiscountSettings } from "../settings"
import { readTaken } from "../writing"
import { isComplete, offerRequest } from "./changes"
import { completePackage, createPackage, OPEN, PACKAGE_LABEL, packagePath, readPackage } from "./packages"

const UPLOAD_LABEL = "POST /offer-packages/{packageId}/offer-requests"
/** The documentation's limit of one upload. */
const MOST_IN_UPLOAD = 100
/** So many offers refused alone, one after the other, with none taken, are no longer single bad rows. */
const MOST_REFUSED_IN_A_ROW = 5
/** So many uploads without an answer, one after the other, are an outage: the rest waits. */
const MOST_UNANSWERED_IN_A_ROW = 2
/** A package that is not completed is lost after some hours: it is given up a little earlier. */
const MARGIN_MS = 10 * 60 * 1000

const checkpointSchema = z.object({
  package_id: z.string().min(1).max(200),
  /** When it was created, in milliseconds. */
  at: z.number(),
  /** Offers of the batch that were sent, or refused: the next one is this one. */
  next: z.number().int().nonnegative(),
  /** An upload of the offers from `next` to here may have arrived. */
  uploading: z.number().int().positive().nullable(),
  taken: z.number().int().nonnegative(),
  refused: z.array(z.object({ sku: z.string(), message: z.string() })),
})
type Checkpoint = z.infer<typeof checkpointSchema>

export type SubmitContext = { client: OctopiaClient; settings: CdiscountSettings; now: () => number }

/**
 * Creates a package, uploads the offers a hundred at a time, and closes it. Octopia knows no key that makes a repetition
 * harmless, and rejects an offer that is twice in a package, so an upload whose answer is missing counts as sent: its results
 * say. A package whose creation is uncertain stays empty and ends there without effect.
 */
export async function* submitPackage(
  batch: OfferBatch,
  stored: string | null,
  { client, settings, now }: SubmitContext
): AsyncGenerator<string, OfferSubmission> {
  assertSendable(batch)
  const begun = readCheckpoint(stored) ?? beginning(await createPackage(client, batch, settings), now())
  const { package_id } = begun
  if (stored === null) {
    yield JSON.stringify(begun)
  }
  if (now() > begun.at + settings.package_hours * 3_600_000 - MARGIN_MS) {
    const current = await readPackage(client, package_id)
    if (!current || current.state === OPEN) {
      throw lost(PACKAGE_LABEL)
    }
    return { reference: package_id, refused: begun.refused }
  }
  // Whether an upload that was under way arrived is not known: it counts as sent.
  let next = begun.uploading ?? begun.next
  let taken = begun.taken + (next - begun.next)
  let { refused } = begun
  const at = (uploading: number | null) => JSON.stringify({ ...begun, next, uploading, taken, refused })
  let size = MOST_IN_UPLOAD
  let refusedInARow = 0
  let unansweredInARow = 0
  while (next < batch.changes.length) {
    const until = Math.min(next + size, batch.changes.length)
    yield at(until)
    const changes = batch.changes.slice(next, until)
    const outcome = await upload(package_id, changes, batch, client, settings)
    const isBad = outcome !== "taken" && isBadRow(outcome)
    if (outcome === "taken" || outcome.details.effect === "unknown") {
      next = until
      taken += changes.length
      refusedInARow = 0
      unansweredInARow = outcome === "taken" ? 0 : unansweredInARow + 1
      // What follows a bad row is again as many as fit.
      size = Math.min(MOST_IN_UPLOAD, size * 2)
    } else if (isBad && changes.length > 1) {
      size = Math.ceil(changes.length / 2)
      continue
    } else if (isBad && (taken > 0 || refusedInARow < MOST_REFUSED_IN_A_ROW)) {
      refusedInARow++
      const message = outcome.details.marketplace_message ?? outcome.message
      refused = [...refused, { sku: changes[0].sku, message }]
      next = until
    } else {
      // It had no effect: nothing of it counts as sent.
      yield at(null)
      throw outcome
    }
    if (outcome !== "taken" && unansweredInARow >= MOST_UNANSWERED_IN_A_ROW) {
      yield at(null)
      throw outcome
    }
  }
  yield at(null)
  if (taken === 0) {
    return { reference: null, refused }
  }
  if (!(await completePackage(client, package_id))) {
    throw lost(PACKAGE_LABEL)
  }
  return { reference: package_id, refused }
}

const beginning = (package_id: string, at: number): Checkpoint => ({
  package_id,
  at,
  next: 0,
  uploading: null,
  taken: 0,
  refused: [],
})

/** Taken, or why not. Where the effect is unknown, it may have arrived. */
async function upload(
  package_id: string,
  changes: readonly OfferChange[],
  { kind }: OfferBatch,
  client: OctopiaClient,
  settings: CdiscountSettings
): Promise<"taken" | MarketplaceError> {
  try {
    await client.call({
      method: "POST",
      path: packagePath(package_id, "/offer-requests"),
      body: changes.map((change) => offerRequest(change, kind, settings)),
      label: UPLOAD_LABEL,
      retry: false,
      read: (response) => readTaken(response, UPLOAD_LABEL, settings),
    })
    return "taken"
  } catch (error) {
    if (!isMarketplaceError(error)) {
      throw error
    }
    if (error.kind === "not_found") {
      return lost(UPLOAD_LABEL)
    }
    return error
  }
}

/** A row that the form of an upload does not allow. */
const isBadRow = ({ kind, details }: MarketplaceError): boolean =>
  kind === "refused" && details.status === 400

function readCheckpoint(stored: string | null): Checkpoint | null {
  if (stored === null) {
    return null
  }
  try {
    return checkpointSchema.parse(JSON.parse(stored))
  } catch {
    throw new MarketplaceError("configuration", "The stored progress of a batch of offers cannot be read.", {
      effect: "unknown",
      reason: "checkpoint",
    })
  }
}

function assertSendable({ kind, changes }: OfferBatch): void {
  const refused = (what: string) =>
    new MarketplaceError("refused", `${UPLOAD_LABEL}: ${what}.`, { effect: "none" })
  if (new Set(changes.map(({ sku }) => sku)).size < changes.length) {
    throw refused("an offer is twice in the batch")
  }
  if (kind === "create" && !changes.every(isComplete)) {
    throw refused("an offer that is created needs everything that belongs to it")
  }
}

const lost = (label: string) =>
  new MarketplaceError("not_found", `${label}: Octopia has given the package up.`, {
    effect: "none",
    reason: "batch_lost",
  })
