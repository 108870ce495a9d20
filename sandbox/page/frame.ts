import { STYLE } from "./style"
import type { Language } from "./texts"

const ESCAPES: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
}
export const safe = (text: string): string => text.replace(/[&<>"']/g, (sign) => ESCAPES[sign])

const REFRESH = `
const refresh = async () => {
  const url = new URL(location.href)
  url.searchParams.set("part", "content")
  try {
    const answer = await fetch(url)
    const text = await answer.text()
    const main = document.querySelector("main")
    if (answer.ok && main.dataset.last !== text) { main.innerHTML = text; main.dataset.last = text }
  } catch {}
}
setInterval(() => document.hidden || refresh(), 2000)
document.addEventListener("click", async (event) => {
  const button = event.target.closest("button[data-control]")
  if (!button) return
  button.disabled = true
  const { control, argument } = button.dataset
  const answer = await fetch("/control/" + control, { method: "POST", body: argument })
  if (!answer.ok) alert((await answer.json()).message)
  button.disabled = false
  await refresh()
})`

/** A button that calls a control. */
export const button = (text: string, control: string, argument: object): string =>
  `<button type="button" data-control="${safe(control)}" data-argument="${safe(JSON.stringify(argument))}">${safe(text)}</button>`

/** A page whose content is fetched again every few seconds. */
export const frame = (language: Language, title: string, inner: string): string => `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${safe(title)}</title><link rel="icon" href="data:,"><style>${STYLE}</style>
<noscript><meta http-equiv="refresh" content="5"></noscript></head>
<body><main class="wrap">${inner}</main><script>${REFRESH}</script></body></html>`
