import { type Database, rowsOf } from "./database"
import { DEADLINE, HAS_DEADLINE, INFORMING, IS_OWED } from "./order-list"

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
  /** Owed until the end of the day, what is late included. */
  to_ship_today: number
  /** What was sold in the period and not canceled, by currency; major units. */
  turnover: { currency_code: string; total: number; orders: number }[]
  /** Only what was sold since its connection is there: what waited for the connection says nothing of its speed. */
  hours_to_import: Hours
  hours_to_confirm: Hours
  by_day: { date: string; orders: number; parcels: number }[]
}

type Sold = Pick<MarketplaceFigures, "marketplace_id" | "orders" | "canceled"> & Measured
type Now = Pick<MarketplaceFigures, "marketplace_id" | "held" | "late" | "to_accept" | "to_ship_today">
type Turnover = { marketplace_id: string; currency_code: string; total: number; orders: number }
type Sent = { marketplace_id: string; parcels: number } & Measured
type Measured = { hours: [number, number] | null; measured: number }
type Day = { date: string; marketplace_id: string; orders: number; parcels: number }

const OF_CONNECTIONS = (column: string) =>
  `(cast(:connections as text[]) is null or ${column} = any(cast(:connections as text[])))`

/**
 * What was sold and sent since the period began, each read once for all figures: test orders never count. A parcel is its
 * action's connection's: the orders of a period's parcels are many rows, far apart.
 */
const BASE = `
  with sold as materialized (
    select o.marketplace_id, o.state, o.purchased_at, o.imported_at, o.total, o.currency_code,
           c.created_at as connected_at
      from marketplace_order o left join marketplace_connection c on c.id = o.connection_id
     where o.deleted_at is null and not o.is_test and o.state <> 'ignored'
       and o.purchased_at >= cast(:since as timestamptz) and ${OF_CONNECTIONS("o.connection_id")}
  ), of_parcels as materialized (
    select c.marketplace_id, a.created_at, a.confirmed_at, a.sent_at at time zone :time_zone as sent_at,
           greatest(1, jsonb_array_length(coalesce(a.params -> 'parcels', '[]'))) as parcels
      from marketplace_action a join marketplace_connection c on c.id = a.connection_id
     where a.deleted_at is null and a.type = 'ship' and a.params -> 'corrects' is null
       and a.sent_at >= cast(:since as timestamptz) and ${OF_CONNECTIONS("a.connection_id")}
       and a.marketplace_order_id not in (select id from marketplace_order where is_test and deleted_at is null)
  )`

/** The rows of a statement as one value, in their order. */
const ROWS = (statement: string) => `(select coalesce(json_agg(to_json(one)), '[]') from (${statement}) one)`

const HOURS = (from: string, to: string, condition: string) => `
  percentile_cont(array[0.5, 0.95]) within group (order by extract(epoch from ${to} - ${from}) / 3600)
    filter (where ${condition}) as hours,
  count(*) filter (where ${condition})::int as measured`

/** The figures of every marketplace that is connected or has orders here. */
export async function readOverview(
  database: Database,
  { days, time_zone, connection_id }: OverviewFilter
): Promise<MarketplaceFigures[]> {
  // Given as values, so that the planner knows how few rows a period has.
  const [period] = await rowsOf<{ since: string; tomorrow: string; first_day: string }>(
    database,
    `select to_char(first_day, 'YYYY-MM-DD') as first_day, cast(first_day at time zone :time_zone as text) as since,
            cast((first_day + make_interval(days => :days)) at time zone :time_zone as text) as tomorrow
       from (select date_trunc('day', now() at time zone :time_zone) - make_interval(days => :days - 1) as first_day) days`,
    { days, time_zone }
  )
  const connections = connection_id ?? null
  const [marketplaces, now, [{ sold, turnover, parcels, by_day }]] = await Promise.all([
    rowsOf<{ id: string }>(
      database,
      `select distinct marketplace_id as id from marketplace_connection c
        where ${OF_CONNECTIONS("c.id")}
          and (c.deleted_at is null
               or (select o.id from marketplace_order o
                    where o.connection_id = c.id and not o.is_test order by o.created_at limit 1) is not null)
        order by 1`,
      { connections }
    ),
    rowsOf<Now>(
      database,
      `select marketplace_id,
              count(*) filter (where imported_at is null and problem_code <> all(:informing))::int as held,
              count(*) filter (where ${DEADLINE} <= now())::int as late,
              count(*) filter (where state = 'to_accept')::int as to_accept,
              count(*) filter (where ${IS_OWED} and state <> 'waiting' and ship_by < cast(:tomorrow as timestamptz))::int
                as to_ship_today
         from marketplace_order o
        where deleted_at is null and not is_test and (problem_code is not null or ${HAS_DEADLINE})
          and ${OF_CONNECTIONS("o.connection_id")} group by 1`,
      { informing: INFORMING, connections, tomorrow: period.tomorrow }
    ),
    rowsOf<{ sold: Sold[]; turnover: Turnover[]; parcels: Sent[]; by_day: Day[] }>(
      database,
      `${BASE}, days as (
        select generate_series(cast(:first_day as timestamp),
                               cast(:first_day as timestamp) + make_interval(days => :days - 1), interval '1 day') as day
      ), counted as (
        select marketplace_id, date_trunc('day', purchased_at at time zone :time_zone) as day, 1 as orders, 0 as parcels
          from sold
        union all
        select marketplace_id, date_trunc('day', sent_at), 0, parcels from of_parcels
      )
      select ${ROWS(`
        select marketplace_id, count(*)::int as orders, count(*) filter (where state = 'canceled')::int as canceled,
               ${HOURS("purchased_at", "imported_at", "imported_at is not null and purchased_at >= connected_at")}
          from sold group by 1`)} as sold,
      ${ROWS(`
        select marketplace_id, currency_code, sum(total)::float8 as total, count(*)::int as orders
          from sold where state <> 'canceled' and total is not null and currency_code is not null
         group by 1, 2 order by 4 desc, 2`)} as turnover,
      ${ROWS(`
        select marketplace_id, sum(parcels)::int as parcels,
               ${HOURS("created_at", "confirmed_at", "confirmed_at is not null")}
          from of_parcels group by 1`)} as parcels,
      ${ROWS(`
        select to_char(d.day, 'YYYY-MM-DD') as date, c.marketplace_id,
               coalesce(sum(c.orders), 0)::int as orders, coalesce(sum(c.parcels), 0)::int as parcels
          from days d left join counted c on c.day = d.day group by 1, 2 order by 1`)} as by_day`,
      { time_zone, connections, since: period.since, days, first_day: period.first_day }
    ),
  ])
  const dates = [...new Set(by_day.map(({ date }) => date))]
  return marketplaces.map(({ id }) => {
    const isOf = ({ marketplace_id }: { marketplace_id: string }) => marketplace_id === id
    const { hours, measured, ...ofSold } = sold.find(isOf) ?? NONE_SOLD
    const sent = parcels.find(isOf)
    return {
      ...ofSold,
      ...(now.find(isOf) ?? NONE_NOW),
      marketplace_id: id,
      turnover: turnover.filter(isOf).map(({ marketplace_id: _, ...one }) => one),
      parcels: sent?.parcels ?? 0,
      hours_to_import: hoursOf(hours, measured),
      hours_to_confirm: hoursOf(sent?.hours ?? null, sent?.measured ?? 0),
      by_day: dates.map((date) => {
        const day = by_day.find((one) => isOf(one) && one.date === date)
        return { date, orders: day?.orders ?? 0, parcels: day?.parcels ?? 0 }
      }),
    }
  })
}

const NONE_SOLD = { orders: 0, canceled: 0, hours: null, measured: 0 }
const NONE_NOW = { held: 0, late: 0, to_accept: 0, to_ship_today: 0 }

const hoursOf = (hours: Measured["hours"], count: number): Hours => ({
  median: round(hours?.[0]),
  p95: round(hours?.[1]),
  count,
})
const round = (hours: number | undefined) => (hours === undefined ? null : Math.round(hours * 100) / 100)
