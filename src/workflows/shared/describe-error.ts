import { isMarketplaceError } from "../../marketplaces/port"

/** What a run says of a failure. Messages of other errors can hold a URL or a buyer's data; only the adapter's are made to be read. */
export const describeError = (error: unknown): { code: string; message: string } =>
  isMarketplaceError(error)
    ? { code: error.kind, message: error.message }
    : { code: "internal", message: `Unexpected ${error instanceof Error ? error.name : "error"}` }
