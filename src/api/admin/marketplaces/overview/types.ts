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
  hours_to_import: MeasuredHours
  hours_to_confirm: MeasuredHours
  by_day: { date: string; orders: number; parcels: number }[]
}

export type Overview = { days: number; time_zone: string; marketplaces: MarketplaceOverview[] }
