import type { Carrier } from "../carrier"

/** Carriers that work in many countries, and the post of the United States. */
export const WORLDWIDE_CARRIERS: readonly Carrier[] = [
  {
    key: "ups",
    name: "UPS",
    country: null,
    kind: "carrier",
    aliases: ["United Parcel Service", "UPSE"],
    tracking_urls: [
      {
        template: "https://www.ups.com/track?loc=fr_FR&tracknum={number}",
        confidence: "high",
        sources: ["PARCELCAT", "KARRIO", "SEVERAL"],
      },
      {
        template: "https://wwwapps.ups.com/WebTracking/track?track=yes&trackNums={number}",
        confidence: "medium",
        deprecated: true,
        note: "Legacy host.",
        sources: ["TRACKDATA", "MYFLYINGBOX"],
      },
    ],
    patterns: [
      {
        pattern: /^1Z[A-Z0-9]{15}\d$/,
        check: "ups",
        confidence: "high",
        sources: ["PARCELCAT", "TRACKDATA"],
      },
      {
        pattern: /^[AHJKTV]\d{10}$/,
        check: "ups_waybill",
        confidence: "low",
        note: "Waybill.",
        sources: ["TRACKDATA", "PARCELCAT"],
      },
    ],
  },
  {
    key: "fedex",
    name: "FedEx",
    country: null,
    kind: "carrier",
    aliases: ["Federal Express", "FEDX"],
    tracking_urls: [
      {
        template: "https://www.fedex.com/fedextrack/?trknbr={number}",
        confidence: "high",
        sources: ["PARCELCAT", "KARRIO", "MYFLYINGBOX"],
      },
    ],
    patterns: [
      {
        pattern: /^\d{12}$/,
        check: "fedex",
        confidence: "medium",
        note: "Express. 12 digits are also GLS, Mondial Relay, MRW.",
        sources: ["PARCELCAT", "TRACKDATA"],
      },
      {
        pattern: /^\d{15}$/,
        check: "gs1",
        confidence: "low",
        note: "Ground.",
        sources: ["PARCELCAT", "TRACKDATA"],
      },
      {
        pattern: /^96\d{20}$/,
        check: null,
        confidence: "low",
        note: "Shape only.",
        sources: ["PARCELCAT", "TRACKDATA"],
      },
      {
        pattern: /^\d{34}$/,
        check: null,
        confidence: "low",
        note: "Shape only.",
        sources: ["PARCELCAT", "TRACKDATA"],
      },
    ],
  },
  {
    key: "tnt",
    name: "TNT (international)",
    country: null,
    kind: "carrier",
    aliases: ["TNT Express"],
    tracking_urls: [
      {
        template:
          "https://www.tnt.com/express/fr_fr/site/outils-expedition/suivi.html?searchType=con&cons={number}",
        confidence: "high",
        sources: ["PARCELCAT", "SEVERAL"],
      },
    ],
    patterns: [
      {
        pattern: /^\d{9}$/,
        check: "tnt",
        confidence: "medium",
        note: "Two key rules; either is enough.",
        sources: ["PARCELCAT"],
      },
    ],
  },
  {
    key: "dhl-express",
    name: "DHL Express",
    country: null,
    kind: "carrier",
    aliases: ["DHL", "MyDHL", "DHL Express Worldwide", "DHLE"],
    tracking_urls: [
      {
        template: "https://www.dhl.com/fr-fr/home/tracking.html?tracking-id={number}&submit=1",
        confidence: "high",
        note: "Serves all DHL units.",
        sources: ["SEVERAL", "PARCELCAT"],
      },
      {
        template: "https://mydhl.express.dhl/fr/fr/tracking.html#/results?id={number}",
        confidence: "medium",
        note: "French locale adapted from other locales.",
        sources: ["PARCELCAT"],
      },
    ],
    patterns: [
      {
        pattern: /^\d{10}$/,
        check: "dhl_express",
        confidence: "medium",
        note: "Also Mondial Relay and Relais Colis.",
        sources: ["PARCELCAT", "TRACKDATA"],
      },
      {
        pattern: /^J(?:JD|VGL|D)[A-Z0-9]{8,33}$/,
        check: null,
        confidence: "medium",
        note: "Piece identifier, shared with DHL Parcel.",
        sources: ["TRACKDATA", "PARCELCAT"],
      },
    ],
  },
  {
    key: "dhl-ecommerce",
    name: "DHL eCommerce",
    country: null,
    kind: "carrier",
    aliases: ["DHL Global Mail", "DHL ecommerce asia"],
    tracking_urls: [
      {
        template: "https://www.dhl.com/fr-fr/home/tracking.html?tracking-id={number}&submit=1",
        confidence: "high",
        note: "Serves all DHL units.",
        sources: ["PARCELCAT"],
      },
      {
        template: "https://webtrack.dhlglobalmail.com/?trackingNumber={number}",
        confidence: "low",
        note: "Derived from host and parameter name; never seen in use.",
        sources: ["CDSOAP", "PARCELCAT"],
      },
    ],
    patterns: [
      { pattern: /^GM\d{16,18}$/, check: null, confidence: "high", sources: ["PARCELCAT", "TRACKDATA"] },
    ],
  },
  {
    key: "db-schenker",
    name: "DB Schenker",
    country: null,
    kind: "carrier",
    aliases: ["Schenker", "Schenker Joyau", "DSV Schenker"],
    tracking_urls: [
      {
        template: "https://www.dbschenker.com/app/tracking-public/?refNumber={number}",
        confidence: "medium",
        note: "Add &refType=ShippersRefNo when the number is the sender's reference.",
        sources: ["SEVERAL"],
      },
    ],
    patterns: [],
    note: "The takeover by DSV may retire the page.",
  },
  {
    key: "dachser",
    name: "Dachser",
    country: null,
    kind: "carrier",
    aliases: ["Dachser SE"],
    tracking_urls: [
      {
        template: "https://elogistics.dachser.com/shp2s/?search={number}&javalocale=fr_FR",
        confidence: "medium",
        note: "French locale adapted from other locales.",
        sources: ["SEVERAL"],
      },
    ],
    patterns: [],
  },
  {
    key: "kuehne-nagel",
    name: "Kuehne+Nagel",
    country: null,
    kind: "carrier",
    aliases: ["K+N", "Kühne + Nagel"],
    tracking_urls: [
      {
        template: "https://mykn.kuehne-nagel.com/public-tracking/shipments?query={number}",
        confidence: "medium",
        sources: ["SEVERAL"],
      },
      {
        template: "https://onlineservices.kuehne-nagel.com/public-tracking/shipments?query={number}",
        confidence: "low",
        deprecated: true,
        note: "Older host.",
        sources: ["SEVERAL"],
      },
    ],
    patterns: [],
  },
  {
    key: "xpo",
    name: "XPO Logistics Europe",
    country: null,
    kind: "carrier",
    aliases: ["XPO", "Norbert Dentressangle"],
    tracking_urls: [
      {
        template: "https://www.xpo.com/track/{number}",
        confidence: "low",
        note: "US page; no European deep link known.",
        sources: ["SEVERAL"],
      },
    ],
    patterns: [],
  },
  {
    key: "usps",
    name: "USPS",
    country: "US",
    kind: "carrier",
    aliases: [],
    tracking_urls: [
      {
        template: "https://tools.usps.com/go/TrackConfirmAction?tLabels={number}",
        confidence: "high",
        sources: ["PARCELCAT"],
      },
    ],
    patterns: [
      {
        pattern: /^9[1-5]\d{20}(?:\d{4})?$/,
        check: "gs1",
        confidence: "medium",
        note: "22 or 26 digits.",
        sources: ["PARCELCAT", "TRACKDATA"],
      },
      { pattern: /^[A-Z]{2}\d{9}US$/, check: "s10", confidence: "high", sources: ["PARCELCAT", "TRACKDATA"] },
    ],
  },
  {
    key: "asendia",
    name: "Asendia",
    country: null,
    kind: "carrier",
    aliases: ["Asendia HK", "Asendia UK"],
    tracking_urls: [
      { template: "https://track.asendia.com/track/{number}", confidence: "high", sources: ["PARCELCAT"] },
      {
        template: "https://tracking.asendia.com/tracking/{number}",
        confidence: "medium",
        sources: ["KARRIO"],
      },
    ],
    patterns: [
      { pattern: /^ASE[A-Z0-9]{8,37}$/, check: null, confidence: "high", sources: ["PARCELCAT"] },
      { pattern: /^AHOY[A-Z0-9]{8}$/, check: null, confidence: "high", sources: ["PARCELCAT"] },
    ],
  },
  {
    key: "amazon-shipping",
    name: "Amazon Shipping / Logistics",
    country: null,
    kind: "carrier",
    aliases: ["AMZL", "Amazon Logistics", "Shipping with Amazon"],
    tracking_urls: [
      { template: "https://track.amazon.fr/tracking/{number}", confidence: "high", sources: ["PARCELCAT"] },
    ],
    patterns: [
      { pattern: /^TB[ABCDM]\d{12}$/, check: null, confidence: "high", sources: ["TRACKDATA", "PARCELCAT"] },
      {
        pattern: /^(?:FR|DE|BE|UK|GB|IT|ES|NL)\d{10}$/,
        check: null,
        confidence: "medium",
        note: "Amazon in Europe.",
        sources: ["PARCELCAT"],
      },
    ],
  },
]
