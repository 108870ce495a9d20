import { I18nProvider, Toaster, TooltipProvider } from "@medusajs/ui"
import { QueryClient, QueryClientProvider } from "@tanstack/react-query"
import { configure, render } from "@testing-library/react"
import userEvent from "@testing-library/user-event"
import i18next from "i18next"
import type { ReactNode } from "react"
import { I18nextProvider, initReactI18next } from "react-i18next"
import { createMemoryRouter, RouterProvider } from "react-router-dom"
import resources from "../i18n"

// A busy machine is no reason to fail.
configure({ asyncUtilTimeout: 15_000 })
jest.setTimeout(60_000)

export type Call = { method: string; path: string; query: URLSearchParams; body: unknown }
type Answer = unknown | ((call: Call) => unknown)

/**
 * Renders a part of the admin inside Medusa's texts, router and queries. `answers` are the store's routes, as
 * "GET /orders": a missing route fails the test that calls it, a promise answers when it resolves. Returns every call.
 */
export async function renderAdmin(
  ui: ReactNode,
  {
    answers = {},
    lang = "en",
    at = "/",
  }: { answers?: Record<string, Answer>; lang?: "en" | "fr"; at?: string } = {}
) {
  const calls: Call[] = []
  globalThis.fetch = async (input, init) => {
    const url = new URL(String(input))
    const path = url.pathname.replace(/^\/admin\/marketplaces/, "") || "/"
    const call: Call = {
      method: init?.method ?? "GET",
      path,
      query: url.searchParams,
      body: typeof init?.body === "string" ? JSON.parse(init.body) : undefined,
    }
    calls.push(call)
    const name = `${call.method} ${path}`
    const answer = name in answers ? answers[name] : undefined
    const body: unknown = await (typeof answer === "function"
      ? (answer as (call: Call) => unknown)(call)
      : answer)
    const isConflict = (body as { type?: string } | undefined)?.type === "conflict"
    const { status: given } = (body ?? {}) as { status?: unknown }
    const status = body === undefined ? 404 : isConflict ? 409 : typeof given === "number" ? given : 200
    const text = JSON.stringify(body ?? { message: `No answer for ${name}` })
    return new Response(text, { status, headers: { "content-type": "application/json" } })
  }
  const i18n = i18next.createInstance()
  await i18n.use(initReactI18next).init({ lng: lang, resources, interpolation: { escapeValue: false } })
  const client = new QueryClient({ defaultOptions: { queries: { retry: false, gcTime: Infinity } } })
  const router = createMemoryRouter([{ path: "*", element: ui }], { initialEntries: [at] })
  const rendered = render(
    <I18nextProvider i18n={i18n}>
      <I18nProvider>
        <TooltipProvider>
          <QueryClientProvider client={client}>
            <RouterProvider router={router} />
          </QueryClientProvider>
          <Toaster />
        </TooltipProvider>
      </I18nProvider>
    </I18nextProvider>
  )
  return { ...rendered, calls, user: userEvent.setup() }
}
