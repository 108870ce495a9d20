import { describeSettings, setting, settingsReader } from "medusa-plugin-marketplace-connect/port/helpers"
import { z } from "zod"

/** Each setting: what it takes, its default, and its words. English is needed; other languages are added line by line. */
export const settingsSchema = z.strictObject({
  page_size: setting(z.number().int().min(1).max(100).default(50))`
    en: Orders per page | How many orders are requested at once.
    fr: Commandes par page | Combien de commandes sont demandées à la fois.
    de: Bestellungen je Seite | Wie viele Bestellungen auf einmal abgefragt werden.`,
})

export const settingFields = describeSettings(settingsSchema)
export const readSettings = settingsReader(settingsSchema, "Acme")
