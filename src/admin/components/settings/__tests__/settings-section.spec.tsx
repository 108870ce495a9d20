import { cleanup, screen } from "@testing-library/react"
import { renderAdmin } from "../../../__tests__/render-admin"
import type { Connection } from "../../../lib/types"
import { SettingField } from "../setting-field"
import { SETTINGS } from "../setting-sections"
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
