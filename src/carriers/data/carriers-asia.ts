import type { Carrier } from "../carrier"

/** Posts and parcel carriers of Asia. */
export const ASIAN_CARRIERS: readonly Carrier[] = [
  {
    key: "china-post",
    name: "China Post",
    country: "CN",
    kind: "carrier",
    aliases: [],
    tracking_urls: [
      {
        template: "https://t.17track.net/fr#nums={number}",
        confidence: "medium",
        note: "No deep link on the carrier site; Cdiscount itself pointed to 17track.",
        sources: ["CDSOAP", "PARCELCAT"],
      },
    ],
    patterns: [
      { pattern: /^[A-Z]{2}\d{9}CN$/, check: "s10", confidence: "high", sources: ["PARCELCAT", "TRACKDATA"] },
    ],
  },
  {
    key: "china-ems",
    name: "China EMS (ePacket)",
    country: "CN",
    kind: "carrier",
    aliases: ["EMS", "ePacket"],
    tracking_urls: [
      {
        template: "https://items.ems.post/api/publicTracking/track?language=FR&itemId={number}",
        confidence: "medium",
        sources: ["PARCELCAT"],
      },
      { template: "https://t.17track.net/fr#nums={number}", confidence: "medium", sources: ["PARCELCAT"] },
    ],
    patterns: [
      { pattern: /^[EL][A-Z]\d{9}CN$/, check: "s10", confidence: "low", sources: ["PARCELCAT", "TRACKDATA"] },
    ],
  },
  {
    key: "4px",
    name: "4PX",
    country: "CN",
    kind: "carrier",
    aliases: ["4PX Worldwide Express"],
    tracking_urls: [
      { template: "https://track.4px.com/#/result/0/{number}", confidence: "high", sources: ["PARCELCAT"] },
    ],
    patterns: [{ pattern: /^4PX\d{13}CN$/, check: null, confidence: "high", sources: ["PARCELCAT"] }],
  },
  {
    key: "yunexpress",
    name: "Yun Express",
    country: "CN",
    kind: "carrier",
    aliases: [],
    tracking_urls: [
      {
        template: "https://www.yuntrack.com/parcelTracking?id={number}",
        confidence: "high",
        sources: ["PARCELCAT", "TRACKDATA"],
      },
    ],
    patterns: [
      { pattern: /^YT\d{16}$/, check: null, confidence: "high", sources: ["PARCELCAT", "TRACKDATA"] },
    ],
  },
  {
    key: "cne",
    name: "CNE Express",
    country: "CN",
    kind: "carrier",
    aliases: ["CNE", "CNE (Diyi express)"],
    tracking_urls: [
      { template: "https://www.cne.com/en/track?no={number}", confidence: "high", sources: ["PARCELCAT"] },
    ],
    patterns: [{ pattern: /^3A5V\d{9}$/, check: null, confidence: "high", sources: ["PARCELCAT"] }],
  },
  {
    key: "yanwen",
    name: "Yanwen",
    country: "CN",
    kind: "carrier",
    aliases: [],
    tracking_urls: [
      {
        template: "https://t.17track.net/fr#nums={number}",
        confidence: "medium",
        note: "No stable deep link on the carrier site.",
        sources: ["PARCELCAT"],
      },
    ],
    patterns: [
      { pattern: /^BYS\d{9}$/, check: null, confidence: "high", sources: ["PARCELCAT"] },
      { pattern: /^[A-Z]{2}\d{9}YP$/, check: "s10", confidence: "high", sources: ["PARCELCAT", "TRACKDATA"] },
    ],
  },
  {
    key: "sf-express",
    name: "SF Express",
    country: "CN",
    kind: "carrier",
    aliases: ["SF International"],
    tracking_urls: [
      {
        template: "https://htm.sf-express.com/tw/en/dynamic_function/waybill/#search/bill-number/{number}",
        confidence: "medium",
        sources: ["PARCELCAT"],
      },
    ],
    patterns: [
      {
        pattern: /^SF\d{13}$/,
        check: null,
        confidence: "high",
        note: "Has a key, rule not known here.",
        sources: ["PARCELCAT"],
      },
    ],
  },
  {
    key: "singapore-post",
    name: "Singapore Post",
    country: "SG",
    kind: "carrier",
    aliases: ["SingPost"],
    tracking_urls: [
      {
        template: "https://www.singpost.com/track-items?tracknumber={number}",
        confidence: "high",
        sources: ["PARCELCAT"],
      },
    ],
    patterns: [
      { pattern: /^[A-Z]{2}\d{9}SG$/, check: "s10", confidence: "high", sources: ["PARCELCAT", "TRACKDATA"] },
    ],
  },
  {
    key: "malaysia-post",
    name: "Pos Malaysia",
    country: "MY",
    kind: "carrier",
    aliases: ["Malaysia Post", "Pos Laju"],
    tracking_urls: [
      {
        template: "https://tracking.pos.com.my/tracking/{number}",
        confidence: "high",
        sources: ["PARCELCAT"],
      },
    ],
    patterns: [
      { pattern: /^[A-Z]{2}\d{9}MY$/, check: "s10", confidence: "high", sources: ["PARCELCAT", "TRACKDATA"] },
      { pattern: /^MYPM\d{11}$/, check: null, confidence: "high", sources: ["PARCELCAT"] },
    ],
  },
  {
    key: "hongkong-post",
    name: "Hongkong Post",
    country: "HK",
    kind: "carrier",
    aliases: [],
    tracking_urls: [
      { template: "https://t.17track.net/fr#nums={number}", confidence: "medium", sources: ["PARCELCAT"] },
    ],
    patterns: [
      { pattern: /^[A-Z]{2}\d{9}HK$/, check: "s10", confidence: "high", sources: ["PARCELCAT", "TRACKDATA"] },
    ],
  },
  {
    key: "wishpost",
    name: "WishPost",
    country: "CN",
    kind: "carrier",
    aliases: [],
    tracking_urls: [
      { template: "https://t.17track.net/fr#nums={number}", confidence: "low", sources: ["PARCELCAT"] },
    ],
    patterns: [],
  },
  {
    key: "cainiao",
    name: "Cainiao / AliExpress",
    country: "CN",
    kind: "carrier",
    aliases: ["AliExpress Standard Shipping"],
    tracking_urls: [
      {
        template: "https://global.cainiao.com/detail.htm?mailNoList={number}",
        confidence: "high",
        sources: ["PARCELCAT"],
      },
    ],
    patterns: [
      { pattern: /^LP\d{14}$/, check: null, confidence: "low", sources: ["PARCELCAT"] },
      { pattern: /^CNG\d{14}$/, check: null, confidence: "low", sources: ["PARCELCAT"] },
    ],
  },
]
