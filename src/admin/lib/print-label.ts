import { backendUrl } from "./sdk"

/** The label in the browser's own print dialog, without a download; it is fetched with the user's session. */
export async function printLabel(id: string): Promise<void> {
  const address = `${backendUrl.replace(/\/$/, "")}/admin/labels/${id}/documents/label`
  const response = await fetch(address, { credentials: "include" })
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
  frame.dataset.label = id
  frame.contentWindow?.print()
}
