import type { Sandbox } from "../../sandbox/server"

/** A shipment that the demo makes: an order of this kind, packed and given this number. */
export type DemoShipment = {
  kind: string
  /** What is printed on the label. */
  number: string
  /** What the marketplace must receive. */
  sent: { carrier: string; number: string }
}

export type DemoMarket = {
  id: "cdiscount" | "rakuten"
  name: string
  /** How many orders to make; the first ones are one of every kind. */
  orders: number
  credentials: Record<string, string>
  settings: Record<string, unknown>
  shipments: DemoShipment[]
}

const tracked = (kind: string, carrier: string, number: string): DemoShipment => ({
  kind,
  number,
  sent: { carrier, number },
})

/** Both marketplaces of the sandbox: who sells there, and what is shipped. Numbers are invented, with true check digits. */
export function demoMarkets({ control }: Sandbox): DemoMarket[] {
  const [client] = control.cdiscount.configure({}).clients
  const [account] = control.rakuten.configure({}).accounts
  return [
    {
      id: "cdiscount",
      name: "Cdiscount",
      orders: 50,
      credentials: {
        client_id: client.client_id,
        client_secret: client.client_secret,
        seller_id: client.seller_ids[0],
      },
      // The marketplace is on this machine, so the demo needs no slow pace.
      settings: {
        cdiscount: { requests_per_second: 100, package_gap_seconds: 0, results_intervals: [1] },
      },
      shipments: [
        tracked("plain", "Colissimo", "6A98369006023"),
        tracked("multi_line", "Chronopost", "XW737883691FR"),
        tracked("quantity", "DPD", "250023177594829"),
        tracked("relay", "Mondial Relay", "24455744596598471510563381"),
        tracked("business", "UPS", "1ZXX3150YW44070023"),
        tracked("free_shipping", "GLS", "00KX7T2P"),
        tracked("long_address", "DHL", "00340433761754621569"),
        tracked("no_phone", "La Poste", "LX622297511FR"),
      ],
    },
    {
      id: "rakuten",
      name: "Rakuten",
      orders: 50,
      credentials: { login: account.login, token: account.token },
      settings: { rakuten: { min_spacing_ms: 10, file_gap_seconds: 0, report_intervals: [1] } },
      shipments: [
        tracked("plain", "Colissimo", "6C67735468482"),
        tracked("two_units", "Chronopost", "XY075310315FR"),
        tracked("multi_line", "DPD", "250377308504584"),
        tracked("registered", "UPS", "1Z4X2T621089293968"),
        tracked("express", "GLS", "00A1B2C3"),
        tracked("long_address", "DHL", "00340433071510758287"),
        tracked("relay_kiala", "Mondial Relay", "05891928638378401700111350"),
      ],
    },
  ]
}
