import { cdiscount } from "../cdiscount"
import { STATUSES } from "../cdiscount/order-mapper"
import type { LocalText } from "../port"
import { rakuten } from "../rakuten"
import { EXPIRED, SITUATIONS } from "../rakuten/statuses"

it.each([
  [cdiscount, Object.keys(STATUSES)],
  [rakuten, [...Object.keys(SITUATIONS), EXPIRED]],
])("every status that is known has words in both languages", ({ descriptor }, codes) => {
  const words: Record<string, LocalText> = descriptor.code_words?.statuses ?? {}
  expect(Object.keys(words).sort()).toEqual([...codes].sort())
  for (const text of Object.values(words)) {
    expect(text).toEqual({ en: expect.any(String), fr: expect.any(String) })
  }
})
