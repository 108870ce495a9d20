import type { LabelsPage } from "../../api/admin/labels/types"
import { language, request } from "./request"
import { backendUrl } from "./sdk"

/** What a file holds; the label account's setting where it is left out. */
type Content = "slips"

/**
 * Labels in the browser's own print dialog, as one file and without a download; they are fetched with the user's session.
 * Returns those that are in it: one without a document stops no other.
 */
export async function printLabels(
  ids: string[],
  options: { content?: Content; sort?: "picking" } = {}
): Promise<string[]> {
  const response = await fetch(`${backendUrl.replace(/\/$/, "")}/admin/labels/print`, {
    method: "POST",
    credentials: "include",
    headers: { "content-type": "application/json", "accept-language": language() },
    body: JSON.stringify({ ids, ...options }),
  })
  if (!response.ok) {
    const { message = response.statusText } = (await response.json().catch(() => ({}))) as {
      message?: string
    }
    throw new Error(message)
  }
  const leftOut = response.headers.get("x-labels-left-out")?.split(",") ?? []
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
  return ids.filter((id) => !leftOut.includes(id))
}

const UNDER_WAY: readonly string[] = ["pending", "buying", "unclear"]
const OVER: readonly string[] = ["canceled", "cancel_requested"]
const MOST_PARCELS = 20
const LOOKS = 20
const LOOK_MS = 1000

/**
 * The labels of all parcels of an order, once each that is being bought is there; returns their ids. Throws `late`, or what is
 * wrong with one, where they are not.
 */
export async function printWhenReady(order_id: string, late: string): Promise<string[]> {
  for (let look = 0; look < LOOKS; look++) {
    const query = { order_id, limit: MOST_PARCELS }
    const { labels } = await request<LabelsPage>("", { root: "/admin/labels", query })
    // What the buyer sends back has a label of its own.
    const wanted = labels.filter(({ state, kind }) => kind === "outgoing" && !OVER.includes(state))
    const wrong = wanted.find(({ state }) => !UNDER_WAY.includes(state) && state !== "ready")
    if (wrong) throw new Error(wrong.problem?.message ?? late)
    if (wanted.length > 0 && wanted.every(({ state }) => state === "ready")) {
      // The list has the latest first.
      const ids = wanted.map(({ id }) => id).reverse()
      return await printLabels(ids)
    }
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS))
  }
  throw new Error(late)
}
