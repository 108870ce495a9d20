import { cleanup, screen } from "@testing-library/react"
import { renderAdmin } from "../../../__tests__/render-admin"
import { COMMON, connection, marketplace, marketplaceIn } from "../../../__tests__/fixtures"
import type { Marketplace, SettingField as Description } from "../../../../api/admin/marketplaces/types"
import { PlacementSection } from "../../connection/placement-section"
import { SettingField } from "../setting-field"
import { SettingsSection } from "../settings-section"

afterEach(cleanup)

const shown = async (title: string) => (await screen.findByText(title)).parentElement?.textContent

const fieldOf = (section: string, name: string, of: Marketplace = marketplace): Description => {
  const found = of.setting_sections
    .find((one) => one.name === section)
    ?.fields.find((field) => field.name === name)
  if (!found) throw new Error(`${section}.${name} is not offered`)
  return found
}

/** Renders the field of one setting; returns what is made of its changes. */
async function field(setting: Description, value: unknown = setting.default) {
  const change = jest.fn()
  const { user } = await renderAdmin(
    <SettingField
      section="any"
      setting={setting}
      value={value}
      stored={value}
      connectionId="mpcon_1"
      onChange={change}
    />
  )
  return { user, change }
}

describe("the language of the admin's feed", () => {
  it.each([
    [{ feed_language: "fr" }, "French"],
    [{}, "English"],
  ])("is shown among the notifications, with its default: %j", async (notifications, words) => {
    const one = connection({ settings: { notifications } })
    await renderAdmin(<SettingsSection section="notifications" connection={one} />, { answers: COMMON })
    expect(await shown("Language in the admin")).toContain(words)
  })

  it("is chosen there", async () => {
    const { user, change } = await field(fieldOf("notifications", "feed_language"))
    await user.click(screen.getByRole("combobox"))
    await user.click(await screen.findByRole("option", { name: "French" }))
    expect(change).toHaveBeenCalledWith("fr")
  })
})

it.each([
  [5, 10],
  [10, 10],
  [30, 30],
])("a marketplace is not asked more often than every %s minutes that it allows", async (least, standard) => {
  const slow = marketplaceIn("en", { min_interval_minutes: least })
  await field(fieldOf("import", "interval_minutes", slow))
  const input = screen.getByLabelText("Minutes between imports")
  expect(input.getAttribute("min")).toBe(String(least))
  expect(input.getAttribute("value")).toBe(String(standard))
})

describe("every setting of a connection", () => {
  const settings = marketplace.setting_sections.flatMap(({ name, fields }) =>
    fields.map((one) => [`${name}.${one.name}`, one] as const)
  )

  it.each(settings)("%s has a field with its label and help", async (_, setting) => {
    await field(setting)
    expect(screen.getAllByText(setting.label)).not.toEqual([])
    expect(screen.getAllByText(setting.help)).not.toEqual([])
  })

  it.each(marketplace.setting_sections)("$name shows its settings with their defaults", async (section) => {
    await renderAdmin(<SettingsSection section={section.name} connection={connection()} />, {
      answers: COMMON,
    })
    expect(await screen.findByText(section.hint)).toBeTruthy()
    for (const { label } of section.fields) {
      expect(await shown(label)).not.toMatch(/undefined|NaN|\[object/)
    }
  })
})

describe("what is typed", () => {
  const own = (part: Pick<Description, "type" | "default"> & Partial<Description>): Description => ({
    name: "own",
    label: "Own",
    help: "Help",
    ...part,
  })

  it.each([
    [own({ type: "list", items: "number", default: [] }), "200, 202", [200, 202]],
    [own({ type: "list", default: [] }), "a, b ,", ["a", "b"]],
    [own({ type: "list", default: ["a"] }), " ", []],
    [own({ type: "countries", default: null }), "FR, be", ["FR", "be"]],
    [own({ type: "countries", default: null }), " ", null],
    [own({ type: "text", default: "x" }), " ", ""],
    [own({ type: "text", default: null }), " ", null],
  ])("into %j as %j is stored as %j", async (setting, text, stored) => {
    const { user, change } = await field(setting, null)
    await user.type(screen.getByLabelText("Own"), text)
    expect(change).toHaveBeenLastCalledWith(stored)
  })
})

it("a source is chosen for each part of the customer record", async () => {
  const { user, change } = await field(fieldOf("customer", "name_rule"), { phone: "billing" })
  await user.click(screen.getByRole("combobox", { name: "Company" }))
  await user.click(await screen.findByRole("option", { name: "Leave out" }))
  expect(change).toHaveBeenCalledWith({
    name: "shipping",
    company: "none",
    email: "order",
    phone: "billing",
    address: "shipping",
  })
})

it("a recipient is added with the alert level that is the default", async () => {
  const { user, change } = await field(fieldOf("notifications", "recipients"))
  await user.click(screen.getByRole("button", { name: "Add a recipient" }))
  expect(change).toHaveBeenCalledWith([{ to: "", channel: "email", language: "en", level: "urgent" }])
})

describe("countries", () => {
  it("are named among the settings", async () => {
    const one = connection({ settings: { import: { countries: ["FR", "be"] } } })
    await renderAdmin(<SettingsSection section="import" connection={one} />, { lang: "fr", answers: COMMON })
    expect(await screen.findByText("France, Belgique")).toBeTruthy()
  })

  it("are named where orders of them go elsewhere", async () => {
    const one = connection({ destinations: [{ countries: ["BE"], region_id: "reg_be" }] })
    await renderAdmin(<PlacementSection connection={one} />)
    expect(screen.getByText(/Belgium/)).toBeTruthy()
  })
})
