import { z } from "zod"

import { describeSettings, setting, settingsReader, wholeNumber } from "../../marketplaces/setting-fields"
import { parcelStatusSchema } from "../label-service"

/** What is not known for certain of Sendcloud, with the likelier answer as its default. */
export const settingsSchema = z.strictObject({
  integration_id: setting(
    z
      .string()
      .regex(/^\d{1,15}$/)
      .nullable()
      .default(null)
  )`
    en: Integration | The number of the API integration that the keys belong to, where the account has several.
    fr: Intégration | Le numéro de l'intégration API à laquelle les clés appartiennent, si le compte en a plusieurs.`,
  service_point_by: setting(z.enum(["carrier", "service"]).default("carrier"))`
    en: Pickup points are sent as | The carrier's number stays the same; Sendcloud's own can change within minutes. | The carrier's number | Sendcloud's number
    fr: Les points relais sont transmis sous | Le numéro du transporteur ne change pas ; celui de Sendcloud peut changer en quelques minutes. | Le numéro du transporteur | Le numéro de Sendcloud`,
  status_overrides: setting(z.record(z.string().min(1).max(60), parcelStatusSchema).default({}))`
    en: Statuses with another meaning | Sendcloud's number or code of a status, and what it means here.
    fr: Statuts ayant un autre sens | Le numéro ou le code du statut chez Sendcloud, et son sens ici.`,
  retry_after_seconds: setting(wholeNumber(1, 3600).default(60))`
    en: Pause after too many calls (s) | When Sendcloud asks to slow down without saying for how long.
    fr: Pause après trop d'appels (s) | Quand Sendcloud demande de ralentir sans dire combien de temps.`,
  merged_documents: setting(wholeNumber(1, 100).default(20))`
    en: Labels per merged file | How many labels Sendcloud merges in one answer.
    fr: Étiquettes par fichier fusionné | Le nombre d'étiquettes que Sendcloud fusionne par réponse.`,
})
export type SendcloudSettings = z.infer<typeof settingsSchema>

export const settingFields = describeSettings(settingsSchema)
export const readSettings = settingsReader(settingsSchema, "Sendcloud")
