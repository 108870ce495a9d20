/** Hours; null where there is nothing to measure. */
export type MeasuredHours = { median: number | null; p95: number | null; count: number }

export type MarketplaceOverview = {
  marketplace_id: string
  name: string
  orders: number
  parcels: number
  canceled: number
  held: number
  late: number
  to_accept: number
  /** What has to leave until the end of the day, what is late included. */
  to_ship_today: number
  /** What was sold and not canceled, by currency; major units. */
  turnover: { currency_code: string; total: number; orders: number }[]
  hours_to_import: MeasuredHours
  hours_to_confirm: MeasuredHours
  by_day: { date: string; orders: number; parcels: number }[]
}

export type Overview = { days: number; time_zone: string; marketplaces: MarketplaceOverview[] }
