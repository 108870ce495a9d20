import { cdiscount } from "../cdiscount"
import type { LocalText } from "../port"
import { rakuten } from "../rakuten"

describe.each([cdiscount, rakuten])("$descriptor.name", ({ descriptor }) => {
  const { description, credentials_guide, credential_fields, setting_fields } = descriptor
  const fields = [...credential_fields, ...setting_fields]

  it("speaks to the operator in both languages", () => {
    const words: [string, LocalText | undefined][] = [
      ["description", description],
      ["credentials_guide", credentials_guide],
      ...fields.flatMap(({ name, label, help, option_labels = {} }) => [
        [`${name}.label`, label] as [string, LocalText],
        [`${name}.help`, help] as [string, LocalText],
        ...Object.entries(option_labels).map(
          ([option, words]) => [`${name}.${option}`, words] as [string, LocalText]
        ),
      ]),
    ]
    const lacking = words.filter(
      ([, text]) => typeof text !== "object" || !text.en.trim() || !text.fr?.trim()
    )
    expect(lacking.map(([name]) => name)).toEqual([])
    const untranslated = words.filter(
      ([name, text]) =>
        typeof text === "object" && text.en === text.fr && !["Token", "Versions"].includes(text.en) && name
    )
    expect(untranslated).toEqual([])
  })
})
