import type { ShownLabel } from "../../api/admin/labels/types"
import { request } from "./request"
import { backendUrl } from "./sdk"

/**
 * Labels in the browser's own print dialog, as one file in this order and without a download; they are fetched with the
 * user's session.
 */
export async function printLabels(ids: string[]): Promise<void> {
  const address = `${backendUrl.replace(/\/$/, "")}/admin/labels`
  const response =
    ids.length === 1
      ? await fetch(`${address}/${ids[0]}/documents/label`, { credentials: "include" })
      : await fetch(`${address}/print`, {
          method: "POST",
          credentials: "include",
          headers: { "Content-Type": "application/json" },
          body: JSON.stringify({ ids }),
        })
  if (!response.ok) {
    const { message = response.statusText } = (await response.json().catch(() => ({}))) as {
      message?: string
    }
    throw new Error(message)
  }
  const url = URL.createObjectURL(await response.blob())
  const frame = document.createElement("iframe")
  frame.style.display = "none"
  frame.src = url
  frame.title = "label"
  await new Promise<void>((resolve) => {
    frame.onload = () => resolve()
    document.body.append(frame)
  })
  // The dialog keeps the frame; the next print takes it away.
  document.querySelectorAll("iframe[data-label]").forEach((old) => old.remove())
  frame.dataset.label = ids.join(" ")
  frame.contentWindow?.print()
}

const LOOKS = 20
const LOOK_MS = 1000

/** A label that is being bought, once it is there; throws `late`, or what is wrong with it, where it is not. */
export async function printWhenReady(id: string, late: string): Promise<void> {
  for (let look = 0; look < LOOKS; look++) {
    const { label } = await request<{ label: ShownLabel }>(`/${id}`, { root: "/admin/labels" })
    if (label.state === "ready") return printLabels([id])
    if (!["pending", "buying", "unclear"].includes(label.state))
      throw new Error(label.problem?.message ?? late)
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS))
  }
  throw new Error(late)
}
