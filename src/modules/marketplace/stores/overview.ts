import { type Database, rowsOf } from "./database"
import { DEADLINE, INFORMING } from "./order-list"

export type OverviewFilter = {
  /** How many days, today included. */
  days: number
  /** Of whom the days are; an IANA name. */
  time_zone: string
  connection_id?: string[]
}

/** Hours; null where there is nothing to measure. */
type Hours = { median: number | null; p95: number | null; count: number }

export type MarketplaceFigures = {
  marketplace_id: string
  /** Sold in the period, except what is not the store's to ship. */
  orders: number
  /** Sent to the marketplace in the period; corrections are not counted again. */
  parcels: number
  canceled: number
  /** As it stands now. */
  held: number
  late: number
  to_accept: number
  /** Only what was sold since its connection is there: what waited for the connection says nothing of its speed. */
  hours_to_import: Hours
  hours_to_confirm: Hours
  by_day: { date: string; orders: number; parcels: number }[]
}

type OrderFigures = Pick<
  MarketplaceFigures,
  "marketplace_id" | "orders" | "canceled" | "held" | "late" | "to_accept"
> &
  Measured
type ParcelFigures = { marketplace_id: string; parcels: number } & Measured
type Measured = { hours: [number, number] | null; measured: number }
type Day = { date: string; marketplace_id: string; orders: number; parcels: number }

/** What both marketplaces' figures are made of: test orders never count. */
const BASE = `
  with period as (
    select (date_trunc('day', now() at time zone :time_zone) - make_interval(days => :days - 1)) as first_day
  ), of_orders as (
    select o.*, c.created_at as connected_at,
           o.state <> 'ignored' and o.purchased_at at time zone :time_zone >= p.first_day as is_sold
      from marketplace_order o cross join period p left join marketplace_connection c on c.id = o.connection_id
     where o.deleted_at is null and not o.is_test
       and (cast(:connections as text[]) is null or o.connection_id = any(cast(:connections as text[])))
  ), of_parcels as (
    select o.marketplace_id, a.created_at, a.confirmed_at, a.sent_at at time zone :time_zone as sent_at,
           greatest(1, jsonb_array_length(coalesce(a.params -> 'parcels', '[]'))) as parcels
      from marketplace_action a join of_orders o on o.id = a.marketplace_order_id cross join period p
     where a.deleted_at is null and a.type = 'ship' and a.params -> 'corrects' is null
       and a.sent_at at time zone :time_zone >= p.first_day
  )`

const HOURS = (from: string, to: string, condition: string) => `
  percentile_cont(array[0.5, 0.95]) within group (order by extract(epoch from ${to} - ${from}) / 3600)
    filter (where ${condition}) as hours,
  count(*) filter (where ${condition})::int as measured`

/** The figures of every marketplace that is connected or has orders here. */
export async function readOverview(
  database: Database,
  { days, time_zone, connection_id }: OverviewFilter
): Promise<MarketplaceFigures[]> {
  const bindings = { days, time_zone, connections: connection_id ?? null, informing: INFORMING }
  const ask = <Row>(sql: string) => rowsOf<Row>(database, `${BASE} ${sql}`, bindings)
  const [marketplaces, orders, parcels, byDay] = await Promise.all([
    ask<{ id: string }>(`
      select marketplace_id as id from of_orders
      union
      select marketplace_id from marketplace_connection
       where deleted_at is null
         and (cast(:connections as text[]) is null or id = any(cast(:connections as text[])))
      order by 1`),
    ask<OrderFigures>(`
      select marketplace_id,
             count(*) filter (where is_sold)::int as orders,
             count(*) filter (where is_sold and state = 'canceled')::int as canceled,
             count(*) filter (where imported_at is null and problem_code <> all(:informing))::int as held,
             count(*) filter (where ${DEADLINE} <= now())::int as late,
             count(*) filter (where state = 'to_accept')::int as to_accept,
             ${HOURS("purchased_at", "imported_at", "is_sold and imported_at is not null and purchased_at >= connected_at")}
        from of_orders group by 1`),
    ask<ParcelFigures>(`
      select marketplace_id, sum(parcels)::int as parcels,
             ${HOURS("created_at", "confirmed_at", "confirmed_at is not null")}
        from of_parcels group by 1`),
    ask<Day>(`
      , days as (
        select generate_series(first_day, first_day + make_interval(days => :days - 1), interval '1 day') as day from period
      ), counted as (
        select marketplace_id, date_trunc('day', purchased_at at time zone :time_zone) as day, 1 as orders, 0 as parcels
          from of_orders where is_sold
        union all
        select marketplace_id, date_trunc('day', sent_at), 0, parcels from of_parcels
      )
      select to_char(d.day, 'YYYY-MM-DD') as date, c.marketplace_id,
             coalesce(sum(c.orders), 0)::int as orders, coalesce(sum(c.parcels), 0)::int as parcels
        from days d left join counted c on c.day = d.day group by 1, 2 order by 1`),
  ])
  const dates = [...new Set(byDay.map(({ date }) => date))]
  return marketplaces.map(({ id }) => {
    const isOf = ({ marketplace_id }: { marketplace_id: string }) => marketplace_id === id
    const { hours, measured, ...counts } = orders.find(isOf) ?? NO_ORDERS
    const sent = parcels.find(isOf)
    return {
      ...counts,
      marketplace_id: id,
      parcels: sent?.parcels ?? 0,
      hours_to_import: hoursOf(hours, measured),
      hours_to_confirm: hoursOf(sent?.hours ?? null, sent?.measured ?? 0),
      by_day: dates.map((date) => {
        const day = byDay.find((one) => isOf(one) && one.date === date)
        return { date, orders: day?.orders ?? 0, parcels: day?.parcels ?? 0 }
      }),
    }
  })
}

const NO_ORDERS = { orders: 0, canceled: 0, held: 0, late: 0, to_accept: 0, hours: null, measured: 0 }

const hoursOf = (hours: Measured["hours"], count: number): Hours => ({
  median: round(hours?.[0]),
  p95: round(hours?.[1]),
  count,
})
const round = (hours: number | undefined) => (hours === undefined ? null : Math.round(hours * 100) / 100)
