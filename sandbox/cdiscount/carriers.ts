/**
 * `GET /carriers` as a public client measured it in September 2026: labels are the names that shipments use, codes are
 * not unique, a label can carry a stray space, and the catch-all has the code `default`. Codes beginning with `ex-` are ours.
 */
const LABELS =
  "DPD,PostNL,FedEx,Med Africa,TNT,Mondial Relay,BRT,Malaysia Post,FastWL,CUBYN,Dachser,CNE Express,China EMS," +
  "Yun Express,Aramex,Heppner,autre,Royal Mail,Hermes,GLS,Asendia ,SF Express,SFC Service,UPS,Colis Privé,China Post," +
  "4PX,Mazet,Relais Colis,DB Schenker,Bpost,WishPost,WanbExpress,Gefco,Seur,CLOG,Kuehne + Nagel,La Poste,Colissimo," +
  "Chronopost,Chronofresh,GEODIS,DHL,Deutsche Post,Yanwen,VIR,TONGTUEXPRESS,AFS,Coordinadora,SwissUniversalExpress," +
  "DSV dpd,CChezVous,Trusk,Agediss,GofoAfs,Gel,Eurodis,Jersey Post,Sunyou Post,Amazon Shipping,VertChezVous,Cainiao," +
  "JCEX,YDH,Warning,Landmark"

const SHARED_CODES: Record<string, string> = {
  autre: "default",
  DPD: "dpd",
  "La Poste": "pcc",
  Colissimo: "pcc",
  Chronopost: "pcc",
  Chronofresh: "pcc",
  DHL: "dhldp",
  "Deutsche Post": "dhldp",
}

export const CARRIERS: { code: string; label: string; "additional-parameters-required"?: boolean }[] =
  LABELS.split(",").map((label, index) => ({
    code: SHARED_CODES[label] ?? `ex-${index}`,
    label,
    ...(label === "GEODIS" ? { "additional-parameters-required": false } : {}),
  }))

/** The first label of a code. */
export const labelOfCode = (code: unknown): string | undefined =>
  CARRIERS.find((carrier) => carrier.code === code)?.label.trim()

/** Whether a shipment may name this carrier: the label, letter for letter, blanks around it aside. */
export const isListedCarrier = (name: string, other = "autre"): boolean =>
  name.trim() === other ||
  CARRIERS.some(({ label }) => label.trim() === name.trim() && label.trim() !== "autre")
