import { z } from "zod"

import { isMarketplaceError, MarketplaceError } from "../../errors"
import type { OfferBatch, OfferChange, OfferSubmission } from "../../port"
import type { OctopiaClient } from "../client"
import type { CdiscountSettings } from "../settings"
import { readTaken } from "../writing"
import { offerRequest } from "./changes"
import { completePackage, createPackage, OPEN, PACKAGE_LABEL, packagePath, readPackage } from "./packages"

const UPLOAD_LABEL = "POST /offer-packages/{packageId}/offer-requests"
/** The documentation's limit of one upload. */
const MOST_IN_UPLOAD = 100
/** So many offers refused alone, one after the other, with none taken, are no longer single bad rows. */
const MOST_REFUSED_IN_A_ROW = 5
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
  assertUnique(batch.changes)
  let state = readCheckpoint(stored)
  const put = (change: Partial<Checkpoint>): string =>
    JSON.stringify((state = { ...state, ...change } as Checkpoint))
  if (!state) {
    const package_id = await createPackage(client, batch, settings)
    yield put({ package_id, at: now(), next: 0, uploading: null, taken: 0, refused: [] })
  }
  const started = state as unknown as Checkpoint
  const { package_id } = started
  if (now() > started.at + settings.package_hours * 3_600_000 - MARGIN_MS) {
    const current = await readPackage(client, package_id)
    if (!current || current.state === OPEN) {
      throw lost(PACKAGE_LABEL)
    }
    return { reference: package_id, refused: started.refused }
  }
  // Whether this upload arrived is not known: it counts as sent.
  let next = started.uploading ?? started.next
  let taken = started.taken + (next - started.next)
  let { refused } = started
  let inARow = 0
  let size = MOST_IN_UPLOAD
  while (next < batch.changes.length) {
    const until = Math.min(next + size, batch.changes.length)
    yield put({ next, uploading: until, taken, refused })
    const changes = batch.changes.slice(next, until)
    const outcome = await upload(package_id, changes, batch, client, settings)
    if (outcome === "taken") {
      taken += changes.length
      inARow = 0
      next = until
      // What follows a bad row is again as many as fit.
      size = Math.min(MOST_IN_UPLOAD, size * 2)
      continue
    }
    if (isBadRow(outcome) && changes.length > 1) {
      size = Math.ceil(changes.length / 2)
      continue
    }
    if (isBadRow(outcome) && (taken > 0 || inARow < MOST_REFUSED_IN_A_ROW)) {
      inARow++
      refused = [
        ...refused,
        { sku: changes[0].sku, message: outcome.details.marketplace_message ?? outcome.message },
      ]
      next = until
      continue
    }
    // It had no effect: nothing of it counts as sent.
    yield put({ next, uploading: null, taken, refused })
    throw outcome
  }
  yield put({ next, uploading: null, taken, refused })
  if (taken === 0) {
    return { reference: null, refused }
  }
  if (!(await completePackage(client, package_id))) {
    throw lost(PACKAGE_LABEL)
  }
  return { reference: package_id, refused }
}

/** Taken, or a refusal without effect. What may have arrived is taken. */
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
    return error.details.effect === "unknown" ? "taken" : error
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

function assertUnique(changes: readonly OfferChange[]): void {
  if (new Set(changes.map(({ sku }) => sku)).size < changes.length) {
    throw new MarketplaceError("refused", `${UPLOAD_LABEL}: an offer is twice in the batch.`, {
      effect: "none",
    })
  }
}

const lost = (label: string) =>
  new MarketplaceError("not_found", `${label}: Octopia has given the package up.`, {
    effect: "none",
    reason: "batch_lost",
  })
