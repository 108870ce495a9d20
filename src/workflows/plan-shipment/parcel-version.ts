import { createHash } from "node:crypto"
import type { VersionedAction } from "../../modules/marketplace/stores/actions"

/** Names a parcel as it stands: another one once its action changes, or a correction is added. */
export const parcelVersion = (
  actions: Pick<VersionedAction, "type" | "fulfillment_id" | "version">[],
  fulfillment_id: string
): string =>
  createHash("sha256")
    .update(
      actions
        .filter((one) => one.type === "ship" && one.fulfillment_id === fulfillment_id)
        .map(({ version }) => version)
        .join(" ")
    )
    .digest("base64url")
    .slice(0, 22)
