import { cleanup, screen, waitFor } from "@testing-library/react"
import { Button } from "@medusajs/ui"
import { COMMON, connection } from "../../../__tests__/fixtures"
import { type Call, renderAdmin } from "../../../__tests__/render-admin"
import type { Connection, ConnectionFields } from "../../../../api/admin/marketplaces/connections/types"
import { Meanwhile } from "../../meanwhile"
import { useSaveConnection } from "../use-save-connection"

afterEach(cleanup)

const MINE: ConnectionFields = { name: "Mine", settings: { import: { interval_minutes: 30 } } }
const saved = jest.fn()
beforeEach(() => saved.mockReset())

const Form = ({ changes }: { changes: ConnectionFields }) => {
  const { save, ...rest } = useSaveConnection(
    connection({ settings: { import: { interval_minutes: 10 } } }),
    saved
  )
  return (
    <>
      <Meanwhile {...rest} />
      <Button onClick={() => save(changes)}>Save</Button>
    </>
  )
}

/** A store in which another user saved `theirs` since version v1; returns the versions and names that were sent. */
async function savedMeanwhile(theirs: Partial<Connection>, changes = MINE) {
  const now = connection({ settings: { import: { interval_minutes: 10 } }, ...theirs, version: "v2" })
  const sent: ConnectionFields[] = []
  const { user } = await renderAdmin(<Form changes={changes} />, {
    answers: {
      ...COMMON,
      "POST /connections/mpcon_1": ({ body }: Call) => {
        const given = body as ConnectionFields
        sent.push(given)
        return given.version === "v2"
          ? { connection: { ...now, version: "v3" } }
          : { type: "conflict", code: "changed_meanwhile", message: "Changed.", connection: now }
      },
    },
  })
  const save = () => user.click(screen.getByRole("button", { name: "Save" }))
  await save()
  return { user, save, sent }
}

it("shows what another user saved beside what was typed, and replaces it only when it is saved again", async () => {
  const { save, sent } = await savedMeanwhile({ name: "Theirs" })
  const alert = await screen.findByRole("alert")
  expect(alert.textContent).toContain("Theirs")
  expect(alert.textContent).toContain("Mine")
  expect(alert.textContent).not.toContain("30")
  expect(saved).not.toHaveBeenCalled()
  await save()
  await waitFor(() => expect(saved).toHaveBeenCalledTimes(1))
  expect(sent).toEqual([
    { ...MINE, version: "v1" },
    { ...MINE, version: "v2" },
  ])
})

it("keeps what another user saved when that is chosen", async () => {
  const { user, sent } = await savedMeanwhile({ settings: { import: { interval_minutes: 20 } } })
  await user.click(await screen.findByRole("button", { name: "Keep what is saved" }))
  expect(saved).toHaveBeenCalledTimes(1)
  expect(sent).toHaveLength(1)
})

it("asks nothing where other fields were saved", async () => {
  const { sent } = await savedMeanwhile({ is_enabled: false })
  await waitFor(() => expect(saved).toHaveBeenCalledTimes(1))
  expect(sent.map(({ version }) => version)).toEqual(["v1", "v2"])
  expect(screen.queryByRole("alert")).toBeNull()
})

it("always asks before it replaces credentials, and shows none", async () => {
  const { sent } = await savedMeanwhile({}, { credentials: { client_secret: "typed-secret" } })
  expect((await screen.findByRole("alert")).textContent).not.toContain("typed-secret")
  expect(sent).toHaveLength(1)
})
