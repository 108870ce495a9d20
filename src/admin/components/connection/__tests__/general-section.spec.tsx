import { cleanup, screen } from "@testing-library/react"
import { COMMON, connection, problem } from "../../../__tests__/fixtures"
import { renderAdmin } from "../../../__tests__/render-admin"
import type { Remedy } from "../../../../orders/problems/define-problems"
import { ConnectionHeader } from "../general-section"

afterEach(cleanup)

const copied = connection({
  health: { ...problem("copied_database", "confirm_instance"), status: "paused", since: null, warnings: [] },
})
const answers = {
  ...COMMON,
  "GET /runs": { runs: [], count: 0 },
  "POST /connections/mpcon_1/activate": { connection: connection() },
}

it.each<[code: string, remedy: Remedy, name: string, href: string]>([
  ["carriers_gone", "choose_carrier", "Choose the carriers", "/?tab=carriers"],
  ["notification_channel_missing", "edit_connection", "Change the notifications", "/?tab=notifications"],
  ["no_rights", "set_credentials", "Replace the credentials", "/credentials"],
])("what is wrong by %s leads to its remedy", async (code, remedy, name, href) => {
  const warned = connection({
    health: { ...problem(code, remedy), status: "degraded", since: null, warnings: [] },
  })
  await renderAdmin(<ConnectionHeader connection={warned} />, { answers })
  expect(screen.getByRole("link", { name }).getAttribute("href")).toBe(href)
})

it.each<[code: string, remedy: Remedy | null, params: Record<string, string>]>([
  ["rate_limited", null, { setting_en: "“Requests per second” (requests_per_second)" }],
  ["not_linked", "set_credentials", { setting_en: "“Quota wording” (quota_pattern)" }],
  ["settings_invalid", "edit_connection", {}],
])("what a setting may cure leads to the settings: %s", async (code, remedy, params) => {
  const warned = connection({
    health: { ...problem(code, remedy, params), status: "degraded", since: null, warnings: [] },
  })
  await renderAdmin(<ConnectionHeader connection={warned} />, { answers })
  const link = screen.getByRole("link", { name: "Open the marketplace's settings" })
  expect(link.getAttribute("href")).toBe("/?tab=orders")
})

describe("a connection that was activated in another installation", () => {
  it("is activated here once a person has confirmed it, and imports nothing before", async () => {
    const { user, calls } = await renderAdmin(<ConnectionHeader connection={copied} />, { answers })
    const activated = () => calls.filter(({ path }) => path.endsWith("/activate")).length
    expect(screen.queryByRole("button", { name: "Import now" })).toBeNull()

    await user.click(screen.getByRole("button", { name: "Activate here" }))
    await screen.findByRole("alertdialog", { name: "Has the store moved here?" })
    await user.click(screen.getByRole("button", { name: "Cancel" }))
    expect(activated()).toBe(0)

    await user.click(screen.getByRole("button", { name: "Activate here" }))
    await screen.findByRole("alertdialog")
    await user.click(screen.getAllByRole("button", { name: "Activate here" }).at(-1) as HTMLElement)
    await screen.findByText("The connection is active.")
    expect(activated()).toBe(1)
  })
})

it.each<[button: string, is_enabled: boolean, route: string]>([
  ["Pause", true, "POST /connections/mpcon_1"],
  ["Resume", false, "POST /connections/mpcon_1/activate"],
])("%s changes only the connection that is shown", async (button, is_enabled, route) => {
  const { user, calls } = await renderAdmin(<ConnectionHeader connection={connection({ is_enabled })} />, {
    answers: {
      ...answers,
      [route]: {
        type: "conflict",
        code: "changed_meanwhile",
        message: "It has changed.",
        connection: connection(),
      },
    },
  })
  await user.click(screen.getByRole("button", { name: button }))
  if (is_enabled)
    await user.click((await screen.findAllByRole("button", { name: button })).at(-1) as HTMLElement)
  await screen.findByText("It has changed.")
  expect(calls.find(({ method }) => method === "POST")?.body).toMatchObject({ version: "v1" })
})
