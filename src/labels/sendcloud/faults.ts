import { z } from "zod"

import { redact, saidIn } from "../../marketplaces/http"
import { readableText } from "../../marketplaces/text"
import type { ServiceFault } from "../label-service"
import { faultSchema } from "./schemas"

type WireFault = z.infer<typeof faultSchema>
/** Takes secrets and the buyer out of what Sendcloud says. */
export type Clean = (text: string) => string

const MOST_FAULTS = 20

/** What a step of a JSON pointer is about, in the words of the label's form. */
const FIELDS: Readonly<Record<string, string>> = {
  name: "name",
  company_name: "company_name",
  address_line_1: "address_line_1",
  house_number: "house_number",
  address_line_2: "address_line_2",
  postal_code: "postal_code",
  city: "city",
  state_province_code: "state_code",
  country_code: "country_code",
  phone_number: "phone",
  email: "email",
  from_address: "sender",
  sender_address_id: "sender",
  to_service_point: "service_point",
  shipping_option_code: "option",
  contract_id: "contract",
  hs_code: "hs_code",
  origin_country: "origin_country",
  invoice_number: "invoice_number",
  tax_numbers: "tax_numbers",
  weight: "weight",
  dimensions: "dimensions",
  length: "dimensions",
  width: "dimensions",
  height: "dimensions",
}
/** What a carrier says without a pointer; the first that fits. */
const IN_WORDS: readonly (readonly [RegExp, string])[] = [
  [/service ?point|point relais|pick-?up point/i, "service_point"],
  [/house ?number/i, "house_number"],
  [/eori|ioss|vat number|tax number/i, "tax_numbers"],
  [/\bhs ?code|harmoni[sz]ed|tariff/i, "hs_code"],
  [/country of origin|origin country/i, "origin_country"],
  [/phone/i, "phone"],
  [/e-?mail/i, "email"],
  [/postal ?code|post ?code|zip/i, "postal_code"],
  [/address[ _]?(?:line[ _]?)?2/i, "address_line_2"],
  [/\bcity\b/i, "city"],
  [/\bweight/i, "weight"],
  [/dimension|\blength of the parcel/i, "dimensions"],
  [/contract/i, "contract"],
]

const otherShapes = z.union([
  z.object({ errors: z.array(faultSchema).max(1000) }),
  z
    .object({ error: z.object({ code: z.union([z.string(), z.number()]).nullish(), message: z.string() }) })
    .transform(({ error }) => ({
      errors: [{ code: error.code == null ? null : String(error.code), detail: error.message }],
    })),
  z
    .array(z.object({ field: z.string().nullish(), detail: z.string() }))
    .max(1000)
    .transform((entries) => ({
      errors: entries.map(({ field, detail }) => ({ detail, source: { pointer: `/${field ?? ""}` } })),
    })),
])

/** The reasons of Sendcloud's own, one each. */
export function faultsOf(errors: readonly Partial<WireFault>[], clean: Clean): ServiceFault[] {
  return errors.slice(0, MOST_FAULTS).map((error) => {
    const words = error.detail ?? error.message ?? error.title ?? ""
    const pointer = error.source?.pointer ?? error.source?.parameter ?? ""
    return {
      code: redact(readableText(error.code ?? "")).slice(0, 100) || "error",
      message: clean(words),
      field: fieldAt(pointer) ?? IN_WORDS.find(([pattern]) => pattern.test(words))?.[1] ?? null,
    }
  })
}

/** The reasons in the body of a refusal, in any of the three shapes; a bare sentence is one without a code. */
export function faultsIn(body: Buffer, clean: Clean): ServiceFault[] {
  const parsed = otherShapes.safeParse(jsonOf(body))
  if (parsed.success) {
    return faultsOf(parsed.data.errors, clean)
  }
  const { shown } = saidIn(body)
  return shown ? faultsOf([{ detail: shown }], clean) : []
}

/** The innermost step that means something: of "/to_address/house_number" the second. */
function fieldAt(pointer: string): string | null {
  const step = pointer
    .split(/[/.]/)
    .reverse()
    .find((one) => Object.hasOwn(FIELDS, one))
  return step === undefined ? null : FIELDS[step]
}

function jsonOf(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString("utf8"))
  } catch {
    return null
  }
}
