import { z } from "zod"

import { isMarketplaceError, MarketplaceError } from "../../errors"
import { parseJson } from "../../http"
import type { HttpResponse, OfferBatch } from "../../port"
import type { OctopiaClient } from "../client"
import type { CdiscountSettings } from "../settings"
import { shortOrNull } from "../../text"
import { readTaken } from "../writing"

const CREATE_LABEL = "POST /offer-packages"
export const PACKAGE_LABEL = "GET /offer-packages/{packageId}"
const COMPLETE_LABEL = "PATCH /offer-packages/{packageId}"
/** The types that exist here: what would delete an offer does not. */
const TYPES: Record<OfferBatch["kind"], "Update" | "Upsert"> = { update: "Update", create: "Upsert" }

/** A package that takes uploads. */
export const OPEN = "WaitingForCompletion"
const CLOSED = ["Ready", "IntegrationPending", "Integrated", "Rejected"]
/** Uploads are taken in a moment later (public client code: two clients read up to five times). */
const LOOKS = 5

const LONGEST_MESSAGE = 500
const text = z.string().trim().max(200)
export const packageSchema = z
  .object({
    state: text.optional().catch(undefined),
    status: text.optional().catch(undefined),
    result: z.object({ resultCode: z.unknown(), message: z.unknown() }).partial().nullish().catch(null),
  })
  .transform(({ state, status, result }) => ({
    state: state ?? status ?? "",
    message: typeof result?.message === "string" ? shortOrNull(result.message, LONGEST_MESSAGE) : null,
  }))
export type OfferPackage = z.infer<typeof packageSchema>

export const packagePath = (id: string, below = "") => `/offer-packages/${encodeURIComponent(id)}${below}`

/** Its id: the last segment of `Content-Location`, else of `Location`, else `packageId` of the body. */
export async function createPackage(
  client: OctopiaClient,
  { kind, channel }: OfferBatch,
  settings: CdiscountSettings
): Promise<string> {
  return client.call({
    method: "POST",
    path: "/offer-packages",
    body: { packageType: TYPES[kind] },
    channel,
    label: CREATE_LABEL,
    retry: false,
    read: async (response) => {
      await readTaken(response, CREATE_LABEL, settings)
      const id = lastSegment(response) ?? (await idInBody(response))
      if (!id) {
        throw new MarketplaceError(
          "invalid_answer",
          `${CREATE_LABEL}: no package is named (status ${response.status}).`,
          {
            effect: "unknown",
            status: response.status,
          }
        )
      }
      return id
    },
  })
}

const ID = /^[\w.~:-]{1,200}$/

function lastSegment({ headers }: HttpResponse): string | null {
  const location = headers["content-location"] ?? headers.location ?? ""
  const last = location.split(/[?#]/)[0].split("/").filter(Boolean).at(-1) ?? ""
  return ID.test(last) && last !== "offer-packages" ? last : null
}

async function idInBody(response: HttpResponse): Promise<string | null> {
  if (response.body.toString("utf8").trim() === "") {
    return null
  }
  const schema = z.object({ packageId: z.union([z.string(), z.number()]).nullish() })
  const { packageId } = await parseJson(response, schema, CREATE_LABEL)
  return ID.test(String(packageId ?? "")) ? String(packageId) : null
}

/** Null where Octopia no longer knows it. */
export async function readPackage(client: OctopiaClient, id: string): Promise<OfferPackage | null> {
  const call = client.call({
    method: "GET",
    path: packagePath(id),
    label: PACKAGE_LABEL,
    retry: true,
    read: (response) => parseJson(response, packageSchema, PACKAGE_LABEL),
  })
  return call.catch((error: unknown) => {
    if (isMarketplaceError(error) && error.kind === "not_found") {
      return null
    }
    throw error
  })
}

/** Closes a package, once: one that is closed already stays so. False where Octopia no longer knows it. */
export async function completePackage(client: OctopiaClient, id: string): Promise<boolean> {
  for (let look = 1; look <= LOOKS; look++) {
    const current = await readPackage(client, id)
    if (!current) {
      return false
    }
    if (CLOSED.includes(current.state)) {
      return true
    }
    if (current.state === OPEN && (await closes(client, id))) {
      return true
    }
  }
  throw new MarketplaceError("not_ready", `${COMPLETE_LABEL}: the package is still being taken in.`, {
    effect: "none",
  })
}

/** False where the package cannot be closed yet. An answer that is missing is looked for with the next read. */
async function closes(client: OctopiaClient, id: string): Promise<boolean> {
  try {
    await client.call({
      method: "PATCH",
      path: packagePath(id),
      body: { state: "Ready" },
      label: COMPLETE_LABEL,
      retry: false,
      read: () => true,
    })
    return true
  } catch (error) {
    if (!isMarketplaceError(error)) {
      throw error
    }
    if (error.details.effect === "unknown" || (error.kind === "refused" && error.details.status === 409)) {
      return false
    }
    throw error
  }
}
