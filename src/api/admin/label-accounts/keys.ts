import type { MedusaContainer } from "@medusajs/framework/types"
import {
  credentialsOf,
  type CredentialsOwner,
  hintsOf,
} from "../../../workflows/connections/connection-input"
import { labelsOf } from "../../../workflows/shared/labels"

const ownerOf = (container: MedusaContainer, service_id: string): CredentialsOwner => {
  const { descriptor, credentials_schema } = labelsOf(container).labelService(service_id)
  return { descriptor, credentials_schema: () => credentials_schema }
}

/** The keys as they are to be stored: what was given, over what is kept. */
export const keysFor = (
  container: MedusaContainer,
  service_id: string,
  given: Record<string, string>,
  kept: Record<string, string> | null
): Record<string, string> => credentialsOf(ownerOf(container, service_id), {}, given, kept)

export const storedKeys = (
  container: MedusaContainer,
  service_id: string,
  id: string,
  complete: Record<string, string>
) => ({
  encrypted: labelsOf(container).encryptCredentials(id, complete),
  hints: hintsOf(ownerOf(container, service_id), complete),
})
