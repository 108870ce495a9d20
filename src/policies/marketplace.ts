import { definePolicies } from "@medusajs/framework/utils"

/**
 * What Medusa's roles can hold of the plugin; orders are Medusa's own `order`. Two are apart from what they belong to:
 * the account's credentials, and the buyers' data that the store's order does not show.
 */
const RESOURCES = {
  marketplace_connection: ["read", "create", "update", "delete"],
  marketplace_credential: ["update"],
  marketplace_personal_data: ["read", "update", "delete"],
  marketplace_offer: ["read", "edit", "activate"],
  marketplace_label: ["read", "buy", "cancel", "settings"],
} as const

type Resources = typeof RESOURCES
/** A resource and what is done with it, as Medusa writes it. */
export type Permission =
  | { [Resource in keyof Resources]: `${Resource}:${Resources[Resource][number]}` }[keyof Resources]
  | `order:${"read" | "create" | "update" | "delete"}`
  | "sales_channel:create"

const pascal = (words: string) =>
  words.replace(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase())

export const marketplacePolicies = definePolicies(
  Object.entries(RESOURCES).flatMap(([resource, operations]) =>
    operations.map((operation) => ({
      name: `${pascal(operation)}${pascal(resource)}`,
      resource,
      operation,
      description: `${pascal(operation)} ${resource.replace(/_/g, " ")}`,
    }))
  )
)
