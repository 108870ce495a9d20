import { cleanup, screen } from "@testing-library/react"
import { renderAdmin } from "../../../__tests__/render-admin"
import { connection, marketplace } from "../../../__tests__/fixtures"
import type { Connection } from "../../../lib/types"
import { SettingField } from "../setting-field"
import { SETTINGS, settingsOf } from "../setting-sections"
import { PlacementSection } from "../../connection/placement-section"
import { SettingsSection } from "../settings-section"

afterEach(cleanup)

const connectionWith = (notifications: object) =>
  ({ id: "mpcon_1", settings: { notifications } }) as unknown as Connection

const shown = (title: string) => screen.getByText(title).parentElement?.textContent

const feedLanguage = SETTINGS.notifications.find(({ name }) => name === "feed_language")

describe("the language of the admin's feed", () => {
  it.each([
    [{ feed_language: "fr" }, "French"],
    [{}, "English"],
  ])("is shown among the notifications: %j", async (settings, words) => {
    await renderAdmin(<SettingsSection section="notifications" connection={connectionWith(settings)} />)
    expect(shown("Language in the admin")).toContain(words)
  })

  it("is chosen there", async () => {
    if (!feedLanguage) throw new Error("The setting is not offered")
    const change = jest.fn()
    const texts = { label: "Langue", help: "", option: (value: string) => `option ${value}` }
    const { user } = await renderAdmin(
      <SettingField
        setting={feedLanguage}
        texts={texts}
        value="en"
        stored="en"
        connectionId="mpcon_1"
        onChange={change}
      />
    )
    await user.click(screen.getByRole("combobox"))
    await user.click(await screen.findByRole("option", { name: "option fr" }))
    expect(change).toHaveBeenCalledWith("fr")
  })
})

it.each([5, 10])(
  "a marketplace is not asked more often than every %s minutes that it allows",
  async (least) => {
    const settings = settingsOf("import", { ...marketplace, min_interval_minutes: least })
    const interval = settings.find(({ name }) => name === "interval_minutes")
    if (!interval) throw new Error("The setting is not offered")
    const texts = { label: "Interval", help: "", option: (value: string) => value }
    await renderAdmin(
      <SettingField
        setting={interval}
        texts={texts}
        value={10}
        stored={10}
        connectionId="mpcon_1"
        onChange={jest.fn()}
      />
    )
    expect(screen.getByLabelText("Interval").getAttribute("min")).toBe(String(least))
  }
)

describe("countries", () => {
  it("are named among the settings", async () => {
    const one = { ...connectionWith({}), settings: { import: { countries: ["FR", "be"] } } }
    await renderAdmin(<SettingsSection section="import" connection={one} />, { lang: "fr" })
    expect(screen.getByText("France, Belgique")).toBeTruthy()
  })

  it("are named where orders of them go elsewhere", async () => {
    const one = connection({ destinations: [{ countries: ["BE"], region_id: "reg_be" }] })
    await renderAdmin(<PlacementSection connection={one} />)
    expect(screen.getByText(/Belgium/)).toBeTruthy()
  })
})
