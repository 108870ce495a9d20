/** Whether the next attempt of an order `row` may be made. */
export const isDue = (row: string): string =>
  `(${row}.next_attempt_at is null or ${row}.next_attempt_at <= now())`

/** Whether an order `row` can come into the store without a call: it is ready, or left behind, or its wait is over. */
export const isImportable = (row: string): string =>
  `(${row}.state in ('ready', 'importing')
    or ${row}.state in ('waiting', 'to_accept') and ${row}.state_reason is distinct from 'details'
      and ${row}.next_attempt_at <= now())`

/** Whether an order `row` waits for its details. */
export const lacksDetails = (row: string): string =>
  `(${row}.state = 'waiting' and ${row}.state_reason = 'details')`
