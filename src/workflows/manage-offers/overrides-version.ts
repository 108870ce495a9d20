import { createHash } from "node:crypto"
import type { OfferOverrides } from "../../offers/overrides"

/** What is set for one offer alone, in a few signs: after any change they are others. */
export const overridesVersion = (overrides: OfferOverrides): string =>
  createHash("md5")
    .update(JSON.stringify(Object.entries(overrides).sort(([one], [other]) => (one < other ? -1 : 1))))
    .digest("hex")
