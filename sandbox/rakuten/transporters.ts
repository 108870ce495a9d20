/** No official list is public: these are the names of the newest list in public client code. */
const NAMES =
  "4PX,Autre,B2C Europe,Bluecare,Bpost,China EMS,China Post,Chronopost,CNE Express,Colis Prive,Colissimo,Continental," +
  "Courrier Suivi,Cubyn,DHL,DPD,DPD Germany,DPD UK,Exapaq,Fedex,France Express,Geodis,GLS,GLS-ITALY,Hong Kong Post," +
  "Kiala,Mainway,Mondial Relay,Mondial Relay prépayé,OkayParcel,PostNL International,Royal Mail,S.F. Express," +
  "SFC Service,Singapore Post,So Colissimo,Swiss Post,Tatex,TNT,TrackYourParcel,UPS,WeDo Logistics,Yun Express"

const KNOWN = new Set(NAMES.split(",").map((name) => name.toLowerCase()))

export const isKnownTransporter = (name: string, other: string): boolean =>
  isOtherTransporter(name, other) ||
  (KNOWN.has(name.trim().toLowerCase()) && !isOtherTransporter(name, "Autre"))
/** The catch-all, which needs a tracking URL. */
export const isOtherTransporter = (name: string, other: string): boolean =>
  name.trim().toLowerCase() === other.toLowerCase()
