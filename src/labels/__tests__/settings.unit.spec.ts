import { sendcloud } from "../sendcloud/adapter"
import { commonLabelSettings, describeLabelSettings, labelSettingsSchema } from "../settings"

it("has a default for everything, and words for each in both languages", () => {
  const sections = describeLabelSettings()
  expect(sections.map(({ name }) => name)).toEqual(["labels", "print", "customs"])
  const defaults = Object.fromEntries(
    sections.map(({ name, fields }) => [
      name,
      Object.fromEntries(fields.map((field) => [field.name, field.default])),
    ])
  )
  expect(commonLabelSettings()).toEqual(defaults)
})

it("limits spending and asks for the unit before anything is bought", () => {
  expect(commonLabelSettings().labels).toMatchObject({
    mode: "by_hand",
    weight_unit: null,
    daily_count: 200,
    price_above: 25,
    cancel_with_order: "ask",
    retention_days: 180,
  })
})

it("refuses what it does not know, with its place", () => {
  const schema = labelSettingsSchema("sendcloud", sendcloud.settings_schema)
  expect(schema.parse({ sendcloud: { retry_after_seconds: 5 } })).toMatchObject({
    sendcloud: { retry_after_seconds: 5 },
  })
  expect(schema.safeParse({ labels: { weight_units: "g" } }).error?.issues[0].message).toBe(
    "Unknown setting: labels.weight_units"
  )
  expect(schema.safeParse({ sendcloud: { no_such: 1 } }).success).toBe(false)
  expect(() => labelSettingsSchema("print", sendcloud.settings_schema)).toThrow()
})
