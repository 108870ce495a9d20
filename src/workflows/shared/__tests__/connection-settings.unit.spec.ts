import { cdiscount } from "../../../marketplaces/cdiscount/adapter"
import { settingsOf } from "../connection-settings"

describe("settings of a connection", () => {
  it("are read by a schema that is made once for an adapter: a parcel reads them several times", () => {
    let made = 0
    const adapter = {
      ...cdiscount,
      get settings_schema() {
        made += 1
        return cdiscount.settings_schema
      },
    }
    const first = settingsOf(adapter, {}, { import: { interval_minutes: 30 } })
    const second = settingsOf(adapter, {}, {})
    expect([first.import.interval_minutes, second.import.interval_minutes]).toEqual([30, 10])
    expect(made).toBe(1)
  })
})
