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
