import type { Carrier } from "../carrier"

/** Posts and parcel carriers of the other European countries. */
export const EUROPEAN_CARRIERS: readonly Carrier[] = [
  {
    key: "dhl-parcel-de",
    name: "DHL Parcel / Paket (Deutsche Post DHL)",
    country: "DE",
    kind: "carrier",
    aliases: ["DHL Paket", "DHL Germany"],
    tracking_urls: [
      {
        template: "https://www.dhl.de/de/privatkunden/dhl-sendungsverfolgung.html?piececode={number}",
        confidence: "high",
        sources: ["PARCELCAT", "SEVERAL"],
      },
    ],
    patterns: [
      { pattern: /^0034043[345]\d{12}$/, check: "sscc", confidence: "high", sources: ["PARCELCAT"] },
      {
        pattern: /^JJD[A-Z0-9]{8,33}$/,
        check: null,
        confidence: "high",
        note: "JJD + 16 digits is also a Yodel shape.",
        sources: ["PARCELCAT"],
      },
      { pattern: /^JD\d{18}$/, check: null, confidence: "high", sources: ["PARCELCAT"] },
      {
        pattern: /^[CL][A-Z]\d{9}DE$/,
        check: "s10",
        confidence: "high",
        sources: ["PARCELCAT", "TRACKDATA"],
      },
    ],
  },
  {
    key: "deutsche-post",
    name: "Deutsche Post",
    country: "DE",
    kind: "carrier",
    aliases: ["Deutsche Post Brief", "DHL Deutsche Post"],
    tracking_urls: [
      {
        template: "https://www.dhl.de/de/privatkunden/dhl-sendungsverfolgung.html?piececode={number}",
        confidence: "medium",
        note: "Same portal as DHL Paket; a page for letters is not known.",
        sources: ["PARCELCAT"],
      },
    ],
    patterns: [
      {
        pattern: /^(?![CL])[A-Z]{2}\d{9}DE$/,
        check: "s10",
        confidence: "high",
        note: "C and L prefixes belong to dhl-parcel-de.",
        sources: ["PARCELCAT", "TRACKDATA"],
      },
    ],
  },
  {
    key: "dpd-de",
    name: "DPD Germany",
    country: "DE",
    kind: "carrier",
    aliases: ["DPD Deutschland"],
    tracking_urls: [
      {
        template: "https://tracking.dpd.de/status/fr_FR/parcel/{number}",
        confidence: "high",
        note: "French locale adapted from other locales.",
        sources: ["PARCELCAT", "SEVERAL"],
      },
    ],
    patterns: [
      { pattern: /^\d{14}[0-9A-Z]$/, check: "dpd", confidence: "low", sources: ["PARCELCAT"] },
      { pattern: /^\d{14}$/, check: null, confidence: "low", sources: ["PARCELCAT"] },
    ],
  },
  {
    key: "dpd-uk",
    name: "DPD UK",
    country: "GB",
    kind: "carrier",
    aliases: ["DPD Local"],
    tracking_urls: [
      {
        template: "https://track.dpd.co.uk/?reference={number}",
        confidence: "medium",
        sources: ["PARCELCAT"],
      },
      { template: "https://track.dpd.co.uk/parcels/{number}", confidence: "medium", sources: ["SEVERAL"] },
    ],
    patterns: [
      { pattern: /^\d{14}[0-9A-Z]$/, check: "dpd", confidence: "low", sources: ["PARCELCAT"] },
      { pattern: /^\d{14}$/, check: null, confidence: "low", sources: ["PARCELCAT"] },
    ],
  },
  {
    key: "bpost",
    name: "bpost",
    country: "BE",
    kind: "carrier",
    aliases: [],
    tracking_urls: [
      {
        template:
          "https://track.bpost.cloud/btr/web/#/search?itemCode={number}&lang=fr&postalCode={postcode}",
        confidence: "high",
        sources: ["MYFLYINGBOX", "KARRIO"],
      },
    ],
    patterns: [
      {
        pattern: /^(?:3232\d{14}|(?:3232|3299)\d{20})$/,
        check: null,
        confidence: "medium",
        sources: ["PARCELCAT"],
      },
      { pattern: /^(?:\d{18}|\d{24})$/, check: null, confidence: "low", sources: ["PARCELCAT"] },
      { pattern: /^[A-Z]{2}\d{9}BE$/, check: "s10", confidence: "high", sources: ["PARCELCAT", "TRACKDATA"] },
    ],
    needs_postcode: true,
    postcode_note: "Optional: the page opens with the number alone, more detail with the postcode.",
  },
  {
    key: "postnl",
    name: "PostNL",
    country: "NL",
    kind: "carrier",
    aliases: ["TNT Post", "PostNL International", "Spring GDS"],
    tracking_urls: [
      {
        template: "https://jouw.postnl.nl/track-and-trace/{number}-{country}-{postcode}",
        confidence: "high",
        when: /^3S/,
        sources: ["SEVERAL"],
      },
      {
        template: "https://postnl.post/track?barcodes={number}",
        confidence: "high",
        note: "International mail.",
        sources: ["PARCELCAT", "CDSOAP"],
      },
    ],
    patterns: [
      {
        pattern: /^(?=.{13}$|.{15}$)3S[A-Z]{1,4}\d+$/,
        check: null,
        confidence: "high",
        sources: ["PARCELCAT"],
      },
      { pattern: /^[A-Z]{2}\d{9}NL$/, check: "s10", confidence: "high", sources: ["PARCELCAT", "TRACKDATA"] },
    ],
    needs_postcode: true,
    postcode_note: "The Dutch domestic page needs country and postcode.",
  },
  {
    key: "royal-mail",
    name: "Royal Mail",
    country: "GB",
    kind: "carrier",
    aliases: [],
    tracking_urls: [
      {
        template: "https://www.royalmail.com/track-your-item#/tracking-results/{number}",
        confidence: "high",
        sources: ["SEVERAL", "PARCELCAT"],
      },
      {
        template: "https://www.royalmail.com/portal/rm/track?trackNumber={number}",
        confidence: "medium",
        sources: ["PARCELCAT"],
      },
    ],
    patterns: [
      {
        pattern: /^(?!E[A-E]|CP|GI)[A-Z]{2}\d{9}GB$/,
        check: "s10",
        confidence: "high",
        note: "EA to EE, CP and GI belong to Parcelforce.",
        sources: ["PARCELCAT", "TRACKDATA"],
      },
    ],
  },
  {
    key: "evri",
    name: "Evri (ex Hermes UK)",
    country: "GB",
    kind: "carrier",
    aliases: ["Hermes UK"],
    tracking_urls: [
      {
        template: "https://www.evri.com/track/parcel/{number}/details",
        confidence: "high",
        sources: ["PARCELCAT", "SEVERAL"],
      },
    ],
    patterns: [
      {
        pattern: /^[HT][0-9A-Z]{5}\d{10}$/,
        check: null,
        confidence: "medium",
        note: "Has a key, rule not known here.",
        sources: ["PARCELCAT"],
      },
      { pattern: /^\d{16}$/, check: null, confidence: "low", sources: ["PARCELCAT"] },
    ],
  },
  {
    key: "yodel",
    name: "Yodel",
    country: "GB",
    kind: "carrier",
    aliases: ["InPost UK"],
    tracking_urls: [
      {
        template: "https://www.yodel.co.uk/tracking/{number}",
        confidence: "high",
        sources: ["TRACKDATA", "SEVERAL"],
      },
    ],
    patterns: [
      {
        pattern: /^J?JD\d{16}$/,
        check: null,
        confidence: "high",
        note: "JJD + 16 digits is also a DHL shape. Also used by InPost UK.",
        sources: ["TRACKDATA", "PARCELCAT"],
      },
    ],
  },
  {
    key: "hermes-de",
    name: "Hermes Germany",
    country: "DE",
    kind: "carrier",
    aliases: ["Hermes"],
    tracking_urls: [
      {
        template: "https://www.myhermes.de/empfangen/sendungsverfolgung/sendungsinformation#{number}",
        confidence: "high",
        sources: ["PARCELCAT"],
      },
    ],
    patterns: [
      { pattern: /^H\d{16,19}$/, check: null, confidence: "high", sources: ["PARCELCAT"] },
      { pattern: /^\d{14}$/, check: "gs1", confidence: "low", sources: ["PARCELCAT"] },
    ],
  },
  {
    key: "correos",
    name: "Correos (ES)",
    country: "ES",
    kind: "carrier",
    aliases: ["Correos de Espana", "Correos España"],
    tracking_urls: [
      {
        template:
          "https://www.correos.es/es/es/herramientas/localizador/envios/detalle?tracking-number={number}",
        confidence: "high",
        sources: ["PARCELCAT"],
      },
    ],
    patterns: [
      {
        pattern: /^(?:[PD][A-Z]|CD)[A-Z0-9]{4}\d{16}[A-Z]$/,
        check: "correos_spain",
        confidence: "high",
        note: "23 characters.",
        sources: ["PARCELCAT"],
      },
      {
        pattern: /^[PD][A-Z][A-Z0-9]{4}\d{9}[A-Z]$/,
        check: "correos_spain",
        confidence: "high",
        note: "16 characters.",
        sources: ["PARCELCAT"],
      },
      { pattern: /^[A-Z]{2}\d{9}ES$/, check: "s10", confidence: "high", sources: ["PARCELCAT", "TRACKDATA"] },
    ],
  },
  {
    key: "ctt",
    name: "CTT Correios (PT)",
    country: "PT",
    kind: "carrier",
    aliases: ["CTT Portugal", "CTT Correios"],
    tracking_urls: [
      {
        template: "https://www.ctt.pt/feapl_2/app/open/objectSearch/objectSearch.jspx?objects={number}",
        confidence: "high",
        sources: ["PARCELCAT"],
      },
    ],
    patterns: [
      { pattern: /^[A-Z]{2}\d{9}PT$/, check: "s10", confidence: "high", sources: ["PARCELCAT", "TRACKDATA"] },
    ],
  },
  {
    key: "poste-italiane",
    name: "Poste Italiane",
    country: "IT",
    kind: "carrier",
    aliases: ["Poste", "SDA"],
    tracking_urls: [
      {
        template: "https://www.poste.it/cerca/index.html#/risultati-spedizioni/{number}",
        confidence: "high",
        sources: ["PARCELCAT"],
      },
    ],
    patterns: [
      {
        pattern: /^(?:[13]UW[A-Z0-9]{10}|5P(?=\d*[A-Z])[A-Z0-9]{11}|RA\d{11}|2IMA\d{10})$/,
        check: null,
        confidence: "high",
        note: "The 5P form is taken only with a letter after it; 5P + 11 digits goes to the Colissimo rule.",
        sources: ["PARCELCAT"],
      },
      { pattern: /^[A-Z]{2}\d{9}IT$/, check: "s10", confidence: "high", sources: ["PARCELCAT", "TRACKDATA"] },
    ],
  },
  {
    key: "swiss-post",
    name: "Swiss Post",
    country: "CH",
    kind: "carrier",
    aliases: ["Die Post", "La Poste Suisse"],
    tracking_urls: [
      {
        template: "https://service.post.ch/ekp-web/ui/entry/search/{number}",
        confidence: "high",
        sources: ["PARCELCAT"],
      },
    ],
    patterns: [
      { pattern: /^9[89]\d{16}$/, check: null, confidence: "high", sources: ["PARCELCAT"] },
      { pattern: /^[A-Z]{2}\d{9}CH$/, check: "s10", confidence: "high", sources: ["PARCELCAT", "TRACKDATA"] },
    ],
  },
  {
    key: "inpost",
    name: "InPost",
    country: "PL",
    kind: "carrier",
    aliases: ["InPost Paczkomaty", "InPost ES", "InPost IT"],
    tracking_urls: [
      {
        template: "https://inpost.pl/sledzenie-przesylek?number={number}",
        confidence: "low",
        sources: ["SEVERAL"],
      },
      {
        template: "https://inpost.es/seguimiento-del-envio/?number={number}",
        confidence: "low",
        sources: ["SEVERAL"],
      },
    ],
    patterns: [{ pattern: /^\d{24}$/, check: null, confidence: "low", sources: ["PARCELCAT"] }],
    note: "In France InPost trades as Mondial Relay: use mondial-relay.",
  },
]
